namespace Ultrafarma.Cluster.Tests.Examples;

/// <summary>Parts of the lab that examples change.</summary>
[Flags]
internal enum Parts
{
    None = 0,

    /// <summary>The memory of the balancer: a reload makes it new.</summary>
    Balancer = 1,

    /// <summary>The nodes: the lab is reset, and with it the balancer.</summary>
    Nodes = 2,
}
