namespace Ultrafarma.Cluster.Httpd;

/// <summary>What became of a service on a node.</summary>
public enum HttpdDaemonAction
{
    /// <summary>It was there already, or was not there to be removed: nothing was written.</summary>
    Unchanged,

    /// <summary>It is there now.</summary>
    Installed,

    /// <summary>It was there with other files or another program, and has these now.</summary>
    Updated,

    /// <summary>It is gone, and nothing of it is left.</summary>
    Removed,
}
