using System.Text;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Httpd;

/// <summary>Finds where nodes' configs drift apart, each node's own host left out. Pure.</summary>
/// <param name="hosts">All nodes' hosts.</param>
internal sealed class HttpdConfigComparer(HttpdHosts hosts)
{
    /// <summary>The config that most nodes have; of two that as many have, that of the node that comes first.</summary>
    /// <param name="configs">At least one, in the inventory's order.</param>
    public HttpdNodeConfig Majority(IReadOnlyList<HttpdNodeConfig> configs)
    {
        var measure = configs[0].Node;
        return configs.GroupBy(c => Fingerprint(c, measure)).MaxBy(g => g.Count())!.First();
    }

    /// <summary>Compares a node's files with the reference's, the main one first.</summary>
    public IReadOnlyList<HttpdConfigDifference> Compare(HttpdReference reference, HttpdNodeConfig config)
    {
        var found = new List<HttpdConfigDifference> { Pair(config.Main.Path, reference.Main, config.Main.Document) };
        if (reference.Includes is not null)
        {
            var own = config.Includes();
            found.AddRange(reference.Includes.Select(
                f => Pair(f.Path, f.Document, own.FirstOrDefault(o => o.Path == f.Path)?.Document)));
            found.AddRange(own.Where(o => reference.Includes.All(f => f.Path != o.Path)).Select(o => Pair(o.Path, null, o.Document)));
        }

        return found;

        HttpdConfigDifference Pair(string path, HttpdDocument? theirs, HttpdDocument? ours)
        {
            var (before, after) = (Bytes(theirs, config.Node), Bytes(ours, config.Node));
            var status = theirs is null ? HttpdDriftStatus.Extra
                : ours is null ? HttpdDriftStatus.Missing
                : before.Span.SequenceEqual(after.Span) ? HttpdDriftStatus.Same
                : HttpdDriftStatus.Different;
            var diff = UnifiedDiff.Unified(before.Span, after.Span, $"{reference.NameOf(path)} for {config.Node}", $"{config.Node}:{path}");
            var (added, removed) = UnifiedDiff.Count(diff);
            return new HttpdConfigDifference
            {
                Node = config.Node,
                Reference = reference.Name,
                Path = path,
                Status = status,
                LinesAdded = added,
                LinesRemoved = removed,
                Diff = diff,
            };
        }
    }

    private string Fingerprint(HttpdNodeConfig config, string measure)
    {
        var text = new StringBuilder(HttpdHash.Of(Bytes(config.Main.Document, measure).Span));
        foreach (var file in config.Includes().OrderBy(f => f.Path, StringComparer.Ordinal))
        {
            text.Append('\n').Append(file.Path).Append('\0').Append(HttpdHash.Of(Bytes(file.Document, measure).Span));
        }

        return text.ToString();
    }

    private ReadOnlyMemory<byte> Bytes(HttpdDocument? document, string node) =>
        document is null ? default : hosts.Normalize(document, node).Bytes;
}
