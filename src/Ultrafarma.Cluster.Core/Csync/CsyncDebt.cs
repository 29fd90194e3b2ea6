namespace Ultrafarma.Cluster.Csync;

/// <summary>
/// The peers that a node owes a change to. Thousands of paths are owed to the same peers, so equal debts are one object:
/// each is reached from the empty one by adding peers.
/// </summary>
internal sealed class CsyncDebt
{
    private readonly Dictionary<(string Peer, bool Forced), CsyncDebt> _next = [];

    private CsyncDebt((string Peer, bool Forced)[] peers) => Peers = peers;

    /// <summary>The peers by csync2's names, and whether the change will overwrite theirs.</summary>
    public IReadOnlyList<(string Peer, bool Forced)> Peers { get; }

    /// <summary>Starts a family of debts with the empty one.</summary>
    public static CsyncDebt Empty() => new([]);

    /// <summary>This debt and one more.</summary>
    public CsyncDebt With(string peer, bool forced)
    {
        if (!_next.TryGetValue((peer, forced), out var debt))
        {
            _next[(peer, forced)] = debt = new CsyncDebt([.. Peers, (peer, forced)]);
        }

        return debt;
    }
}
