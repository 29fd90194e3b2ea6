namespace Ultrafarma.Cluster.Csync;

/// <summary>csync2's config on one node.</summary>
public sealed record CsyncConfig
{
    /// <summary>The node.</summary>
    public required string Node { get; init; }

    /// <summary>The main file.</summary>
    public required string Path { get; init; }

    /// <summary>The main file and what it reads by the word <c>config</c>, in that order.</summary>
    public required IReadOnlyList<CsyncConfigFile> Files { get; init; }

    /// <summary>The groups.</summary>
    public required IReadOnlyList<CsyncGroup> Groups { get; init; }

    /// <summary>The prefixes, one a host pattern.</summary>
    public required IReadOnlyList<CsyncConfigPrefix> Prefixes { get; init; }

    /// <summary>What stands outside of groups: database, tempdir, lock-timeout, ignore, nossl.</summary>
    public required IReadOnlyList<CsyncConfigSetting> Settings { get; init; }

    /// <summary>What csync2 refuses it for, as far as its words alone tell; what follows that place is not shown. Null when all is well.</summary>
    public CsyncConfigProblem? Problem { get; init; }

    /// <summary>The SHA-256 of the main file, in hex: equal on nodes with the same file.</summary>
    public string Hash => Files[0].Hash;

    /// <inheritdoc/>
    public override string ToString() => $"{Node}:{Path}";
}
