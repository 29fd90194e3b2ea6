namespace Ultrafarma.Cluster.Csync;

/// <summary>What stands at a path.</summary>
public enum CsyncFileType
{
    /// <summary>Nothing: it was deleted or never came.</summary>
    Absent,

    /// <summary>A regular file.</summary>
    File,

    /// <summary>A directory.</summary>
    Directory,

    /// <summary>A symbolic link.</summary>
    SymbolicLink,

    /// <summary>A device, pipe or socket.</summary>
    Other,
}
