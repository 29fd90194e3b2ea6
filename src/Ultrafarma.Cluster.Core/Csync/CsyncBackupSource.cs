namespace Ultrafarma.Cluster.Csync;

/// <summary>Who kept a copy of a file.</summary>
public enum CsyncBackupSource
{
    /// <summary>csync2, when a peer's version replaced the file: at most two copies a file, see backup-generations.</summary>
    Csync2,

    /// <summary>This module, when a conflict was resolved or a version was brought back: one dated folder a run.</summary>
    Module,
}
