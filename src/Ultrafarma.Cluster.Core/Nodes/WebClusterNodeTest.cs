namespace Ultrafarma.Cluster.Nodes;

/// <summary>Whether a node, or a host on the way to one, can be reached: which door was tried, what answered, and what to do.</summary>
public sealed record WebClusterNodeTest
{
    /// <summary>Its name in the inventory; a host on the way has the name that ProxyJump gives it.</summary>
    public required string Node { get; init; }

    /// <summary>The host name or IP address that was tried; null for this machine itself.</summary>
    public string? Address { get; init; }

    /// <summary>The port that was tried; null for this machine itself.</summary>
    public int? Port { get; init; }

    /// <summary>The user that was to be logged in.</summary>
    public required string User { get; init; }

    /// <summary>True when a command ran there; for a host on the way, when it let us in.</summary>
    public required bool Reached { get; init; }

    /// <summary>How far it came.</summary>
    public required NodeDoorStage Stage { get; init; }

    /// <summary>The hosts on the way, the nearest first.</summary>
    public IReadOnlyList<WebClusterNodeTest> Jumps { get; init; } = [];

    /// <summary>The server's own name for itself, such as <c>SSH-2.0-OpenSSH_9.2p1</c>.</summary>
    public string? Server { get; init; }

    /// <summary>The host key that it showed, and how it stands to known_hosts.</summary>
    public NodeHostKey? HostKey { get; init; }

    /// <summary>The methods by which the server lets this user log in, as it says; empty when it was not asked.</summary>
    public IReadOnlyList<string> OfferedMethods { get; init; } = [];

    /// <summary>The ways to log in that there were, in the order in which they are tried, and what became of each.</summary>
    public IReadOnlyList<NodeLogin> Logins { get; init; } = [];

    /// <summary>What let us in, or null.</summary>
    public NodeLogin? Login => Logins.LastOrDefault(login => login.Outcome == NodeLoginOutcome.Accepted);

    /// <summary>The time that all of it took; for a host on the way, without those before it.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>Why it was not reached, or null.</summary>
    public string? Error { get; init; }

    /// <summary>What to do, or null when it was reached.</summary>
    public string? Fix { get; init; }
}
