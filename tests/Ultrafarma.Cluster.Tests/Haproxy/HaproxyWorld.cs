using System.Text;
using Ultrafarma.Cluster.Haproxy;

namespace Ultrafarma.Cluster.Tests.Haproxy;

/// <summary>Answers of a balancer, and the way to read them.</summary>
internal static class HaproxyWorld
{
    /// <summary>
    /// The versions with an answer to <c>show stat</c> in Fixtures/, of one and the same balancer. 2.6 is HAProxy 2.6.12's own
    /// word; the others were written from their documentation. Fixtures/README.md says how.
    /// </summary>
    public static readonly string[] Versions = ["2.0", "2.2", "2.4", "2.6", "2.8", "3.0", "3.2"];

    public static readonly HaproxySource Page = new() { Uri = new Uri("http://127.0.0.1:8404/haproxy?stats") };

    public static readonly HaproxySource Socket = new() { Socket = "/run/haproxy/admin.sock" };

    public static readonly DateTimeOffset Now = new(2026, 11, 25, 2, 0, 0, TimeSpan.Zero);

    /// <summary>What the version's runtime socket answers to <c>show stat</c>.</summary>
    public static byte[] ShowStat(string version) => Fixture($"stat-{version}.csv");

    /// <summary>What the version's stats page answers: the same without the empty line that ends a socket's answer.</summary>
    public static byte[] PageOf(string version) => ShowStat(version)[..^1];

    /// <summary>What HAProxy 2.6.12 answers to <c>show servers state</c>.</summary>
    public static byte[] ShowServersState() => Fixture("servers-state-2.6.txt");

    public static HaproxySnapshot Read(string page) => Read(Encoding.UTF8.GetBytes(page));

    public static HaproxySnapshot Read(byte[] page) => new HaproxyStatisticsReader().Read(Page, page, Now, out _);

    /// <summary>A page with a backend <c>b</c> of the given servers' fields; every server has its name, its type and these.</summary>
    public static string PageOfServers(string columns, params string[] servers) =>
        $"# pxname,svname,type,{columns},\n"
        + string.Concat(servers.Select((fields, i) => $"b,s{i + 1},2,{fields},\n"))
        + $"b,BACKEND,1,{new string(',', columns.Count(c => c == ','))},\n";

    /// <summary>The one server of such a page.</summary>
    public static HaproxyServer Server(string columns, string fields) => Read(PageOfServers(columns, fields)).Servers.Single();

    private static byte[] Fixture(string name)
    {
        using var stream = typeof(HaproxyWorld).Assembly.GetManifestResourceStream($"Haproxy.Fixtures.{name}")
            ?? throw new ArgumentException($"There is no fixture {name}.", nameof(name));
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
