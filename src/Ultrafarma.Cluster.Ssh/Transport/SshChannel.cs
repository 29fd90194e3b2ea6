using System.Buffers.Binary;
using System.Text;
using Renci.SshNet.Messages;
using Renci.SshNet.Messages.Connection;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Ssh.Transport;

/// <summary>
/// One command's channel (RFC 4254, 5 and 6), or one to a socket that the node can reach. The <c>On…</c> methods are called on the connection's receiving thread and
/// never wait; what they have to say to the peer goes through the connection's sending thread.
/// </summary>
internal sealed class SshChannel
{
    // OpenSSH's own numbers: enough for 100 MB/s at 20 ms, and no more than 2 MiB is held for a reader that is slow.
    private const int WindowSize = 2 * 1024 * 1024;
    private const int PacketSize = 64 * 1024;
    private const int WindowReturn = WindowSize / 4;
    private const uint StandardError = 1;
    private const int OpenAttempts = 6;

    private static readonly TimeSpan ProcessIdTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan OpenPause = TimeSpan.FromMilliseconds(20);

    private readonly SshConnection _connection;
    private readonly ChannelOpenInfo _kind;
    private readonly TaskCompletionSource _opened = NewSignal();
    private readonly TaskCompletionSource _accepted = NewSignal();
    private readonly TaskCompletionSource _closed = NewSignal();
    private readonly TaskCompletionSource<int> _exitCode = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SendWindow _sendWindow = new();
    private readonly ProcessIdLine _processId = new();
    private readonly object _gate = new();
    private uint? _remoteNumber;
    private int _remotePacketSize;
    private int _consumed;
    private int _refusals;
    private bool _execSent;
    private bool _stopped;
    private bool _closeSent;
    private bool _eofSent;

    /// <summary>Creates a channel that is not open yet.</summary>
    /// <param name="connection">The connection that it is part of.</param>
    /// <param name="number">Its number on our side.</param>
    /// <param name="kind">What it leads to.</param>
    public SshChannel(SshConnection connection, uint number, ChannelOpenInfo kind)
    {
        _connection = connection;
        _kind = kind;
        Number = number;
        Input = new ChannelInput(this);
        Output = new ChannelOutput(Consumed);
        ErrorOutput = new ChannelOutput(Consumed);

        // A caller may never ask how the command ended: that must not be reported as an exception nobody saw.
        _ = _exitCode.Task.ContinueWith(static task => task.Exception, TaskScheduler.Default);
        _ = _accepted.Task.ContinueWith(static task => task.Exception, TaskScheduler.Default);
        _ = _opened.Task.ContinueWith(static task => task.Exception, TaskScheduler.Default);
    }

    /// <summary>The channel's number on our side.</summary>
    public uint Number { get; }

    /// <summary>The command's standard input.</summary>
    public ChannelInput Input { get; }

    /// <summary>The command's standard output.</summary>
    public ChannelOutput Output { get; }

    /// <summary>The command's standard error.</summary>
    public ChannelOutput ErrorOutput { get; }

    /// <summary>The command's exit status.</summary>
    public Task<int> ExitCode => _exitCode.Task;

    /// <summary>Done when the peer has closed the channel, or the connection has ended: it counts no longer as a session.</summary>
    public Task Closed => _closed.Task;

    /// <summary>Opens the channel and starts the command.</summary>
    /// <param name="commandLine">The line for the user's login shell.</param>
    /// <param name="answerTimeout">A peer that does not answer for so long is dead, whatever the socket says.</param>
    /// <param name="cancellationToken">Ends the waiting; a command that starts nevertheless is ended.</param>
    public async Task StartAsync(string commandLine, TimeSpan answerTimeout, CancellationToken cancellationToken)
    {
        await OpenAsync(answerTimeout, cancellationToken);
        try
        {
            _execSent = true;
            PostUnlessClosed(remote => new ChannelRequestMessage(remote, new ExecRequest(_processId.Prepend(commandLine))));
            await _accepted.Task.WaitAsync(cancellationToken);
        }
        catch
        {
            _ = StopAsync();
            throw;
        }
    }

    /// <summary>Opens the channel to what its kind says.</summary>
    /// <param name="answerTimeout">A peer that does not answer for so long is dead, whatever the socket says.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task OpenAsync(TimeSpan answerTimeout, CancellationToken cancellationToken)
    {
        PostOpen();
        try
        {
            await _opened.Task.WaitAsync(answerTimeout, cancellationToken);
        }
        catch (TimeoutException)
        {
            throw _connection.Fail($"it did not answer for {answerTimeout.TotalSeconds:0.#} s");
        }
        catch
        {
            _ = StopAsync();
            throw;
        }
    }

    /// <summary>Sends the first part of <paramref name="data"/>, as much as the peer takes at once.</summary>
    /// <returns>The count of bytes sent.</returns>
    /// <exception cref="IOException">The command reads no more.</exception>
    /// <exception cref="NodeException">The connection was lost.</exception>
    public async ValueTask<int> SendDataAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        var count = await _sendWindow.TakeAsync(Math.Min(data.Length, _remotePacketSize), cancellationToken);

        // A copy: when the caller cancels, its buffer is its own again while the message may still wait to be sent.
        var packet = data[..count].ToArray();
        Task sent;
        lock (_gate)
        {
            if (_closeSent || _eofSent)
            {
                throw InputClosed();
            }

            sent = _connection.SendAsync(new ChannelDataMessage(_remoteNumber!.Value, packet));
        }

        await sent.WaitAsync(cancellationToken);
        return count;
    }

    /// <summary>Tells the command that its input ends.</summary>
    public void SendEof()
    {
        lock (_gate)
        {
            if (_eofSent || _closeSent || _remoteNumber is null)
            {
                return;
            }

            _eofSent = true;
            _connection.Post(new ChannelEofMessage(_remoteNumber.Value));
        }
    }

    /// <summary>Ends a command that still runs and closes the channel; done when the peer has closed it, too.</summary>
    public async Task StopAsync()
    {
        lock (_gate)
        {
            if (_stopped)
            {
                return;
            }

            _stopped = true;
        }

        _sendWindow.Close(InputClosed());
        Output.Discard();
        ErrorOutput.Discard();
        if (_execSent && !_exitCode.Task.IsCompleted)
        {
            await TerminateAsync();
        }

        PostClose();
        await _closed.Task;
    }

    /// <summary>The peer opened the channel.</summary>
    public void OnOpened(ChannelOpenConfirmationMessage message)
    {
        lock (_gate)
        {
            _remoteNumber = message.RemoteChannelNumber;
            _remotePacketSize = (int)Math.Min(message.MaximumPacketSize, PacketSize);
        }

        if (_stopped)
        {
            PostClose();
        }

        _sendWindow.Add(message.InitialWindowSize);
        _opened.TrySetResult();
    }

    /// <summary>The peer does not open the channel.</summary>
    public void OnRefused(ChannelOpenFailureMessage message)
    {
        if (_kind is not SessionChannelInfo)
        {
            _opened.TrySetException(new ChannelRefusedException(message.ReasonCode, message.Description));
            Finish();
            return;
        }

        if (++_refusals < OpenAttempts)
        {
            _ = OpenAgainAsync();
            return;
        }

        _opened.TrySetException(_connection.NotStarted(
            $"the ssh server opened no session for it ({PathText.Display(message.Description)})",
            "See MaxSessions in its sshd_config, and whether other programs use the same connection"));
        Finish();
    }

    /// <summary>The peer starts the command, or does not.</summary>
    public void OnReply(bool success)
    {
        if (success)
        {
            _accepted.TrySetResult();
        }
        else
        {
            _accepted.TrySetException(_connection.NotStarted(
                "the ssh server does not run commands for this user",
                "See the user's login shell, and ForceCommand and 'command=' in sshd_config and authorized_keys"));
            _processId.Rest();
        }
    }

    /// <summary>The peer takes more input.</summary>
    public void OnWindow(uint count) => _sendWindow.Add(count);

    /// <summary>The command wrote to standard output.</summary>
    public void OnData(ReadOnlySpan<byte> data) => Output.Add(data);

    /// <summary>The command wrote to standard error.</summary>
    public void OnExtendedData(uint type, byte[] data)
    {
        if (type == StandardError)
        {
            AddError(_processId.Filter(data), data.Length);
        }
        else
        {
            Consumed(data.Length);
        }
    }

    /// <summary>The command writes no more.</summary>
    public void OnEof()
    {
        AddError(_processId.Rest(), 0);
        Output.Complete();
        ErrorOutput.Complete();
    }

    /// <summary>The peer tells how the command ended, or that it reads no more.</summary>
    public void OnRequest(ChannelRequestMessage message)
    {
        var data = message.RequestData.AsSpan();
        var wantsReply = data.Length > 0 && data[0] != 0;
        var body = data.Length > 0 ? data[1..] : data;
        switch (message.RequestName)
        {
            case "exit-status" when body.Length >= sizeof(uint):
                _exitCode.TrySetResult((int)BinaryPrimitives.ReadUInt32BigEndian(body));
                break;
            case "exit-signal" when body.Length >= sizeof(uint):
                var length = (int)Math.Min(BinaryPrimitives.ReadUInt32BigEndian(body), (uint)(body.Length - sizeof(uint)));
                _exitCode.TrySetResult(ExitSignals.ToExitCode(Encoding.ASCII.GetString(body.Slice(sizeof(uint), length))));
                break;
            case "eow@openssh.com":
                _sendWindow.Close(InputClosed());
                break;
            default:
                if (wantsReply)
                {
                    PostUnlessClosed(remote => new ChannelFailureMessage(remote));
                }

                break;
        }
    }

    /// <summary>The peer closed the channel.</summary>
    public void OnClosed()
    {
        PostClose();
        OnEof();
        if (_stopped)
        {
            _exitCode.TrySetCanceled();
        }

        var unknown = _connection.Lost("it closed the command's session without saying how the command ended");
        _exitCode.TrySetException(unknown);
        _accepted.TrySetException(unknown);
        Finish();
    }

    /// <summary>The connection ended.</summary>
    public void OnLost(NodeException reason)
    {
        _opened.TrySetException(reason);
        _accepted.TrySetException(reason);
        _exitCode.TrySetException(reason);
        _sendWindow.Close(reason);
        AddError(_processId.Rest(), 0);
        Output.Complete(reason);
        ErrorOutput.Complete(reason);
        Finish();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static IOException InputClosed() => new("The command on the node ended, or reads no more of its input.");

    private void Finish()
    {
        _sendWindow.Close(InputClosed());
        _connection.Forget(this);
        _closed.TrySetResult();
    }

    /// <summary>TERM to the command's process group; <c>timeout</c>, which leads it, kills what is left two seconds later.</summary>
    private async Task TerminateAsync()
    {
        PostUnlessClosed(remote => new ChannelRequestMessage(remote, new SignalRequest("TERM")));
        var id = await _processId.IdAsync(ProcessIdTimeout);
        if (id > 1 && !_exitCode.Task.IsCompleted)
        {
            await _connection.KillAsync(id);
        }
    }

    /// <summary>What was taken out, and what is held back for now, is as good as read.</summary>
    private void AddError(ReadOnlySpan<byte> data, int received)
    {
        ErrorOutput.Add(data);
        if (received != data.Length)
        {
            Consumed(received - data.Length);
        }
    }

    /// <summary>
    /// sshd frees the places of closed sessions (MaxSessions) only after it has handled all packets that came together: an
    /// open right behind some closes may be refused although there is room.
    /// </summary>
    private async Task OpenAgainAsync()
    {
        await Task.Delay(OpenPause * _refusals);
        if (_stopped)
        {
            Finish();
        }
        else
        {
            PostOpen();
        }
    }

    private void PostOpen() =>
        _connection.Post(new ChannelOpenMessage(Number, WindowSize, PacketSize, _kind));

    private void PostClose()
    {
        lock (_gate)
        {
            if (!_closeSent && _remoteNumber is { } remote)
            {
                _closeSent = true;
                _connection.Post(new ChannelCloseMessage(remote));
            }
        }
    }

    /// <summary>Gives the peer room to send as much as was read, in few large steps.</summary>
    private void Consumed(int count)
    {
        if (Interlocked.Add(ref _consumed, count) < WindowReturn)
        {
            return;
        }

        var room = Interlocked.Exchange(ref _consumed, 0);
        if (room > 0)
        {
            PostUnlessClosed(remote => new ChannelWindowAdjustMessage(remote, (uint)room));
        }
    }

    /// <summary>OpenSSH ends the whole connection when a message names a channel that both sides have closed.</summary>
    private void PostUnlessClosed(Func<uint, Message> message)
    {
        lock (_gate)
        {
            if (!_closeSent && _remoteNumber is { } remote)
            {
                _connection.Post(message(remote));
            }
        }
    }
}
