namespace Ultrafarma.Cluster.Csync;

/// <summary>A group of csync2's config on one node.</summary>
public sealed record CsyncGroup
{
    /// <summary>The node.</summary>
    public required string Node { get; init; }

    /// <summary>The group's name; csync2's own (<c>group_1</c>) where the config gives none.</summary>
    public required string Group { get; init; }

    /// <summary>The hosts, in the config's order.</summary>
    public required IReadOnlyList<CsyncConfigHost> Hosts { get; init; }

    /// <summary>The file with the key, as the config names it; null when it names none.</summary>
    public string? Key { get; init; }

    /// <summary>All patterns, in the config's order: the last one that matches a file counts.</summary>
    public required IReadOnlyList<CsyncConfigPattern> Patterns { get; init; }

    /// <summary>What is kept in sync.</summary>
    public IEnumerable<CsyncConfigPattern> Includes => Patterns.Where(p => p.Kind == CsyncPatternKind.Include);

    /// <summary>What of that is left alone.</summary>
    public IEnumerable<CsyncConfigPattern> Excludes => Patterns.Where(p => p.Kind == CsyncPatternKind.Exclude);

    /// <summary>What csync2 runs when files have come.</summary>
    public required IReadOnlyList<CsyncConfigAction> Actions { get; init; }

    /// <summary>Who wins a conflict by itself; <c>none</c> unless the config says so.</summary>
    public string Auto { get; init; } = "none";

    /// <summary>Where replaced files are kept; null when they are not.</summary>
    public string? BackupDirectory { get; init; }

    /// <summary>How many of them csync2 is to keep a file.</summary>
    public int BackupGenerations { get; init; } = 3;

    /// <summary>The words key, auto, backup-directory and backup-generations as they stand there, with their lines.</summary>
    public required IReadOnlyList<CsyncConfigSetting> Settings { get; init; }

    /// <summary>The file where it begins.</summary>
    public required string File { get; init; }

    /// <summary>The line of that file.</summary>
    public required int Line { get; init; }

    internal CsyncGroupPlace Place { get; init; } = null!;

    /// <inheritdoc/>
    public override string ToString() => Group;
}
