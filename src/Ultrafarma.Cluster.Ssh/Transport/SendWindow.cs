namespace Ultrafarma.Cluster.Ssh.Transport;

/// <summary>How much the peer is ready to take on one channel (RFC 4254, 5.2).</summary>
internal sealed class SendWindow
{
    private readonly object _gate = new();
    private long _available;
    private Exception? _closed;
    private TaskCompletionSource _changed = NewSignal();

    /// <summary>The peer takes more.</summary>
    public void Add(uint count) => Change(() => _available += count);

    /// <summary>The peer takes nothing any more; the first reason counts.</summary>
    public void Close(Exception reason) => Change(() => _closed ??= reason);

    /// <summary>Throws the reason when the window is closed.</summary>
    public void ThrowIfClosed()
    {
        lock (_gate)
        {
            if (_closed is not null)
            {
                throw _closed;
            }
        }
    }

    /// <summary>Waits for room and takes up to <paramref name="wanted"/> bytes of it.</summary>
    public async ValueTask<int> TakeAsync(int wanted, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                ThrowIfClosed();
                if (_available > 0)
                {
                    var count = (int)Math.Min(wanted, _available);
                    _available -= count;
                    return count;
                }

                changed = _changed.Task;
            }

            await changed.WaitAsync(cancellationToken);
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Change(Action change)
    {
        TaskCompletionSource changed;
        lock (_gate)
        {
            change();
            changed = _changed;
            _changed = NewSignal();
        }

        changed.SetResult();
    }
}
