using System.Globalization;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Csync;

/// <summary>What <c>apply.sh</c> and <c>push.sh</c> tell of a push: tab-separated lines that start with a word.</summary>
internal sealed class CsyncPushAnswer
{
    private readonly List<CsyncRefusal> _refusals = [];
    private readonly Dictionary<string, string> _said = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _statusOf = new(StringComparer.Ordinal);

    /// <summary>csync2's refusals, by path.</summary>
    public ILookup<string, CsyncRefusal> Refusals => _refusals.ToLookup(r => r.Path, StringComparer.Ordinal);

    /// <summary>The paths that csync2 would not mark, since they are in none of its groups.</summary>
    public HashSet<string> Unmarked { get; } = new(StringComparer.Ordinal);

    /// <summary>The peers that did not answer in their time, by csync2's names.</summary>
    public IReadOnlyList<string> TimedOut => [.. _statusOf.Where(p => p.Value is 124 or 137).Select(p => p.Key)];

    /// <summary>The peers that were left out.</summary>
    public List<string> Absent { get; } = [];

    /// <summary>Why the winner's answer is not whole, or null. Its work may be done nevertheless.</summary>
    public string? Broken { get; init; }

    /// <summary>What csync2 said of a peer, or null.</summary>
    public string? SaidOf(string peer) => _said.GetValueOrDefault(peer);

    /// <summary>Why a path stays that is still owed to a peer, and csync2's words for it.</summary>
    /// <param name="path">The path as csync2 names it.</param>
    /// <param name="peer">The peer, by csync2's name.</param>
    /// <param name="refusals"><see cref="Refusals"/>, made once for all paths.</param>
    public (CsyncPendingReason Reason, string? Words) ReasonFor(string path, string peer, ILookup<string, CsyncRefusal> refusals)
    {
        if (refusals[path].FirstOrDefault(r => r.Peer == peer) is { } refusal)
        {
            return (refusal.Reason, refusal.Words);
        }

        if (TimedOut.Contains(peer))
        {
            return (CsyncPendingReason.PeerHangs, "did not answer in its time");
        }

        return SaidOf(peer) is { } said ? (ReasonOf(said), said) : (CsyncPendingReason.NotKnown, null);
    }

    /// <summary>What went wrong with a peer as a whole, or null.</summary>
    public string? Trouble => _said.Values.FirstOrDefault()
        ?? (TimedOut.Count > 0 ? $"{TimedOut[0]}: csync2 there did not answer in its time and was given up" : null);

    /// <summary>Reads one line; a line that is not understood is passed over, since names can hold line feeds.</summary>
    public void Add(string line)
    {
        switch (line.Split('\t', 5))
        {
            case ["why", var code, var peer, var text, var path] when int.TryParse(code, CultureInfo.InvariantCulture, out var number):
                _refusals.Add(new CsyncRefusal(path, peer, CsyncRefusal.KindOf(number, text), text));
                break;
            case ["said", var peer, var text]:
                _said[peer] = PathText.Display(text);
                break;
            case ["pushed", var peer, var status] when int.TryParse(status, CultureInfo.InvariantCulture, out var number):
                _statusOf[peer] = number;
                break;
            case ["unmarked", var name]:
                Unmarked.Add(PathText.FromBytes(CsyncName.Decode(PathText.ToBytes(name))));
                break;
            case ["absent", var peer]:
                Absent.Add(peer);
                break;
        }
    }

    private static CsyncPendingReason ReasonOf(string said) => said switch
    {
        _ when said.Contains("Connection", StringComparison.Ordinal) => CsyncPendingReason.PeerDown,
        _ when said.Contains("its disk may be full", StringComparison.Ordinal) => CsyncPendingReason.ConnectionClosed,
        _ => CsyncPendingReason.PeerError,
    };
}
