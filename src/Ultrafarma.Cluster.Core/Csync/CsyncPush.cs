namespace Ultrafarma.Cluster.Csync;

/// <summary>A push as part of a run.</summary>
/// <param name="Started">When the run began, by the node's clock in seconds.</param>
/// <param name="By">What the node's file about its last run says of it.</param>
/// <param name="PeerCount">How many peers there are.</param>
internal sealed record CsyncPush(string Started, string By, int PeerCount)
{
    /// <summary>What of the only paths lies under a prefix, as csync2 names it; none when all is pushed.</summary>
    public IReadOnlyList<string> Prefixed { get; init; } = [];
}
