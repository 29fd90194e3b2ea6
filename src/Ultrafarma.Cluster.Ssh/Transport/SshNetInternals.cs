using System.Net.Sockets;
using System.Reflection;
using System.Runtime.CompilerServices;
using Renci.SshNet;
using Renci.SshNet.Messages;
using Renci.SshNet.Messages.Authentication;
using Renci.SshNet.Messages.Connection;

namespace Ultrafarma.Cluster.Ssh.Transport;

/// <summary>
/// The only place that reaches below SSH.NET's public surface. Its transport (key exchange, ciphers, login) is good and is
/// used as it is; its channels are not fit for us: their receive window is 2 GiB however slow the reader is, every read,
/// write and open blocks a thread, an input that was never written to gets no end of file, and a write to a cut link holds
/// the locks that closing needs. RFC 4254's session channel is small, so <see cref="SshChannel"/> speaks it itself over
/// the messages that SSH.NET carries.
/// </summary>
/// <remarks>
/// The package's version is pinned and shipped with the module in its own load context, so these members cannot move under
/// us; every test that connects fails when an upgrade of the package moves one.
/// </remarks>
internal static class SshNetInternals
{
    /// <summary>Makes an unconnected session: what SshClient holds inside and does not show while it connects.</summary>
    public static Session CreateSession(ConnectionInfo connectionInfo)
    {
        var assembly = typeof(Session).Assembly;
        var services = Activator.CreateInstance(assembly.GetType("Renci.SshNet.ServiceFactory", throwOnError: true)!, nonPublic: true);
        var sockets = Activator.CreateInstance(assembly.GetType("Renci.SshNet.Connection.SocketFactory", throwOnError: true)!, nonPublic: true);
        return (Session)Activator.CreateInstance(
            typeof(Session), BindingFlags.Instance | BindingFlags.NonPublic, null, [connectionInfo, services, sockets], null)!;
    }

    /// <summary>A global request that the peer must answer, if only with a refusal.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Constructor)]
    public static extern GlobalRequestMessage GlobalRequest(byte[] requestName, bool wantReply);

    /// <summary>Encrypts a message and writes it to the socket; blocks while the socket's buffer is full.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "SendMessage")]
    public static extern void SendMessage(Session session, Message message);

    /// <summary>The socket; null before TCP is connected and after the session closed it.</summary>
    public static Socket? SocketOf(Session session) => SocketField(session);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "add_UserAuthenticationFailureReceived")]
    public static extern void OnLoginFailure(Session session, EventHandler<MessageEventArgs<FailureMessage>> handler);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "add_ChannelOpenConfirmationReceived")]
    public static extern void OnOpenConfirmation(Session session, EventHandler<MessageEventArgs<ChannelOpenConfirmationMessage>> handler);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "add_ChannelOpenFailureReceived")]
    public static extern void OnOpenFailure(Session session, EventHandler<MessageEventArgs<ChannelOpenFailureMessage>> handler);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "add_ChannelWindowAdjustReceived")]
    public static extern void OnWindowAdjust(Session session, EventHandler<MessageEventArgs<ChannelWindowAdjustMessage>> handler);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "add_ChannelDataReceived")]
    public static extern void OnData(Session session, EventHandler<MessageEventArgs<ChannelDataMessage>> handler);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "add_ChannelExtendedDataReceived")]
    public static extern void OnExtendedData(Session session, EventHandler<MessageEventArgs<ChannelExtendedDataMessage>> handler);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "add_ChannelEofReceived")]
    public static extern void OnEof(Session session, EventHandler<MessageEventArgs<ChannelEofMessage>> handler);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "add_ChannelCloseReceived")]
    public static extern void OnClose(Session session, EventHandler<MessageEventArgs<ChannelCloseMessage>> handler);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "add_ChannelRequestReceived")]
    public static extern void OnRequest(Session session, EventHandler<MessageEventArgs<ChannelRequestMessage>> handler);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "add_ChannelSuccessReceived")]
    public static extern void OnSuccess(Session session, EventHandler<MessageEventArgs<ChannelSuccessMessage>> handler);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "add_ChannelFailureReceived")]
    public static extern void OnFailure(Session session, EventHandler<MessageEventArgs<ChannelFailureMessage>> handler);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "add_RequestSuccessReceived")]
    public static extern void OnGlobalSuccess(Session session, EventHandler<MessageEventArgs<RequestSuccessMessage>> handler);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "add_RequestFailureReceived")]
    public static extern void OnGlobalFailure(Session session, EventHandler<MessageEventArgs<RequestFailureMessage>> handler);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_socket")]
    private static extern ref Socket? SocketField(Session session);
}
