using System.Diagnostics;

namespace Ultrafarma.Cluster.Nodes;

/// <summary>
/// What was seen while one connection was made. Whoever connects writes it, whoever asked for it reads it afterwards. What it holds
/// is fit to be shown: no secret is ever written into it.
/// </summary>
public sealed class ConnectionTrace
{
    private readonly Stopwatch _clock = new();

    /// <summary>How far the connection came.</summary>
    public NodeDoorStage Stage { get; private set; } = NodeDoorStage.Way;

    /// <summary>The server's own name for itself, such as <c>SSH-2.0-OpenSSH_9.2p1</c>; null when it gave none.</summary>
    public string? Server { get; set; }

    /// <summary>The host key that the server showed; null when it came to none.</summary>
    public NodeHostKey? HostKey { get; set; }

    /// <summary>The methods by which the server lets this user log in; empty when it was not asked.</summary>
    public IReadOnlyList<string> OfferedMethods { get; set; } = [];

    /// <summary>The ways to log in that there were, in the order in which they are tried.</summary>
    public IReadOnlyList<NodeLogin> Logins { get; set; } = [];

    /// <summary>The time that it took, without the hosts between.</summary>
    public TimeSpan Elapsed => _clock.Elapsed;

    /// <summary>The connection came so far, and the time runs from the first word on.</summary>
    public void Reach(NodeDoorStage stage)
    {
        Stage = stage;
        _clock.Start();
    }

    /// <summary>The connection stands, or was given up.</summary>
    public void End(NodeDoorStage stage)
    {
        Stage = stage;
        _clock.Stop();
    }
}
