namespace Ultrafarma.Cluster.Csync;

/// <summary>How the versions of a path in conflict differ.</summary>
public enum CsyncConflictKind
{
    /// <summary>They do not: the false positive of an upload to several nodes. Nothing can be lost.</summary>
    Identical,

    /// <summary>The same content with another mode or owner.</summary>
    Metadata,

    /// <summary>Other content.</summary>
    Content,

    /// <summary>Deleted on some nodes, changed on others.</summary>
    DeletedAndChanged,

    /// <summary>A file here, a directory or link there.</summary>
    TypeDiffers,

    /// <summary>
    /// The false conflict of three nodes: a node only holds an old row for a third peer, has already delivered its change,
    /// and the newer version descends from it.
    /// </summary>
    Stale,

    /// <summary>A node could not be asked, so nobody can say.</summary>
    Unknown,
}
