using System.Net.Sockets;
using System.Text;
using Ultrafarma.Cluster.Tests.HaproxyLab;
using Ultrafarma.Cluster.Tests.HaproxyLive;
using Xunit;

namespace Ultrafarma.Cluster.Tests.Examples;

/// <summary>The pages about the balancer.</summary>
internal static class HaproxyExamples
{
    private const string App02 = "web/CD163820-L-ULTRAFARMA-APP02";
    private const string App03 = "web/CD163820-L-ULTRAFARMA-APP03";
    private static readonly ExampleCase NumbersDiffer = new() { NumbersDiffer = true };

    public static readonly IReadOnlyDictionary<string, PageCase> Pages = new Dictionary<string, PageCase>
    {
        ["Clear-HaproxyCounter"] = new() { Changes = Parts.Balancer },
        ["Export-HaproxyServerState"] = new()
        {
            Changes = Parts.Balancer,
            Examples = new Dictionary<int, ExampleCase>
            {
                [1] = new() { Before = Change, Between = s => Balancer.Begin(s.Lab) },
                [2] = NumbersDiffer,
            },
        },
        ["Get-HaproxyBackend"] = new() { Examples = new Dictionary<int, ExampleCase> { [1] = NumbersDiffer } },
        ["Get-HaproxyError"] = new() { Changes = Parts.Balancer, Before = _ => Refuse() },
        ["Get-HaproxyFrontend"] = new() { Examples = new Dictionary<int, ExampleCase> { [1] = NumbersDiffer, [2] = NumbersDiffer } },
        ["Get-HaproxyInfo"] = new() { Examples = new Dictionary<int, ExampleCase> { [1] = NumbersDiffer } },
        ["Get-HaproxyServer"] = new()
        {
            Examples = new Dictionary<int, ExampleCase>
            {
                [5] = new()
                {
                    Before = s =>
                    {
                        s.Do("Disconnect-WebCluster");
                        s.Console.Login = Balancer.Login();
                    },
                },
            },
        },
        ["Import-HaproxyServerState"] = new()
        {
            Changes = Parts.Balancer,
            Before = s =>
            {
                Change(s);
                s.Do("Export-HaproxyServerState -Path states.txt");
                Balancer.Begin(s.Lab);
                s.Write("common.ps1", "'not a table'\n");
            },
        },
        ["Measure-HaproxyTraffic"] = new() { Examples = new Dictionary<int, ExampleCase> { [3] = NumbersDiffer } },
        ["Resume-HaproxyServer"] = new()
        {
            Changes = Parts.Balancer,
            Before = _ => ExampleScene.Haproxy($"set server {App03} state drain"),
            Examples = new Dictionary<int, ExampleCase>
            {
                [1] = NumbersDiffer,
                [3] = new() { Before = _ => ExampleScene.Haproxy("set server spare/a.b-c_1:x state maint") },
            },
        },
        ["Set-HaproxyServer"] = new()
        {
            Changes = Parts.Balancer,
            Examples = new Dictionary<int, ExampleCase>
            {
                [3] = new() { Before = _ => ExampleScene.Haproxy($"set server {App02} state drain"), NumbersDiffer = true },
            },
        },
        ["Suspend-HaproxyServer"] = new()
        {
            Changes = Parts.Balancer,
            Examples = new Dictionary<int, ExampleCase>
            {
                [2] = new() { Between = _ => Assert.Equal("DRAIN", Balancer.Stat("web", App02[4..], "status")), NumbersDiffer = true },
                [3] = new()
                {
                    Before = _ =>
                    {
                        Unfinished = Balancer.Hang("APP03");
                        Balancer.Eventually(() => Balancer.Stat("web", App03[4..], "scur") == "1", "a session on APP03");
                    },
                },
            },
            After = _ => Unfinished?.Dispose(),
        },
        ["Watch-HaproxyBackend"] = new()
        {
            Changes = Parts.Balancer,
            Examples = new Dictionary<int, ExampleCase>
            {
                [1] = new()
                {
                    Run = (_, code) => Watch("Connect-WebCluster | Out-Null\n" + code, terminal =>
                    {
                        terminal.Wait(s => s.Contains("APP05", StringComparison.Ordinal) && s.Contains("broken", StringComparison.Ordinal));
                        terminal.Type("d");
                        terminal.Wait(s => s.Contains("Drain ", StringComparison.Ordinal));
                        terminal.Type("y");
                        terminal.Wait(s => s.Contains(": drain is done", StringComparison.Ordinal));
                    }),
                    Proof = _ => Assert.Contains("DRAIN", Balancer.Ask("show stat"), StringComparison.Ordinal),
                },
                [2] = new()
                {
                    Run = (_, code) => Watch(code, terminal =>
                    {
                        terminal.Wait(s => s.Contains("assword", StringComparison.Ordinal));
                        terminal.Type(Balancer.Password);
                        terminal.Press("Enter");
                        terminal.Wait(s => s.Contains("APP05", StringComparison.Ordinal) && s.Contains("every 0.5 s", StringComparison.Ordinal)
                            && !s.Contains("broken", StringComparison.Ordinal));
                    }),
                },
                [3] = new()
                {
                    Run = (_, code) => Watch(code, terminal =>
                    {
                        terminal.Wait(s => s.Contains("APP05", StringComparison.Ordinal));
                        terminal.Type("m");
                        terminal.Wait(s => s.Contains("What if: ", StringComparison.Ordinal));
                    }),
                    Proof = _ => Assert.DoesNotContain(
                        "MAINT", string.Concat(Balancer.Ask("show stat").Split('\n').Where(l => l.StartsWith("web,", StringComparison.Ordinal))), StringComparison.Ordinal),
                },
            },
        },
    };

    // The client of Suspend-HaproxyServer whose request does not end.
    private static TcpClient? Unfinished { get; set; }

    // What a reload of the balancer forgets.
    private static void Change(ExampleScene _)
    {
        ExampleScene.Haproxy("set server spare/a.b-c_1:x weight 50");
        ExampleScene.Haproxy($"set server {App02} state drain");
    }

    // A request that HAProxy cannot understand.
    private static void Refuse()
    {
        using var client = new TcpClient(Balancer.Address, 80);
        using var stream = client.GetStream();
        stream.Write(Encoding.ASCII.GetBytes("GET / HTTP/1.1\r\nHost: ultrastores.com.br\r\nBad Header: v\r\n\r\n"));
        using var reader = new StreamReader(stream);
        Assert.StartsWith("HTTP/1.1 400 ", reader.ReadToEnd(), StringComparison.Ordinal);
    }

    // In a real terminal, as nothing else shows a live view. It leaves nothing behind on the screen.
    private static string Watch(string code, Action<TmuxTerminal> keys)
    {
        using var terminal = new TmuxTerminal();
        terminal.Start(code);
        keys(terminal);
        terminal.Type("q");
        terminal.Wait(s => s.TrimEnd().EndsWith("ready$", StringComparison.Ordinal) && terminal.Modes == "0 1 1");
        return "";
    }
}
