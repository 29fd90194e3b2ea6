namespace Ultrafarma.Cluster.Httpd;

/// <summary>How a checked file is put in place.</summary>
internal sealed record HttpdApplyOptions
{
    /// <summary>Whether Apache is told to take it, and has to prove that it lives.</summary>
    public required bool Reload { get; init; }

    /// <summary>How many replaced files are kept.</summary>
    public int KeepBackups { get; init; } = 10;

    /// <summary>True replaces the target even when it changed since the upload.</summary>
    public bool IgnoreChanges { get; init; }

    /// <summary>The URL that has to answer, the node's own name and address in it; null for none.</summary>
    public string? HealthUrl { get; init; }

    /// <summary>The ports that must listen.</summary>
    public IReadOnlyList<int> Ports { get; init; } = [];

    /// <summary>The ports that must listen when the old file is back; null when they are the same.</summary>
    public IReadOnlyList<int>? OldPorts { get; init; }

    /// <summary>How long Apache may take to prove that it lives.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Who we are, for another run that finds the node busy.</summary>
    public required string Who { get; init; }

    /// <summary>The name of the kept file, which begins with the time.</summary>
    public required string Stamp { get; init; }
}
