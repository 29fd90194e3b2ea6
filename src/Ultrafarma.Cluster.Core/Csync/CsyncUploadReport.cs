namespace Ultrafarma.Cluster.Csync;

/// <summary>What became of an upload, on all nodes.</summary>
public sealed record CsyncUploadReport
{
    /// <summary>The node that was uploaded to.</summary>
    public required string Node { get; init; }

    /// <summary>How many paths a peer got at least.</summary>
    public int Sent => Push.Sent;

    /// <summary>How many paths were removed at a peer at least.</summary>
    public int Removed => Push.Removed;

    /// <summary>How many paths a peer did not take.</summary>
    public int Refused => Push.Refused;

    /// <summary>The push, with one object a path and peer.</summary>
    public required CsyncSyncReport Push { get; init; }

    /// <summary>What is in conflict afterwards, in the whole cluster, whether from this upload or from before.</summary>
    public required IReadOnlyList<CsyncConflict> Conflicts { get; init; }

    /// <summary>What was pushed and is not the same on all nodes, looked at by content, mode and owner.</summary>
    public required IReadOnlyList<CsyncConflict> Different { get; init; }

    /// <summary>The nodes that could not be reached; they get the upload from csync2's next runs.</summary>
    public required IReadOnlyList<string> AbsentNodes { get; init; }

    /// <summary>True when every node holds what was uploaded, and nothing is in conflict.</summary>
    public bool IsInSync => Refused + Conflicts.Count + Different.Count + AbsentNodes.Count == 0;

    /// <summary>How long the upload itself took.</summary>
    public required TimeSpan UploadDuration { get; init; }

    /// <summary>How long csync2's schedules were held, the upload included.</summary>
    public required TimeSpan Duration { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Push}, {Conflicts.Count} in conflict, {Different.Count} different";
}
