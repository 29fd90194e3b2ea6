using System.Globalization;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Csync;

/// <summary>Decides what is wrong between nodes: configs and keys that differ, servers that do not answer, clocks apart. Pure.</summary>
/// <param name="looks">What the nodes say.</param>
/// <param name="knownNodes">All nodes' names: a server is called by the node's name where it is one of them.</param>
internal sealed class CsyncConfigComparison(IReadOnlyList<CsyncNodeLook> looks, IReadOnlyList<string> knownNodes)
{
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(2);

    /// <summary>Everything that is wrong.</summary>
    public IReadOnlyList<CsyncConfigFinding> Findings() => [.. Files(), .. Keys(), .. Servers(), .. Clocks()];

    private IEnumerable<CsyncConfigFinding> Files() =>
        from path in looks.SelectMany(l => l.Config.Files.Select(f => f.Path)).Distinct()
        from odd in Odd(looks.Select(l => (Look: l, Value: l.Config.Files.FirstOrDefault(f => f.Path == path)?.Hash)))
        select Finding(FindingSeverity.Warning, odd.Node, path, null,
            odd.Value is null ? $"The config does not read {path}, as it does on {odd.Others}." : $"{path} is not the same as on {odd.Others}.",
            "Look at Get-CsyncConfig, and bring the right one to all nodes with Publish-CsyncConfig -FromNode.");

    private IEnumerable<CsyncConfigFinding> Keys() =>
        from name in looks.SelectMany(l => l.OwnGroups.Select(g => g.Group)).Distinct()
        let members = looks.Select(l => (Look: l, Group: l.OwnGroups.FirstOrDefault(g => g.Group == name)))
            .Where(m => m.Group is { Key: not null } && m.Look.Keys.TryGetValue(m.Group.Key, out var key) && key.Mode is not null).ToList()
        from odd in Odd(members.Select(m => (m.Look, Value: (string?)m.Look.Keys[m.Group!.Key!].Hash)))
        let setting = members.First(m => m.Look.Node == odd.Node).Group!.Settings.First(s => s.Name == "key")
        select Finding(FindingSeverity.Error, odd.Node, setting.File, setting.Line,
            $"The key of the group {name} is not the same as on {odd.Others}, so they refuse each other.",
            "Bring the right one to all nodes with Publish-CsyncConfig -FromNode <node> -Key.");

    private IEnumerable<CsyncConfigFinding> Servers()
    {
        var port = CsyncConfigProbe.Port.ToString(CultureInfo.InvariantCulture);
        foreach (var server in looks.SelectMany(l => l.Servers.Keys).Distinct())
        {
            var asked = looks.Where(l => l.Servers.ContainsKey(server)).ToList();
            var deaf = asked.Where(l => !l.Servers[server] && l.Names.GetValueOrDefault(server, true)).ToList();
            if (deaf.Count == 0)
            {
                continue;
            }

            if (deaf.Count == asked.Count)
            {
                var host = deaf[0].OwnGroups.SelectMany(g => g.Hosts).First(h => h.PeerName == server);
                yield return Finding(FindingSeverity.Error, NodeOf(host) ?? deaf[0].Node, null, null,
                    $"csync2 does not answer at {server}, port {port} (asked from {Names(deaf)}).",
                    $"Start csync2's server there (csync2.socket, or xinetd), and let port {port} through its firewall.");
                continue;
            }

            foreach (var look in deaf)
            {
                yield return Finding(FindingSeverity.Error, look.Node, null, null,
                    $"csync2 at {server}, port {port}, answers others but not this node.",
                    $"See what {server} resolves to here, and let port {port} through the firewalls between them.");
            }
        }

        foreach (var look in looks.Where(l => l.Servers.Count == 0 && l.OwnGroups.Any()))
        {
            yield return Finding(FindingSeverity.Info, look.Node, null, null,
                "Whether its peers' csync2 answers was not asked from here, because bash is missing.", "Install bash on the node.");
        }
    }

    private IEnumerable<CsyncConfigFinding> Clocks()
    {
        // One alone is held against this machine's clock, whose offset is nothing.
        var reference = looks.Count == 1 ? null : looks.OrderBy(l => l.ClockOffset).ElementAtOrDefault((looks.Count - 1) / 2);
        foreach (var look in looks)
        {
            var apart = look.ClockOffset - (reference?.ClockOffset ?? TimeSpan.Zero);
            if (apart.Duration() - look.ClockDoubt - (reference?.ClockDoubt ?? TimeSpan.Zero) > Tolerance)
            {
                var seconds = apart.Duration().TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture);
                yield return Finding(FindingSeverity.Warning, look.Node, null, null,
                    $"The clock is {seconds} s {(apart > TimeSpan.Zero ? "ahead of" : "behind")} that of {reference?.Node ?? "this machine"}: "
                    + "which of two versions is the newer one cannot be told.",
                    "Let chrony or systemd-timesyncd set the clock on all nodes.");
            }
        }
    }

    private string? NodeOf(CsyncConfigHost host) =>
        looks.FirstOrDefault(l => l.Host == host.Name)?.Node
        ?? knownNodes.FirstOrDefault(n => n.Equals(host.Name, StringComparison.OrdinalIgnoreCase) || n.Equals(host.PeerName, StringComparison.OrdinalIgnoreCase));

    /// <summary>The nodes whose value is not that of most; where no value has most, that of the first node counts.</summary>
    private static IEnumerable<(string Node, string? Value, string Others)> Odd(IEnumerable<(CsyncNodeLook Look, string? Value)> values)
    {
        var sets = values.GroupBy(v => v.Value).OrderByDescending(g => g.Count()).ToList();
        return sets.Skip(1).SelectMany(set => set).Select(one => (one.Look.Node, one.Value, Names(sets[0].Select(s => s.Look))));
    }

    private static string Names(IEnumerable<CsyncNodeLook> of)
    {
        var names = of.Select(l => l.Node).ToList();
        return names.Count <= 3
            ? string.Join(", ", names)
            : string.Create(CultureInfo.InvariantCulture, $"{string.Join(", ", names.Take(2))} and {names.Count - 2} more");
    }

    private static CsyncConfigFinding Finding(FindingSeverity severity, string node, string? file, int? line, string message, string fix) => new()
    {
        Severity = severity,
        Node = node,
        File = file,
        Line = line,
        Message = PathText.Display(message),
        Fix = fix,
    };
}
