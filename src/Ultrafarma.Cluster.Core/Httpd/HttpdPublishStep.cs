using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Httpd;

/// <summary>What is to become of one node. Nothing is done by it.</summary>
internal sealed record HttpdPublishStep : IHttpdStep
{
    /// <summary>The node.</summary>
    public required string Node { get; init; }

    /// <summary>Unchanged, Planned, or NotReached when the node could not be asked.</summary>
    public required HttpdChangeAction Action { get; init; }

    /// <summary>What the source is called.</summary>
    public string SourceName { get; init; } = "";

    /// <summary>The file as it stands there; null when the node could not be asked.</summary>
    public HttpdConfigFile? Current { get; init; }

    /// <summary>The SHA-256 of the main config as it stands there, which is the file itself or includes it.</summary>
    public string MainHash { get; init; } = "";

    /// <summary>The node's own file: the source with the node's host.</summary>
    public ReadOnlyMemory<byte> Content { get; init; }

    /// <summary>What it changes, as a unified diff; empty when Apache only has to take what stands there already.</summary>
    public string Diff { get; init; } = "";

    /// <summary>The ports that Apache must listen on afterwards.</summary>
    public IReadOnlyList<int> Ports { get; init; } = [];

    /// <summary>The ports that it listens on by the config that stands there.</summary>
    public IReadOnlyList<int> OldPorts { get; init; } = [];

    /// <summary>Why the node could not be asked, or null.</summary>
    public NodeException? Error { get; init; }

    /// <summary>The step in words, as in "publish web.conf to /etc/httpd/conf/httpd.conf (+2 -1 lines) and reload Apache".</summary>
    /// <param name="verb">Such as "publish".</param>
    public string Describe(string verb)
    {
        if (Diff.Length == 0)
        {
            return $"reload Apache with {PathText.Display(Current!.Path)} as it is";
        }

        var (added, removed) = UnifiedDiff.Count(Diff);
        return FormattableString.Invariant($"{verb} {PathText.Display(SourceName)} to {PathText.Display(Current!.Path)} (+{added} -{removed} lines) and reload Apache");
    }
}
