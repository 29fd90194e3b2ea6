namespace Ultrafarma.Cluster.Httpd;

/// <summary>What Apache says of a node's config, as <c>Test-HttpdConfig</c> shows it.</summary>
public sealed record HttpdConfigTest
{
    /// <summary>The node.</summary>
    public required string Node { get; init; }

    /// <summary>The main config that was checked.</summary>
    public required string Path { get; init; }

    /// <summary>True when Apache takes it.</summary>
    public required bool Ok { get; init; }

    /// <summary>The file with the error; null when there is none.</summary>
    public string? File => Problems.FirstOrDefault(p => p.IsError)?.File;

    /// <summary>The line of the error, from 1; null when there is none.</summary>
    public int? Line => Problems.FirstOrDefault(p => p.IsError)?.Line;

    /// <summary>Apache's words about the error, or else its first warning; null when it has nothing to say.</summary>
    public string? Message => (Problems.FirstOrDefault(p => p.IsError) ?? (Problems is [var first, ..] ? first : null))?.Message;

    /// <summary>All that Apache says, warnings too.</summary>
    public required IReadOnlyList<HttpdConfigProblem> Problems { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Ok ? $"{Node}: ok" : $"{Node}: {Problems.First(p => p.IsError)}";
}
