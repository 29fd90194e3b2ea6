using System.Net.Sockets;
using Renci.SshNet.Common;
using Renci.SshNet.Messages.Transport;
using Ultrafarma.Cluster.Nodes;
using Ultrafarma.Cluster.Ssh.Transport;

namespace Ultrafarma.Cluster.Ssh;

/// <summary>Turns what went wrong while connecting into the error that helps.</summary>
internal static class ConnectFailure
{
    /// <summary>
    /// True when the server hung up before anything was decided: an sshd that is busy (MaxStartups) drops new connections
    /// at random, and a second try is welcome.
    /// </summary>
    public static bool IsDroppedHello(Exception error, LoginStage stage) =>
        stage < LoginStage.Login && error switch
        {
            SshConnectionException e => e.DisconnectReason == DisconnectReason.ConnectionLost,
            SocketException e => e.SocketErrorCode is SocketError.ConnectionReset or SocketError.ConnectionAborted or SocketError.Shutdown,
            _ => false,
        };

    /// <summary>The time for connecting is over.</summary>
    public static NodeException TimedOut(NodeEndpoint endpoint, TimeSpan time, LoginStage stage)
    {
        var what = stage switch
        {
            LoginStage.Tcp => "nothing answers there. Check the address, that the node is up, and firewalls between.",
            LoginStage.Hello => "something listens there, but it does not speak ssh. Check the port, and whether sshd hangs.",
            LoginStage.KeyExchange => "its ssh server answered, but the keys were not exchanged. The node may be overloaded, or the link loses large packets (MTU).",
            _ => "its ssh server did not finish the login. Look at its name service (UseDNS, PAM, LDAP) and its load.",
        };
        return Unreachable(endpoint, $"within {time.TotalSeconds:0.#} s: {what} ConnectTimeoutSeconds in the inventory allows more time");
    }

    /// <summary>Maps an exception of SSH.NET or of the socket.</summary>
    public static NodeException From(NodeEndpoint endpoint, NodeCredential credential, Exception error, LoginStage stage) => error switch
    {
        NodeException e => e,
        SshAuthenticationException => LoginRefused(endpoint, credential, error),
        SshConnectionException { DisconnectReason: not DisconnectReason.ConnectionLost } when stage == LoginStage.Login =>
            LoginRefused(endpoint, credential, error),
        SocketException { SocketErrorCode: SocketError.ConnectionRefused } e => Unreachable(endpoint,
            ": nothing listens on that port. Check the port, and that sshd runs on the node", e),
        SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain } e => Unreachable(endpoint,
            ": the name is not known here. Check the address in the inventory, DNS and /etc/hosts", e),
        _ when IsDroppedHello(error, stage) => Unreachable(endpoint,
            ": it closed the connection twice before the host key was known. sshd may be overloaded (MaxStartups) or refuse this address; its log says so", error),
        _ => Unreachable(endpoint, $": {Words(error)}. Check the address and port, and the node's sshd", error),
    };

    private static NodeException LoginRefused(NodeEndpoint endpoint, NodeCredential credential, Exception error)
    {
        var agent = credential.AgentSocket is null ? "" : "; 'ssh-add -l' lists the agent's keys, which were tried too";
        var tried = (credential.KeyFile, credential.Password) switch
        {
            (not null, not null) => $"Check that authorized_keys of this user lists the public half of {credential.KeyFile}, and the password",
            (not null, null) => $"Check that authorized_keys of this user lists the public half of {credential.KeyFile}",
            (null, null) => "Check that authorized_keys of this user lists one of the ssh agent's keys",
            _ => "Check the password, and that sshd allows it (PasswordAuthentication, PermitRootLogin)",
        };
        return new(
            NodeErrorKind.AuthenticationFailed,
            endpoint.Name,
            $"{endpoint.Place} did not let the user '{PathText.Display(endpoint.User)}' in: {Words(error)}. {tried}{agent}.",
            error);
    }

    private static NodeException Unreachable(NodeEndpoint endpoint, string rest, Exception? cause = null) => new(
        NodeErrorKind.Unreachable,
        endpoint.Name,
        $"{endpoint.Place} could not be reached{(rest[0] == ':' ? "" : " ")}{rest}.",
        cause);

    private static string Words(Exception error) => PathText.Display(error.Message).TrimEnd('.');
}
