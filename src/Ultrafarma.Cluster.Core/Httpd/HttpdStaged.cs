namespace Ultrafarma.Cluster.Httpd;

/// <summary>A file that lies on a node beside the one that it is to replace, or why Apache refused it.</summary>
internal sealed record HttpdStaged
{
    /// <summary>The node.</summary>
    public required string Node { get; init; }

    /// <summary>What Apache says against it; the upload is gone then. Null when it takes it.</summary>
    public HttpdConfigProblem? Problem { get; init; }

    /// <summary>The upload.</summary>
    public string NewPath { get; init; } = "";

    /// <summary>The file that it is to replace, links resolved.</summary>
    public string TargetPath { get; init; } = "";

    /// <summary>The SHA-256 of the file that it is to replace.</summary>
    public string TargetHash { get; init; } = "";

    /// <summary>True when an earlier change was cut off, so that Apache may not have taken what stands there.</summary>
    public bool WasInterrupted { get; init; }

    /// <summary>The file with the number of Apache's parent process.</summary>
    public string PidFile { get; init; } = "";
}
