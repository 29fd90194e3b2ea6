namespace Ultrafarma.Cluster.Csync;

/// <summary>Everything that a node says about its config and about what that names.</summary>
/// <param name="Node">The node.</param>
/// <param name="Config">What the config says.</param>
internal sealed record CsyncNodeLook(string Node, CsyncConfig Config)
{
    /// <summary>The machine's own name, in small letters as csync2 takes it.</summary>
    public string Host { get; init; } = "";

    /// <summary>The file that switches csync2 off; null when it is not there.</summary>
    public string? LockFile { get; init; }

    /// <summary>csync2's words for refusing the config; null when it takes it.</summary>
    public string? Refusal { get; init; }

    /// <summary>Why csync2 could not be asked; null when it could.</summary>
    public string? NotAsked { get; init; }

    /// <summary>The keys' files, as the config names them.</summary>
    public Dictionary<string, CsyncKeyLook> Keys { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether the peers' names can be resolved there.</summary>
    public Dictionary<string, bool> Names { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether these are folders there.</summary>
    public Dictionary<string, bool> Folders { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether the peers' csync2 answers when it is asked from there.</summary>
    public Dictionary<string, bool> Servers { get; } = new(StringComparer.Ordinal);

    /// <summary>By how much its clock is ahead of ours.</summary>
    public TimeSpan ClockOffset { get; init; }

    /// <summary>By how much that may be wrong, because the answer takes its time.</summary>
    public TimeSpan ClockDoubt { get; init; }

    /// <summary>The groups that this host is in: csync2 passes over the others there.</summary>
    public IEnumerable<CsyncGroup> OwnGroups => Config.Groups.Where(g => g.Hosts.Any(h => h.Name == Host));
}
