namespace Ultrafarma.Cluster.Httpd;

/// <summary>How a node runs its services.</summary>
public enum HttpdDaemonKind
{
    /// <summary>A script in <c>/etc/init.d</c>.</summary>
    SysV,

    /// <summary>A unit of systemd.</summary>
    Systemd,
}
