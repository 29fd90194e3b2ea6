namespace Ultrafarma.Cluster.Csync;

/// <summary>What a config says, one line a thing, so that a change can be held against what it was meant to do.</summary>
internal static class CsyncConfigSense
{
    public static string Of(CsyncGroup group, CsyncConfigHost host) => $"{Id(group)} host {host.Name}@{host.PeerName} {host.IsSlave}";

    public static string Of(CsyncGroup group, CsyncConfigPattern pattern) => $"{Id(group)} {pattern.Kind} {pattern.Pattern}";

    public static string Of(CsyncGroup group, CsyncConfigSetting setting) => $"{Id(group)} {setting}";

    public static IReadOnlyList<string> Of(CsyncConfig config) =>
    [
        .. config.Groups.SelectMany(g => g.Hosts.Select(h => Of(g, h))
            .Concat(g.Patterns.Select(p => Of(g, p)))
            .Concat(g.Settings.Select(s => Of(g, s)))
            .Concat(g.Actions.Select(a => $"{Id(g)} {string.Join('\n', a.Patterns)}\n\n{string.Join('\n', a.Commands)} {a.LogFile} {a.RunsLocally} {a.RunsOnlyLocally}"))
            .Append(Id(g))),
        .. config.Prefixes.Select(p => p.ToString()),
        .. config.Settings.Select(s => s.ToString()),
    ];

    /// <summary>True when the second differs from the first by the step alone.</summary>
    public static bool DiffersBy(CsyncConfig before, CsyncConfig after, CsyncConfigStep step)
    {
        var expected = Of(before).ToList();
        if (step.Removed is not null)
        {
            expected.Remove(step.Removed);
        }

        if (step.Added is not null)
        {
            expected.Add(step.Added);
        }

        return after.Problem is null
            && expected.Order(StringComparer.Ordinal).SequenceEqual(Of(after).Order(StringComparer.Ordinal), StringComparer.Ordinal);
    }

    private static string Id(CsyncGroup group) => $"group {group.Group}";
}
