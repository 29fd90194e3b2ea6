namespace Ultrafarma.Cluster.Tests.HttpdLab;

/// <summary>The steps of a change on a node at which <see cref="HeldNode"/> can stop it.</summary>
public enum HeldStep
{
    /// <summary>A part of the new file has come.</summary>
    Upload,

    /// <summary>The new file lies there, and Apache is about to check it.</summary>
    Check,

    /// <summary>The old file is about to be kept.</summary>
    Backup,

    /// <summary>The new file is about to take the old one's place.</summary>
    Rename,

    /// <summary>The new file is in place, and Apache does not know it yet.</summary>
    Reload,

    /// <summary>Apache has taken the new file, and is about to be asked whether it lives.</summary>
    Proof,
}
