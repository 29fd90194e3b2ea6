namespace Ultrafarma.Cluster.Httpd;

/// <summary>Who tells how an Apache does.</summary>
public enum HttpdStatusSource
{
    /// <summary>Apache itself, by mod_status.</summary>
    ModStatus,

    /// <summary>The node, by Apache's process and its program: the numbers of requests and workers are not known.</summary>
    Process,
}
