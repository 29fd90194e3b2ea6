namespace Ultrafarma.Cluster.Haproxy;

/// <summary>Where a balancer is asked: its stats page, or its runtime socket. Every record names the source it came from.</summary>
public sealed record HaproxySource
{
    /// <summary>The stats page, without <c>;csv</c>; null for a socket.</summary>
    public Uri? Uri { get; init; }

    /// <summary>True when the page's certificate is not checked.</summary>
    public bool SkipCertificateCheck { get; init; }

    /// <summary>The runtime socket: an absolute path, or <c>host:port</c>; null for a page.</summary>
    public string? Socket { get; init; }

    /// <summary>The node whose ssh leads to a socket that is a path; null means this machine.</summary>
    public string? Node { get; init; }

    /// <summary>True for a runtime socket.</summary>
    public bool IsSocket => Socket is not null;

    /// <summary>The source as it is shown: the page's address, or <c>node:path</c>, a path, or <c>host:port</c>.</summary>
    public override string ToString() => Uri?.AbsoluteUri ?? (Node is null ? Socket! : $"{Node}:{Socket}");
}
