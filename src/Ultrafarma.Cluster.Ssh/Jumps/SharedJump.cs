using Ultrafarma.Cluster.Nodes;
using Ultrafarma.Cluster.Ssh.Transport;

namespace Ultrafarma.Cluster.Ssh.Jumps;

/// <summary>One connection to a jump host, from the first one who wants it to the last.</summary>
internal sealed class SharedJump : IAsyncDisposable
{
    private readonly CancellationTokenSource _unwanted = new();
    private KeepAlive? _keepAlive;

    /// <summary>Begins to connect.</summary>
    public SharedJump(NodeRoute route, Func<NodeRoute, CancellationToken, Task<SshConnection>> connect)
    {
        Route = route;
        Connection = ConnectAsync(connect);

        // Everybody who waited may have been cancelled: that must not be reported as an exception nobody saw.
        _ = Connection.ContinueWith(static task => task.Exception, TaskScheduler.Default);
    }

    /// <summary>The way to the host.</summary>
    public NodeRoute Route { get; }

    /// <summary>The connection.</summary>
    public Task<SshConnection> Connection { get; }

    /// <summary>How many hold it or wait for it. The pool's lock guards it.</summary>
    public int Users { get; set; }

    /// <summary>True when it cannot be used any more.</summary>
    public bool IsOver => Connection.IsFaulted || Connection.IsCanceled || (Connection.IsCompleted && Connection.Result.HasEnded);

    /// <summary>Ends it, also while it is being made.</summary>
    public async ValueTask DisposeAsync()
    {
        await _unwanted.CancelAsync();
        try
        {
            var connection = await Connection;
            _keepAlive?.Dispose();
            await connection.CloseAsync();
        }
        catch (Exception e) when (e is NodeException or OperationCanceledException)
        {
            // There was none: whoever waited for it was told why.
        }

        _unwanted.Dispose();
    }

    private async Task<SshConnection> ConnectAsync(Func<NodeRoute, CancellationToken, Task<SshConnection>> connect)
    {
        // Whoever asks holds the pool's lock.
        await Task.Yield();
        var connection = await connect(Route, _unwanted.Token);
        if (Route.Settings.KeepAlive > TimeSpan.Zero)
        {
            _keepAlive = new KeepAlive(connection, Route.Settings.KeepAlive);
        }

        return connection;
    }
}
