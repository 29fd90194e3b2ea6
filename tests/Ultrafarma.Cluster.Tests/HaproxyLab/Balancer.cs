using System.Net.Sockets;
using System.Security;
using System.Management.Automation;
using System.Text;
using Ultrafarma.Cluster.Tests.Engine;
using Xunit;

namespace Ultrafarma.Cluster.Tests.HaproxyLab;

/// <summary>The lab's real HAProxy, asked without the module. The tests run in its network.</summary>
internal static class Balancer
{
    public const string Address = "10.77.0.10";
    public const string Page = "http://10.77.0.10:8404/haproxy?stats";
    public const string Password = "lab-stats-pass";

    private const int AdminPort = 9999;

    /// <summary>The arguments of a cmdlet that name a source: the page, the socket through ssh (the inventory's), or the socket by tcp.</summary>
    public static string Arguments(string source) => source switch
    {
        "page" => $"-Uri {Page} -Credential $login",
        "ssh" => "",
        _ => $"-Socket {Address}:{AdminPort}",
    };

    public static PSCredential Login(string password = Password)
    {
        var secret = new SecureString();
        foreach (var c in password)
        {
            secret.AppendChar(c);
        }

        return new PSCredential("admin", secret);
    }

    /// <summary>The answer of the runtime socket to one line.</summary>
    public static string Ask(string command)
    {
        using var client = new TcpClient(Address, AdminPort);
        using var stream = client.GetStream();
        stream.Write(Encoding.ASCII.GetBytes(command + "\n"));
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    /// <summary>A value of <c>show stat</c>.</summary>
    public static string Stat(string backend, string server, string column)
    {
        var lines = Ask("show stat").Split('\n');
        var position = Array.IndexOf(lines[0][2..].Split(','), column);
        return lines.Single(l => l.StartsWith($"{backend},{server},", StringComparison.Ordinal)).Split(',')[position];
    }

    /// <summary>A value of <c>show servers state</c>.</summary>
    public static string State(string backend, string server, string column)
    {
        var lines = Ask("show servers state").Split('\n');
        var position = Array.IndexOf(lines[1][2..].Split(' '), column);
        return lines.Single(l => l.Contains($" {backend} ", StringComparison.Ordinal) && l.Contains($" {server} ", StringComparison.Ordinal))
            .Split(' ')[position];
    }

    /// <summary>A balancer that has just been loaded, and whose checks have all ended.</summary>
    public static void Begin(LabFixture lab)
    {
        lab.Lab("reload", "lb01", "haproxy");
        Eventually(
            () =>
            {
                var lines = Ask("show stat").Split('\n');
                return lines.Count(l => l.StartsWith("web,", StringComparison.Ordinal) && l.Contains(",UP,", StringComparison.Ordinal)
                        && l.Contains(",L7OK,", StringComparison.Ordinal)) == 5
                    && lines.Count(l => l.StartsWith("spare,", StringComparison.Ordinal) && l.Contains(",L7OK,", StringComparison.Ordinal)) >= 2
                    && lines.Any(l => l.StartsWith("single,only,", StringComparison.Ordinal) && l.Contains(",L7OK,", StringComparison.Ordinal))
                    && lines.Any(l => l.StartsWith("broken,nobody,", StringComparison.Ordinal) && l.Contains(",DOWN,", StringComparison.Ordinal));
            },
            "the balancer's checks have ended");
    }

    public static void Eventually(Func<bool> condition, string what)
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(30), "After 30 s still not: " + what);
            Thread.Sleep(50);
        }
    }

    /// <summary>A client whose request stays unfinished on the server with this cookie, until it is disposed of.</summary>
    public static TcpClient Hang(string cookie)
    {
        var client = new TcpClient(Address, 80);
        client.GetStream().Write(Encoding.ASCII.GetBytes(
            $"POST /health.txt HTTP/1.1\r\nHost: ultrastores.com.br\r\nCookie: SRV={cookie}\r\nContent-Length: 1000\r\n\r\nunfinished"));
        return client;
    }
}
