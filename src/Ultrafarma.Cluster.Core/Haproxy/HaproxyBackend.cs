namespace Ultrafarma.Cluster.Haproxy;

/// <summary>One backend with its servers.</summary>
public sealed partial record HaproxyBackend : HaproxyServing
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its servers, in the configuration's order.</summary>
    public required IReadOnlyList<HaproxyServer> Servers { get; init; }

    /// <summary>How it chooses a server, as in <c>roundrobin</c>; null where the stats page does not show it.</summary>
    public string? Algorithm { get; init; }

    /// <summary>Servers that HAProxy counts as in use, backup servers left out.</summary>
    public long? ActiveServers { get; init; }

    /// <summary>Backup servers that HAProxy counts as in use.</summary>
    public long? BackupServers { get; init; }

    /// <summary>HTTP requests in the last second; only newer versions tell.</summary>
    public long? RequestRate { get; init; }

    /// <summary>Servers that get new sessions.</summary>
    public int ServersServing => Servers.Count(s => s.IsServing);

    /// <summary>Servers whose checks fail. Those in maintenance do not count.</summary>
    public int ServersDown =>
        Servers.Count(s => s.OperationalState is HaproxyOperationalState.Down or HaproxyOperationalState.GoingUp && !s.IsInMaintenance);

    /// <summary>Servers that are drained.</summary>
    public int ServersDraining => Servers.Count(s => s.IsDraining);

    /// <summary>Servers in maintenance.</summary>
    public int ServersInMaintenance => Servers.Count(s => s.IsInMaintenance);

    /// <inheritdoc/>
    public override string ToString() => Name;
}
