namespace Ultrafarma.Cluster.Nodes;

/// <summary>How far one came on the way into a node.</summary>
public enum NodeDoorStage
{
    /// <summary>To a host between, and no further.</summary>
    Way,

    /// <summary>Its address was tried: TCP.</summary>
    Connection,

    /// <summary>Something listens there; it has not said that it is an ssh server.</summary>
    Hello,

    /// <summary>An ssh server answered; its host key is not trusted, or was not exchanged.</summary>
    HostKey,

    /// <summary>The host key is trusted; the user is not let in.</summary>
    Login,

    /// <summary>The user is in; a command does not run.</summary>
    Command,

    /// <summary>A command ran.</summary>
    Reached,
}
