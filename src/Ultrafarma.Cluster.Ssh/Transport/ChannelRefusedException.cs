using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Ssh.Transport;

/// <summary>The peer does not open a channel.</summary>
/// <param name="reason">The reason's number (RFC 4254, 5.1).</param>
/// <param name="description">The peer's words.</param>
internal sealed class ChannelRefusedException(uint reason, string description)
    : IOException($"The ssh server did not connect to it ({PathText.Display(description)}).")
{
    private const uint AdministrativelyProhibited = 1;

    /// <summary>True when the server does not want to, false when it could not.</summary>
    public bool IsForbidden => reason == AdministrativelyProhibited;

    /// <summary>The peer's words, fit to be shown.</summary>
    public string Words { get; } = PathText.Display(description);
}
