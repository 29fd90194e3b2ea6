using System.Net.Sockets;

namespace Ultrafarma.Cluster.Nodes;

/// <summary>Says why a Unix socket on a node could not be opened.</summary>
public static class NodeSocket
{
    private const string Look = """
        if [ ! -e "$1" ]; then echo missing; elif [ ! -S "$1" ]; then echo other
        elif [ ! -w "$1" ]; then echo denied; else echo there; fi
        """;

    /// <summary>Asks the node, since an ssh server gives no reason.</summary>
    /// <param name="shell">The node.</param>
    /// <param name="socketPath">The socket.</param>
    /// <param name="refusal">What the ssh server said.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public static async Task<NodeException> ExplainSocketAsync(
        this INodeShell shell, string socketPath, Exception refusal, CancellationToken cancellationToken)
    {
        var look = await shell.RunCheckedAsync(new NodeCommand(Look, socketPath), "looking at a socket", cancellationToken);
        return look.OutputText.Trim() switch
        {
            "missing" => Missing(shell.NodeName, socketPath, refusal),
            "other" => NotASocket(shell.NodeName, socketPath, refusal),
            "denied" => Denied(shell.NodeName, socketPath, refusal),
            _ => new NodeException(NodeErrorKind.CommandFailed, shell.NodeName,
                $"{shell.NodeName}: nothing could be connected to {socketPath}. Either no program listens there, or the ssh server forbids it: "
                + "see AllowStreamLocalForwarding and DisableForwarding in its sshd_config.", refusal),
        };
    }

    /// <summary>Makes the error of a socket on this machine.</summary>
    internal static NodeException Failure(string nodeName, string socketPath, Exception error) => error switch
    {
        SocketException { SocketErrorCode: SocketError.AccessDenied } => Denied(nodeName, socketPath, error),
        SocketException { SocketErrorCode: SocketError.ConnectionRefused } => new NodeException(NodeErrorKind.Unreachable, nodeName,
            $"{nodeName}: no program listens at {socketPath}. Is the service running?", error),
        _ when !File.Exists(socketPath) => Missing(nodeName, socketPath, error),
        _ => NotASocket(nodeName, socketPath, error),
    };

    private static NodeException Missing(string nodeName, string socketPath, Exception error) => new(NodeErrorKind.Unreachable, nodeName,
        $"{nodeName}: there is no socket {PathText.Display(socketPath)}. Is the service running, and is this the path in its configuration?", error);

    private static NodeException NotASocket(string nodeName, string socketPath, Exception error) => new(NodeErrorKind.CommandFailed, nodeName,
        $"{nodeName}: {PathText.Display(socketPath)} could not be opened as a socket. Compare the path with the service's configuration.", error);

    private static NodeException Denied(string nodeName, string socketPath, Exception error) => new(NodeErrorKind.PermissionDenied, nodeName,
        $"{nodeName}: this user may not open {PathText.Display(socketPath)}. Connect as a user that may, or see the socket's mode and group.", error);
}
