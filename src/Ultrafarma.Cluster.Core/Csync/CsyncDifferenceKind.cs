namespace Ultrafarma.Cluster.Csync;

/// <summary>In what nodes differ at a path, the heaviest that applies.</summary>
public enum CsyncDifferenceKind
{
    /// <summary>It is not there on every node.</summary>
    Missing,

    /// <summary>It is a file here and a directory or link there.</summary>
    Type,

    /// <summary>The content or the link's target differs.</summary>
    Content,

    /// <summary>Mode or owner differ.</summary>
    Metadata,

    /// <summary>Only the time of the last change differs.</summary>
    Time,

    /// <summary>It is the same everywhere, and csync2 has still to find that out: it is marked on a node.</summary>
    Pending,

    /// <summary>It is the same everywhere, and what csync2's databases say of it is not.</summary>
    Record,
}
