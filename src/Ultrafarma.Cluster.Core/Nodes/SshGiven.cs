namespace Ultrafarma.Cluster.Nodes;

/// <summary>The keys of an inventory's Ssh section that stand in the file, where an ssh_config may have its own value.</summary>
[Flags]
internal enum SshGiven
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>User.</summary>
    User = 1,

    /// <summary>Port.</summary>
    Port = 2,

    /// <summary>ConnectTimeoutSeconds.</summary>
    ConnectTimeout = 4,

    /// <summary>KeepAliveSeconds.</summary>
    KeepAlive = 8,
}
