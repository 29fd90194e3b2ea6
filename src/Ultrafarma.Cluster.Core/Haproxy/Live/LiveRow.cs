namespace Ultrafarma.Cluster.Haproxy.Live;

/// <summary>One line of the table.</summary>
/// <param name="Server">The server as it was seen last.</param>
/// <param name="History">Its rates.</param>
internal sealed record LiveRow(HaproxyServer Server, LiveHistory History)
{
    /// <summary>What the server is known by.</summary>
    public LiveServerId Id => LiveServerId.Of(Server);

    /// <summary>What its state means.</summary>
    public LiveTone Tone =>
        Server.IsInMaintenance ? LiveTone.Maintenance
        : Server.OperationalState == HaproxyOperationalState.Down ? LiveTone.Down
        : Server.IsDraining ? LiveTone.Drain
        : Server.OperationalState switch
        {
            HaproxyOperationalState.GoingDown or HaproxyOperationalState.GoingUp or HaproxyOperationalState.NoLoadBalancing => LiveTone.Unsteady,
            HaproxyOperationalState.Up => LiveTone.Good,
            _ => LiveTone.Unchecked,
        };

    /// <summary>The status as it is shown: HAProxy's own, and that it is drained where HAProxy does not say so.</summary>
    public string Status =>
        Server.IsDraining && !Server.IsInMaintenance && !Server.Status.StartsWith("DRAIN", StringComparison.Ordinal)
            ? Server.Status + " drain"
            : Server.Status;
}
