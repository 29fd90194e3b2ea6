using System.Net;
using Ultrafarma.Cluster.Haproxy;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Httpd;

/// <summary>The balancer's side of a publish: takes nodes' servers out and back, and says whether HAProxy sees them serve.</summary>
/// <param name="balancer">The balancer.</param>
/// <param name="clock">Tells the time.</param>
/// <param name="progress">Told about the waiting.</param>
internal sealed class HttpdBalancerSide(IHaproxyBalancer balancer, TimeProvider clock, IProgress<OperationProgress> progress)
{
    // Somebody waits for Ctrl-C to take effect.
    private static readonly TimeSpan LastWords = TimeSpan.FromMilliseconds(700);

    private readonly Dictionary<string, List<HaproxyServer>> _serving = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, List<HaproxyServer>> _drained = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The servers that are a node, in any backend: those with its name, or, where none has it, those with its address.</summary>
    public static IReadOnlyList<HaproxyServer> ServersOf(HaproxySnapshot snapshot, InventoryNode node)
    {
        List<HaproxyServer> named = [.. snapshot.Servers.Where(s => s.Name.Equals(node.Name, StringComparison.OrdinalIgnoreCase))];
        return named.Count > 0 ? named : [.. snapshot.Servers.Where(s =>
            s.Address is { } address && HttpdHostText.Split(address).Host is { Length: > 0 } host && IsSame(host, node.Address))];
    }

    /// <summary>Looks which of the nodes' servers serve: those have to serve afterwards, too.</summary>
    /// <returns>What the user should know: nodes that no server is, and servers that are out already.</returns>
    /// <exception cref="HaproxyException">The balancer cannot be asked.</exception>
    public async Task<IReadOnlyList<string>> LookAsync(IReadOnlyList<InventoryNode> nodes, CancellationToken cancellationToken)
    {
        var snapshot = await balancer.ReadAsync(cancellationToken);
        var unknown = new List<string>();
        var drained = new List<HaproxyServer>();
        foreach (var node in nodes)
        {
            var servers = ServersOf(snapshot, node);
            _serving[node.Name] = [.. servers.Where(s => s.IsServing)];
            drained.AddRange(servers.Where(s => s.IsDraining));
            if (servers.Count == 0)
            {
                unknown.Add(node.Name);
            }
        }

        List<string> words = [];
        if (unknown.Count > 0)
        {
            words.Add($"The balancer has no server with the name or address of {string.Join(", ", unknown)}, so nothing is drained or looked at "
                + "there for them.");
        }

        // Perhaps on purpose, perhaps by a run that was killed: only a person can tell.
        if (drained.Count > 0)
        {
            words.Add($"{string.Join(", ", drained)} was drained before and stays so; Resume-HaproxyServer puts it back.");
        }

        return words;
    }

    /// <summary>Takes the nodes' servers out and waits until nobody is on them. One that somebody else has taken out stays as it is.</summary>
    /// <returns>For each node that could not be drained, why; its servers are back.</returns>
    /// <exception cref="HaproxyException">The balancer cannot be asked.</exception>
    public async Task<IReadOnlyDictionary<string, string>> DrainAsync(
        IReadOnlyList<string> nodes, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var snapshot = await balancer.ReadAsync(cancellationToken);
        var drain = new HaproxyRequest(HaproxyTargetState.Drain);
        var wanted = nodes.SelectMany(n => _serving[n].Select(s => (Node: n, Server: s))).ToList();
        var plan = HaproxyPlanner.Plan(snapshot, wanted.Select(w => (w.Server, drain)), force: false);
        for (var i = 0; i < plan.Count; i++)
        {
            if (plan[i].Refusal is null && !plan[i].Todo.IsEmpty)
            {
                DrainedOf(wanted[i].Node).Add(plan[i].Server);
            }
        }

        var outcomes = await new HaproxyRun(balancer, clock, progress).ChangeAsync(
            plan,
            _ => Task.FromResult(HaproxyConsent.Yes),
            new HaproxyWaitOptions(HaproxyGoal.Drained, timeout),
            cancellationToken);
        var failed = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < outcomes.Count; i++)
        {
            if (outcomes[i].Error is { } error)
            {
                failed[wanted[i].Node] = error.Kind == HaproxyErrorKind.LastServer
                    ? $"{wanted[i].Server} would leave backend {wanted[i].Server.Backend} without a server that serves, so nothing was "
                        + "changed. Bring another one back first, or use a smaller -BatchSize"
                    : error.Message;
            }
        }

        foreach (var node in failed.Keys)
        {
            await SetReadyAsync(node, cancellationToken);
        }

        return failed;
    }

    /// <summary>Puts a node's servers back, when we took them out, and waits until HAProxy sees serve what served before.</summary>
    /// <returns>Why they do not serve, or null.</returns>
    public async Task<string?> ServeAsync(string node, TimeSpan timeout, CancellationToken cancellationToken)
    {
        try
        {
            await SetReadyAsync(node, cancellationToken);
            var servers = _serving.GetValueOrDefault(node) ?? [];
            if (servers.Count == 0)
            {
                return null;
            }

            var outcomes = await new HaproxyWaiter(balancer, clock, progress).WaitAsync(
                new HaproxyWaitOptions(HaproxyGoal.Serving, timeout), [.. servers.Select(s => (s, new HaproxyRequest(null)))], cancellationToken);
            return outcomes.FirstOrDefault(o => o.Error is not null)?.Error?.Message;
        }
        catch (HaproxyException e)
        {
            return e.Message;
        }
    }

    /// <summary>The servers of a node that we took out and did not put back.</summary>
    public IReadOnlyList<HaproxyServer> DrainedServers(string node) => _drained.GetValueOrDefault(node) ?? [];

    /// <summary>Puts back what is still out, when a run ends early.</summary>
    /// <param name="exceptNodes">The nodes whose Apache is not known to live.</param>
    /// <returns>The servers that stay out.</returns>
    public async Task<IReadOnlyList<HaproxyServer>> EndAsync(IReadOnlySet<string> exceptNodes)
    {
        using var limit = new CancellationTokenSource(LastWords);
        foreach (var node in _drained.Keys.Where(n => !exceptNodes.Contains(n)).ToList())
        {
            try
            {
                await SetReadyAsync(node, limit.Token);
            }
            catch (Exception e) when (e is HaproxyException or NodeException or OperationCanceledException)
            {
                // It is named to the user, who can put it back.
            }
        }

        return [.. _drained.Values.SelectMany(s => s)];
    }

    private static bool IsSame(string host, string address) =>
        IPAddress.TryParse(host, out var a) && IPAddress.TryParse(address, out var b)
            ? a.Equals(b)
            : host.Equals(address, StringComparison.OrdinalIgnoreCase);

    private List<HaproxyServer> DrainedOf(string node)
    {
        if (!_drained.TryGetValue(node, out var servers))
        {
            _drained[node] = servers = [];
        }

        return servers;
    }

    private async Task SetReadyAsync(string node, CancellationToken cancellationToken)
    {
        var servers = _drained.GetValueOrDefault(node) ?? [];
        while (servers is [var server, ..])
        {
            await balancer.SetStateAsync(server, HaproxyTargetState.Ready, cancellationToken);
            servers.RemoveAt(0);
        }

        _drained.Remove(node);
    }
}
