namespace Ultrafarma.Cluster.Ssh.Transport;

/// <summary>How far a connection has come.</summary>
internal enum LoginStage
{
    /// <summary>TCP.</summary>
    Tcp,

    /// <summary>TCP stands; the server has not said what it is.</summary>
    Hello,

    /// <summary>The keys are being exchanged.</summary>
    KeyExchange,

    /// <summary>The host key is trusted; the user logs in.</summary>
    Login,

    /// <summary>Logged in.</summary>
    Ready,
}
