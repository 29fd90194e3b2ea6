namespace Ultrafarma.Cluster.Nodes;

/// <summary>What became of one way to log in.</summary>
public enum NodeLoginOutcome
{
    /// <summary>It was not needed, or the server does not offer its method.</summary>
    NotTried,

    /// <summary>The server refused it.</summary>
    Refused,

    /// <summary>The server took it.</summary>
    Accepted,
}
