namespace Ultrafarma.Cluster.Csync;

/// <summary>Commands that csync2 runs when files that match have come.</summary>
public sealed record CsyncConfigAction
{
    /// <summary>The files that it is for; empty means all of the group.</summary>
    public required IReadOnlyList<string> Patterns { get; init; }

    /// <summary>The commands; <c>%%</c> stands for the files.</summary>
    public required IReadOnlyList<string> Commands { get; init; }

    /// <summary>Where their output goes.</summary>
    public string LogFile { get; init; } = "/dev/null";

    /// <summary>True when they also run on the host where the files were changed.</summary>
    public bool RunsLocally { get; init; }

    /// <summary>True when they run on that host alone.</summary>
    public bool RunsOnlyLocally { get; init; }

    /// <summary>The file that has it.</summary>
    public required string File { get; init; }

    /// <summary>The line of that file.</summary>
    public required int Line { get; init; }

    /// <inheritdoc/>
    public override string ToString() => string.Join("; ", Commands);
}
