using Renci.SshNet.Messages;

namespace Ultrafarma.Cluster.Ssh.Transport;

/// <summary>A message that waits to be sent.</summary>
/// <param name="Message">The message.</param>
/// <param name="Sent">Told when the socket has taken it; null when nobody waits for that.</param>
internal sealed record Outgoing(Message Message, TaskCompletionSource? Sent);
