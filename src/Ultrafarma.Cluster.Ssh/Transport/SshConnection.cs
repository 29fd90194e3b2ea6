using System.Collections.Concurrent;
using Renci.SshNet;
using Renci.SshNet.Messages;
using Renci.SshNet.Messages.Connection;
using Ultrafarma.Cluster.Nodes;
using Ultrafarma.Cluster.Ssh.Jumps;

namespace Ultrafarma.Cluster.Ssh.Transport;

/// <summary>
/// One connection to one node, from TCP to its end. SSH.NET's session blocks the thread that connects and the threads that
/// send, so each connection has one thread of its own that does both: fifty nodes do not wait for the thread pool, which
/// starts with as few threads as the machine has cores. (Receiving has SSH.NET's own thread.)
/// </summary>
internal sealed class SshConnection
{
    private static readonly TimeSpan FarewellTimeout = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan KillTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan AbortPause = TimeSpan.FromMilliseconds(20);

    private readonly NodeEndpoint _endpoint;
    private readonly Session _session;
    private readonly Func<byte[], bool> _acceptHostKey;
    private readonly JumpTunnel? _tunnel;
    private readonly BlockingCollection<Outgoing> _outgoing = [];
    private readonly ConcurrentDictionary<uint, SshChannel> _channels = new();
    private readonly TaskCompletionSource _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _finished = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SemaphoreSlim _killing = new(1);
    private int _lastNumber;
    private long _lastHeard;
    private LoginStage? _abortedAt;
    private NodeException? _ended;
    private string[]? _offeredMethods;
    private volatile bool _aborted;
    private volatile bool _helloSeen;
    private volatile bool _hostKeyAccepted;

    /// <summary>Prepares a connection.</summary>
    /// <param name="endpoint">The node.</param>
    /// <param name="connectionInfo">Algorithms and login methods, for this connection alone.</param>
    /// <param name="acceptHostKey">Decides about the host key. The user's name is sent only after it said yes.</param>
    /// <param name="tunnel">What carries the connection, when it goes through another host; it is taken over.</param>
    public SshConnection(NodeEndpoint endpoint, ConnectionInfo connectionInfo, Func<byte[], bool> acceptHostKey, JumpTunnel? tunnel = null)
    {
        _endpoint = endpoint;
        _tunnel = tunnel;
        _acceptHostKey = acceptHostKey;
        _session = SshNetInternals.CreateSession(connectionInfo);
        _session.ServerIdentificationReceived += (_, _) => _helloSeen = true;
        _session.HostKeyReceived += (_, e) =>
        {
            e.CanTrust = !_aborted && _acceptHostKey(e.HostKey);
            _hostKeyAccepted |= e.CanTrust;
        };

        // The first refusal answers the question which methods there are.
        SshNetInternals.OnLoginFailure(_session, (_, e) => _offeredMethods ??= e.Message.AllowedAuthentications);
        _session.ErrorOccured += (_, e) => Fail(e.Exception.Message);
        _session.Disconnected += (_, _) => Fail("the ssh server ended it");
        Dispatch();
    }

    /// <summary>How far the connection has come, or had come when it was given up.</summary>
    public LoginStage Stage =>
        _abortedAt ??
        (_connected.Task.IsCompletedSuccessfully ? LoginStage.Ready
        : _hostKeyAccepted ? LoginStage.Login
        : _helloSeen ? LoginStage.KeyExchange
        : SshNetInternals.SocketOf(_session) is not null ? LoginStage.Hello
        : LoginStage.Tcp);

    /// <summary>The server's own name for itself; null until it has said it.</summary>
    public string? Server => _session.ServerVersion is { Length: > 0 } version ? PathText.Display(version) : null;

    /// <summary>The methods by which the server lets this user log in; empty until it was asked.</summary>
    public IReadOnlyList<string> OfferedMethods => [.. (_offeredMethods ?? []).Select(method => PathText.Display(method))];

    /// <summary>When a message last came from the peer: <see cref="Environment.TickCount64"/>.</summary>
    public long LastHeard => Volatile.Read(ref _lastHeard);

    /// <summary>True when the connection has ended.</summary>
    public bool HasEnded => Volatile.Read(ref _ended) is not null;

    /// <summary>Connects and logs in. Cancelling returns at once and closes the socket.</summary>
    public async Task ConnectAsync(CancellationToken cancellationToken)
    {
        var thread = new Thread(Run) { IsBackground = true, Name = "ssh " + _endpoint.Name };
        thread.Start();
        _tunnel?.Serve(() => SshNetInternals.SocketOf(_session));
        try
        {
            await _connected.Task.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            _abortedAt = Stage;
            _ = AbortAsync();
            throw;
        }
    }

    /// <summary>Makes a channel for one command.</summary>
    /// <exception cref="NodeException">The connection has ended.</exception>
    public SshChannel CreateChannel() => CreateChannel(new SessionChannelInfo());

    /// <summary>Makes a channel.</summary>
    /// <param name="kind">What it leads to.</param>
    /// <exception cref="NodeException">The connection has ended.</exception>
    public SshChannel CreateChannel(ChannelOpenInfo kind)
    {
        var channel = new SshChannel(this, (uint)Interlocked.Increment(ref _lastNumber), kind);
        _channels[channel.Number] = channel;

        // After the channel is listed: whoever ends the connection either sees it in the list, or is seen here.
        if (Volatile.Read(ref _ended) is { } ended)
        {
            channel.OnLost(ended);
            throw Lost(ended);
        }

        return channel;
    }

    /// <summary>Forgets a channel that is closed.</summary>
    public void Forget(SshChannel channel) => _channels.TryRemove(channel.Number, out _);

    /// <summary>Sends TERM to a process group on the node. Never throws: it is the last thing done for a command.</summary>
    public async Task KillAsync(int processGroup)
    {
        // One at a time: beside eight commands, OpenSSH's MaxSessions leaves room for two sessions.
        await _killing.WaitAsync();
        try
        {
            var channel = CreateChannel();
            await channel.StartAsync($"kill -TERM -{processGroup}", KillTimeout, CancellationToken.None);
            await channel.Closed.WaitAsync(KillTimeout);
        }
        catch (Exception e) when (e is NodeException or TimeoutException or OperationCanceledException)
        {
            // The connection is gone, or the node is busy; its timeout ends the command later.
        }
        finally
        {
            _killing.Release();
        }
    }

    /// <summary>Sends a message some time soon. Does not wait; on a connection that has ended it does nothing.</summary>
    public void Post(Message message) => TryQueue(new(message, null));

    /// <summary>Sends a message; done when the socket has taken it.</summary>
    public Task SendAsync(Message message)
    {
        var sent = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return TryQueue(new(message, sent)) ? sent.Task : Task.FromException(Lost(_ended!));
    }

    /// <summary>Ends the connection because it does not work any more.</summary>
    /// <param name="reason">What was seen, as the second half of a sentence about the connection.</param>
    public NodeException Fail(string reason)
    {
        End(Lost(_tunnel?.Failure ?? reason));
        return Lost(_ended!);
    }

    /// <summary>Says goodbye and ends the connection; returns in half a second also when nobody hears it.</summary>
    public async Task CloseAsync()
    {
        EndChannels(Lost("it was closed on this side"));
        if (await Task.WhenAny(_finished.Task, Task.Delay(FarewellTimeout)) != _finished.Task)
        {
            await AbortAsync();
        }
    }

    /// <summary>An error that says that the connection was lost.</summary>
    public NodeException Lost(string reason) => new(
        NodeErrorKind.ConnectionLost,
        _endpoint.Name,
        $"The connection to {_endpoint.Place} was lost: {PathText.Display(reason).TrimEnd('.')}. "
        + "What ran there may have ended or not: look before you repeat it.");

    /// <summary>An error that says that a command could not be started.</summary>
    public NodeException NotStarted(string reason, string hint) => new(
        NodeErrorKind.CommandFailed,
        _endpoint.Name,
        $"A command could not be started on {_endpoint.Name}: {reason}. {hint}.");

    private static NodeException Lost(NodeException ended) => new(ended.Kind, ended.NodeName, ended.Message, ended.InnerException);

    private void Run()
    {
        try
        {
            _session.Connect();
            if (_aborted || !_session.IsConnected)
            {
                throw Lost("it ended while logging in");
            }

            Heard();
            _connected.TrySetResult();
            SendUntilTheEnd();
        }
        catch (Exception e)
        {
            // Whatever it is, it is the answer for who waits for the connection.
            _connected.TrySetException(e);
            End(Lost(e.Message));
        }
        finally
        {
            DisposeSession();
            _ = FinishAsync();
        }
    }

    private async Task FinishAsync()
    {
        if (_tunnel is not null)
        {
            await _tunnel.DisposeAsync();
        }

        _finished.TrySetResult();
    }

    private void SendUntilTheEnd()
    {
        foreach (var item in _outgoing.GetConsumingEnumerable())
        {
            try
            {
                SshNetInternals.SendMessage(_session, item.Message);
                item.Sent?.TrySetResult();
            }
            catch (Exception e)
            {
                // A socket that broke, or a session that is being closed: either way the connection is over.
                item.Sent?.TrySetException(Fail(e.Message));
            }
        }
    }

    private bool TryQueue(Outgoing item)
    {
        try
        {
            _outgoing.Add(item);
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private void End(NodeException reason)
    {
        EndChannels(reason);

        // Not through the session: its locks may be held by a thread that waits for this very socket.
        SshNetInternals.SocketOf(_session)?.Dispose();
    }

    private void EndChannels(NodeException reason)
    {
        if (Interlocked.CompareExchange(ref _ended, reason, null) is not null)
        {
            return;
        }

        _outgoing.CompleteAdding();
        foreach (var channel in _channels.Values)
        {
            channel.OnLost(reason);
        }
    }

    private async Task AbortAsync()
    {
        _aborted = true;
        End(Lost("it was given up"));

        // The socket may not exist yet, or be about to: the thread ends for sure once it was closed under it.
        while (!_finished.Task.IsCompleted)
        {
            SshNetInternals.SocketOf(_session)?.Dispose();
            await Task.WhenAny(_finished.Task, Task.Delay(AbortPause));
        }
    }

    private void DisposeSession()
    {
        try
        {
            _session.Dispose();
        }
        catch (Exception)
        {
            // The socket was closed under it, or its receiving thread is in the middle of failing; all is over anyway.
        }

        _outgoing.Dispose();
    }

    private void Dispatch()
    {
        SshNetInternals.OnOpenConfirmation(_session, (_, e) => With(e.Message.LocalChannelNumber)?.OnOpened(e.Message));
        SshNetInternals.OnOpenFailure(_session, (_, e) => With(e.Message.LocalChannelNumber)?.OnRefused(e.Message));
        SshNetInternals.OnWindowAdjust(_session, (_, e) => With(e.Message.LocalChannelNumber)?.OnWindow(e.Message.BytesToAdd));
        SshNetInternals.OnData(_session, (_, e) =>
            With(e.Message.LocalChannelNumber)?.OnData(e.Message.Data.AsSpan(e.Message.Offset, e.Message.Size)));
        SshNetInternals.OnExtendedData(_session, (_, e) =>
            With(e.Message.LocalChannelNumber)?.OnExtendedData(e.Message.DataTypeCode, e.Message.Data));
        SshNetInternals.OnEof(_session, (_, e) => With(e.Message.LocalChannelNumber)?.OnEof());
        SshNetInternals.OnClose(_session, (_, e) => With(e.Message.LocalChannelNumber)?.OnClosed());
        SshNetInternals.OnRequest(_session, (_, e) => With(e.Message.LocalChannelNumber)?.OnRequest(e.Message));
        SshNetInternals.OnSuccess(_session, (_, e) => With(e.Message.LocalChannelNumber)?.OnReply(success: true));
        SshNetInternals.OnFailure(_session, (_, e) => With(e.Message.LocalChannelNumber)?.OnReply(success: false));
        SshNetInternals.OnGlobalSuccess(_session, (_, _) => Heard());
        SshNetInternals.OnGlobalFailure(_session, (_, _) => Heard());
    }

    /// <summary>The channel that a message is for; every message is also a sign of life.</summary>
    private SshChannel? With(uint number)
    {
        Heard();
        QuickAck.Send(SshNetInternals.SocketOf(_session));
        return _channels.GetValueOrDefault(number);
    }

    private void Heard() => Volatile.Write(ref _lastHeard, Environment.TickCount64);
}
