namespace Ultrafarma.Cluster.Httpd;

/// <summary>How the Apache of one node does, as <c>Get-HttpdStatus</c> shows it. What nobody tells is null.</summary>
public sealed record HttpdStatus
{
    /// <summary>The node.</summary>
    public required string Node { get; init; }

    /// <summary>Whether Apache runs.</summary>
    public required bool IsRunning { get; init; }

    /// <summary>Who tells it.</summary>
    public required HttpdStatusSource Source { get; init; }

    /// <summary>Such as <c>Apache/2.4.71 (Debian)</c>: that of the one that runs, or else of the program.</summary>
    public string? Version { get; init; }

    /// <summary>The time since its start. A graceful restart does not begin it anew.</summary>
    public TimeSpan? Uptime { get; init; }

    /// <summary>The parent process.</summary>
    public int? ProcessId { get; init; }

    /// <summary>The workers with a request; the question for the status is one of them.</summary>
    public int? WorkersBusy { get; init; }

    /// <summary>The workers without one.</summary>
    public int? WorkersIdle { get; init; }

    /// <summary>The parent's children.</summary>
    public int? Processes { get; init; }

    /// <summary>The requests a second, in the mean since the start.</summary>
    public double? RequestsPerSecond { get; init; }

    /// <summary>The bytes sent a second, in the mean since the start.</summary>
    public double? BytesPerSecond { get; init; }

    /// <summary>The requests since the start.</summary>
    public long? RequestsTotal { get; init; }

    /// <summary>The bytes sent since the start, in steps of 1024.</summary>
    public long? BytesTotal { get; init; }

    /// <summary>The share of one processor that it takes, in percent, in the mean since the start.</summary>
    public double? CpuLoadPercent { get; init; }

    /// <summary>The connections that are open.</summary>
    public int? ConnectionsTotal { get; init; }

    /// <summary>Those on which an answer is being written without a worker.</summary>
    public int? ConnectionsWriting { get; init; }

    /// <summary>Those that are kept for a next request.</summary>
    public int? ConnectionsKeepAlive { get; init; }

    /// <summary>Those that are being closed.</summary>
    public int? ConnectionsClosing { get; init; }

    /// <summary>What mod_status tells beside, by its own names.</summary>
    public IReadOnlyDictionary<string, string> Extra { get; init; } = new Dictionary<string, string>();

    /// <inheritdoc/>
    public override string ToString() => $"{Node}: {(IsRunning ? "running" : "stopped")}";
}
