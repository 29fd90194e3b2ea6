namespace Ultrafarma.Cluster.Csync;

/// <summary>Says what became of a path from what the nodes hold after the push, and from csync2's words.</summary>
internal sealed class CsyncVerdict
{
    private readonly string _winner;
    private readonly CsyncClusterState _after;
    private readonly CsyncPushAnswer _answer;
    private readonly bool _alone;
    private readonly ILookup<string, CsyncRefusal> _refusals;

    /// <param name="winner">The node whose version won.</param>
    /// <param name="after">The rows after the push.</param>
    /// <param name="answer">What csync2 told of the push.</param>
    /// <param name="alone">True when only this node can be asked: then every peer that is still owed something counts.</param>
    public CsyncVerdict(string winner, CsyncClusterState after, CsyncPushAnswer answer, bool alone)
    {
        _winner = winner;
        _after = after;
        _answer = answer;
        _alone = alone;
        _refusals = answer.Refusals;
    }

    public (CsyncResolutionStatus Status, string? Reason) Judge(CsyncConflict before, CsyncConflict after)
    {
        var winner = after.Versions.FirstOrDefault(v => v.Node == _winner);
        if (winner is null || !Answered(_winner))
        {
            return (CsyncResolutionStatus.Failed, _answer.Broken ?? $"{_winner} did not answer after the push; run Get-CsyncConflict again");
        }

        if (_answer.Unmarked.Contains(after.Path))
        {
            return (CsyncResolutionStatus.Failed, "csync2 did not mark it: it is in none of the winner's groups (see include and exclude in its config)");
        }

        if (_alone)
        {
            return winner.DirtyTowards.Count == 0 ? (CsyncResolutionStatus.Resolved, null) : Explain(after.Path, winner.DirtyTowards[0]);
        }

        var answering = after.Versions.Select(v => v.Node).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var different = after.Versions.FirstOrDefault(
            v => v.Node != winner.Node && !(v.HasContentOf(winner) && v.HasMetadataOf(winner)) && TookPart(before, v));
        var owing = after.Versions.FirstOrDefault(v => v.DirtyTowards.Any(answering.Contains));
        if (different is null && owing is null)
        {
            return (CsyncResolutionStatus.Resolved, StillOwed(winner));
        }

        var peer = different?.Node ?? owing!.DirtyTowards.First(answering.Contains);
        return Explain(after.Path, peer == _winner ? owing!.Node : peer);
    }

    /// <summary>A node that neither owed nor was owed the path before is in no group with it, or had nothing to get.</summary>
    private static bool TookPart(CsyncConflict before, CsyncFileVersion version) =>
        version.DirtyTowards.Count > 0
        || before.Versions.Any(v => v.DirtyTowards.Count > 0 && v.Node == version.Node)
        || before.Versions.Any(v => v.DirtyTowards.Contains(version.Node, StringComparer.OrdinalIgnoreCase));

    private (CsyncResolutionStatus Status, string Reason) Explain(string path, string peer)
    {
        if (!_alone && !Answered(peer))
        {
            return (CsyncResolutionStatus.Failed, $"{peer} could not be looked at after the push; run Get-CsyncConflict again");
        }

        var host = _after.HostOfNode(peer);
        if (_answer.TimedOut.Contains(host, StringComparer.OrdinalIgnoreCase))
        {
            return (CsyncResolutionStatus.Failed, $"{peer}: csync2 there did not answer in its time and was given up; look at csync2 on {peer}");
        }

        var refusal = _refusals[path].FirstOrDefault(r => r.Peer.Equals(host, StringComparison.OrdinalIgnoreCase));
        return refusal?.Reason switch
        {
            null when _answer.Broken is { } broken => (CsyncResolutionStatus.Failed, broken),
            null when _answer.SaidOf(host) is { } said => (CsyncResolutionStatus.Failed, $"{peer}: {said}"),
            null => (CsyncResolutionStatus.StillConflicting, $"{peer} has another version or still owes its own; run Get-CsyncConflict again"),
            CsyncPendingReason.Conflict => (CsyncResolutionStatus.StillConflicting, $"{peer}: {refusal.Words}"),
            _ => (CsyncResolutionStatus.Failed, $"{peer}: {(refusal.Words.Length > 0 ? refusal.Words : "csync2 reported an error")} ({refusal.Reason})"),
        };
    }

    private bool Answered(string node) => _after.Answering.Contains(node, StringComparer.OrdinalIgnoreCase);

    private static string? StillOwed(CsyncFileVersion winner) => winner.DirtyTowards.Count == 0
        ? null
        : $"still to be delivered to {string.Join(", ", winner.DirtyTowards)}, which did not answer";
}
