using Ultrafarma.Cluster.Httpd;
using Ultrafarma.Cluster.Nodes;
using Ultrafarma.Cluster.Tests.Faults;
using Xunit;

namespace Ultrafarma.Cluster.Tests.Httpd;

/// <summary>The virtual hosts that we find in a corpus of configs are those that Apache finds.</summary>
public sealed class HttpdCorpusTests : IDisposable
{
    private readonly TempTree _tree = new();

    public static TheoryData<string> Names => [.. HttpdCorpus.All.Keys];

    public void Dispose() => _tree.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Finds_the_virtual_hosts_that_apache_finds(string name)
    {
        foreach (var (path, text) in HttpdCorpus.All[name])
        {
            _tree.Write(path, path == HttpdCorpus.Main ? HttpdCorpus.Before(_tree.Root) + text.Replace("ROOT", _tree.Root, StringComparison.Ordinal) : text);
        }

        var main = $"{_tree.Root}/{HttpdCorpus.Main}";
        var apache = HttpdDump.Of(main);
        Assert.Equal("", apache.Error);

        var reader = new HttpdConfigReader(new HttpdSettings { Command = "apache2", ConfigPath = main });
        var config = await reader.ReadAsync(new LocalShell(), CancellationToken.None);
        var ours = HttpdVirtualHosts.Of(config);
        Assert.Equal(apache.Hosts.Order(StringComparer.Ordinal), ours.Select(Line).Order(StringComparer.Ordinal));
        Assert.Equal(
            apache.Aliases.Order(StringComparer.Ordinal),
            ours.Where(v => ours.Count(o => (o.Address, o.Port) == (v.Address, v.Port)) > 1)
                .Select(v => string.Join('|', [Line(v), .. v.Aliases.OrderBy(a => a.Contains('*') || a.Contains('?'))]))
                .Order(StringComparer.Ordinal));
    }

    private static string Line(HttpdVirtualHost host)
    {
        var address = host.Address.Contains(':', StringComparison.Ordinal) ? $"[{host.Address}]" : host.Address;

        // A host without a name has the main server's when it is for any address.
        return $"{address}:{host.Port} {host.ServerName ?? "main.test"} ({host.File}:{host.Line})";
    }
}
