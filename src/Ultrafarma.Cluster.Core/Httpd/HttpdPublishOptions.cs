namespace Ultrafarma.Cluster.Httpd;

/// <summary>How a config is published.</summary>
internal sealed record HttpdPublishOptions : HttpdRolloutOptions
{
    /// <summary>Whether results carry their diff.</summary>
    public bool ShowDiff { get; init; }
}
