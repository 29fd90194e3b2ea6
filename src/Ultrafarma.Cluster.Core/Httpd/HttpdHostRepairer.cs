using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Httpd;

/// <summary>Looks for a node's own host in its config, and says what is to be changed.</summary>
/// <param name="settings">Where Apache is on the nodes.</param>
/// <param name="hosts">All nodes' hosts; null asks the machine itself.</param>
internal sealed class HttpdHostRepairer(HttpdSettings settings, HttpdHosts? hosts)
{
    /// <summary>Looks at one node.</summary>
    public async Task<HttpdHostReport> LookAsync(INodeShell shell, CancellationToken cancellationToken)
    {
        var table = hosts ?? await HttpdLocalHosts.ReadAsync(shell, settings, cancellationToken);
        var config = await new HttpdConfigReader(settings).ReadAsync(shell, cancellationToken);
        return Look(table, config);
    }

    /// <summary>Looks at a config. Pure.</summary>
    internal static HttpdHostReport Look(HttpdHosts table, HttpdNodeConfig config)
    {
        var places = new List<HttpdHostPlace>();
        var edits = new List<HttpdFileEdit>();
        foreach (var file in config.Files)
        {
            var found = table.Find(file.Document, config.Node, file.Path);
            places.AddRange(found);
            var local = table.Localize(file.Document, config.Node);
            if (!ReferenceEquals(local, file.Document))
            {
                edits.Add(new HttpdFileEdit(file, local, [.. found.Where(p => !p.Ok).Select(Describe)]));
            }
        }

        return new HttpdHostReport(config, places, edits);
    }

    private static string Describe(HttpdHostPlace place) =>
        PathText.Display($"{place.File}:{place.Line} {place.Directive} {place.Current} -> {place.Expected}");
}
