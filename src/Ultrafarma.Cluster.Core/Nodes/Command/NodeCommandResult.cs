namespace Ultrafarma.Cluster.Nodes;

/// <summary>What a command of the user's own gave on one node.</summary>
public sealed record NodeCommandResult
{
    /// <summary>The node.</summary>
    public required string Node { get; init; }

    /// <summary>The exit status, 0 to 255; more than 128 for one that a signal ended.</summary>
    public required int ExitCode { get; init; }

    /// <summary>
    /// Standard output without the line ends at its end, as the shell's own <c>$(…)</c> gives it. A byte that is no UTF-8 is a lone
    /// surrogate, as in the paths of this module.
    /// </summary>
    public required string Output { get; init; }

    /// <summary>Standard error, likewise.</summary>
    public required string Error { get; init; }

    /// <summary>True when there was more output than is kept: the first 4 MiB of each stream.</summary>
    public bool IsCut { get; init; }

    /// <summary>The time from the command's start to its end.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Who gave the same, for the view; null for a result that was not compared.</summary>
    internal AlikeNodes? Alike { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Node}: exit code {ExitCode}";
}
