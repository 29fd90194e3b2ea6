namespace Ultrafarma.Cluster.Csync;

/// <summary>A node's dirty rows, by path, and what the node calls itself.</summary>
internal sealed class CsyncNodeRows(string hostName)
{
    private readonly Dictionary<string, CsyncDebt> _debts = new(StringComparer.Ordinal);
    private readonly HashSet<string> _ownNames = new(StringComparer.Ordinal);
    private readonly CsyncDebt _none = CsyncDebt.Empty();

    /// <summary>The node's own host name in lower case, which csync2 uses as its name.</summary>
    public string HostName => hostName;

    /// <summary>What the node owes, by path.</summary>
    public IReadOnlyDictionary<string, CsyncDebt> Debts => _debts;

    /// <summary>Every name that csync2 calls the node by; <c>host name@address</c> in its config makes it the address.</summary>
    public IReadOnlyCollection<string> OwnNames => _ownNames;

    /// <summary>Adds one row.</summary>
    public void Add(CsyncDirtyRow row)
    {
        _ownNames.Add(row.MyName);
        _debts[row.Path] = DebtOf(row.Path).With(row.PeerName, row.Forced);
    }

    /// <summary>What the node owes of one path; nothing when it is clean.</summary>
    public CsyncDebt DebtOf(string path) => _debts.GetValueOrDefault(path, _none);
}
