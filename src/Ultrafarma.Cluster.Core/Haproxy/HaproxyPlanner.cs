using System.Globalization;

namespace Ultrafarma.Cluster.Haproxy;

/// <summary>Decides what becomes of servers, and what would leave a backend without one. Pure: it only looks at one look's data.</summary>
internal static class HaproxyPlanner
{
    /// <summary>Makes the plan. Each step counts on those before it.</summary>
    /// <param name="snapshot">The balancer as it is.</param>
    /// <param name="wanted">Which server becomes what, in order.</param>
    /// <param name="force">True to take the last server out as well.</param>
    public static IReadOnlyList<HaproxyChange> Plan(
        HaproxySnapshot snapshot, IEnumerable<(HaproxyServer Server, HaproxyRequest Request)> wanted, bool force)
    {
        // Of two servers with one name, which old configurations may have, HAProxy means the first.
        var now = snapshot.Servers.DistinctBy(s => (s.Backend, s.Name)).ToDictionary(s => (s.Backend, s.Name));
        var plan = new List<HaproxyChange>();
        foreach (var (given, request) in wanted)
        {
            if (!now.TryGetValue((given.Backend, given.Name), out var server))
            {
                plan.Add(new HaproxyChange(given, request, request, "", HaproxyFailure.ServerNotFound(given.Source, given.ToString())));
                continue;
            }

            var step = Step(server, now.Values, request, force);
            plan.Add(step);
            if (step.Refusal is null)
            {
                now[(server.Backend, server.Name)] = request.ApplyTo(server);
                foreach (var follower in Followers(server, now.Values).ToList())
                {
                    now[(follower.Backend, follower.Name)] = Follow(follower, request.State);
                }
            }
        }

        return plan;
    }

    private static HaproxyChange Step(HaproxyServer server, IReadOnlyCollection<HaproxyServer> all, HaproxyRequest request, bool force)
    {
        var todo = request.Remaining(server);

        // Whoever follows its checks follows it out as well, in whatever backend; a weight is followed by nobody.
        List<HaproxyServer> leaving = [server, .. todo.State is null ? [] : Followers(server, all)];
        leaving = todo.TakesOut(server) ? [.. leaving.Where(s => s.IsServing)] : [];
        var bare = leaving.Select(s => s.Backend).Distinct().FirstOrDefault(backend => IsBare(backend, leaving, all));
        var refusal = bare is not null && !force ? HaproxyFailure.LastServer(server, bare, WhatIsLeft(bare, leaving, all))
            : request.State == HaproxyTargetState.Ready && Inherits(server) ? HaproxyFailure.ServerInherits(server)
            : null;
        return new HaproxyChange(server, request, todo, Consequence(server, todo, leaving, all), refusal, force);
    }

    // A backup server serves only when no other is left: where it is the only one, the site runs on its reserve.
    private static bool IsBare(string backend, List<HaproxyServer> leaving, IEnumerable<HaproxyServer> all)
    {
        var left = all.Where(s => s.Backend == backend && s.IsServing && !leaving.Contains(s)).ToList();
        return left.Count == 0 || left.TrueForAll(s => s.IsBackup) && leaving.Exists(s => s.Backend == backend && !s.IsBackup);
    }

    private static IEnumerable<HaproxyServer> Followers(HaproxyServer server, IReadOnlyCollection<HaproxyServer> all)
    {
        var found = new HashSet<string>(StringComparer.Ordinal) { server.ToString() };
        for (var before = 0; before != found.Count;)
        {
            before = found.Count;
            found.UnionWith(all.Where(s => s.Tracked is { } tracked && found.Contains(tracked)).Select(s => s.ToString()));
        }

        return all.Where(s => found.Contains(s.ToString()) && (s.Backend, s.Name) != (server.Backend, server.Name));
    }

    private static HaproxyServer Follow(HaproxyServer follower, HaproxyTargetState? state) => state switch
    {
        HaproxyTargetState.Maint => follower with { Status = "MAINT (via)", OperationalState = HaproxyOperationalState.Stopped, AdminState = HaproxyAdminState.InheritedMaint },
        HaproxyTargetState.Drain => follower with { Status = "DRAIN", AdminState = HaproxyAdminState.InheritedDrain },
        _ => follower,
    };

    private static string Consequence(HaproxyServer server, HaproxyRequest todo, List<HaproxyServer> leaving, IReadOnlyCollection<HaproxyServer> all)
    {
        var weight = todo.Weight is null || server.UserWeight is null ? "" : string.Create(CultureInfo.InvariantCulture, $", weight {server.UserWeight}");
        var now = $"{todo} (now {server.Status}{weight}";
        if (leaving.Count == 0)
        {
            return now + ")";
        }

        var mine = all.Where(s => s.Backend == server.Backend).ToList();
        var serving = mine.Count(s => s.IsServing && !leaving.Contains(s));
        var followers = leaving.Where(s => s != server).Select(s => s.ToString()).ToList();
        return string.Create(CultureInfo.InvariantCulture,
            $"{now}, {server.SessionsCurrent ?? 0} sessions; {serving} of {mine.Count} servers of {server.Backend} keep serving")
            + (followers.Count == 0 ? ")" : $"; {string.Join(", ", followers)} follow it)");
    }

    // Its own flags are clear: nothing that can be set here would bring it back.
    private static bool Inherits(HaproxyServer server) =>
        server.AdminState is { } admin
        && (admin & (HaproxyAdminState.InheritedMaint | HaproxyAdminState.InheritedDrain)) != 0
        && (admin & (HaproxyAdminState.ForcedMaint | HaproxyAdminState.ForcedDrain)) == 0;

    private static string WhatIsLeft(string backend, List<HaproxyServer> leaving, IEnumerable<HaproxyServer> all)
    {
        var others = all.Where(s => s.Backend == backend && !leaving.Contains(s)).ToList();
        var reserve = others.Where(s => s.IsServing).Select(s => s.Name).ToList();
        return reserve.Count > 0 ? "only its backup would serve: " + string.Join(", ", reserve)
            : others.Count == 0 ? "there is none"
            : "none would serve of " + string.Join(", ", others.GroupBy(s => s.Status).Select(g =>
                string.Create(CultureInfo.InvariantCulture, $"{g.Count()} {(g.Key.Length == 0 ? "unknown" : g.Key)}")));
    }
}
