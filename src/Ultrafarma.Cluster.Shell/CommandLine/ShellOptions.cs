using System.Management.Automation.Runspaces;

namespace Ultrafarma.Cluster.Shell.CommandLine;

/// <summary>The command line, understood.</summary>
internal sealed record ShellOptions
{
    /// <summary>What to do.</summary>
    public RunMode Mode { get; init; }

    /// <summary>The text to run, or the full path of the script.</summary>
    public string Text { get; init; } = string.Empty;

    /// <summary>What the script gets: named parameters and positional arguments, in their order.</summary>
    public IReadOnlyList<CommandParameter> Arguments { get; init; } = [];

    /// <summary>Never ask anything, even on a terminal.</summary>
    public bool NonInteractive { get; init; }

    /// <summary>No banner before the prompt.</summary>
    public bool NoLogo { get; init; }

    /// <summary>Where to start, or null for the current directory.</summary>
    public string? WorkingDirectory { get; init; }
}
