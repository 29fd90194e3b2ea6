namespace Ultrafarma.Cluster.Nodes;

/// <summary>Opens a node's connection on first use, keeps it, and opens it anew once when it turns out to be dead.</summary>
internal sealed class ReconnectingShell : INodeShell
{
    private readonly Func<CancellationToken, Task<INodeShell>> _connect;
    private readonly SemaphoreSlim _gate = new(1);
    private INodeShell? _current;

    public ReconnectingShell(string nodeName, Func<CancellationToken, Task<INodeShell>> connect)
    {
        NodeName = nodeName;
        _connect = connect;
    }

    public string NodeName { get; }

    public bool IsConnected => _current is not null;

    public Task OpenAsync(CancellationToken cancellationToken) => GetAsync(null, cancellationToken);

    public Task<INodeProcess> StartAsync(NodeCommand command, CancellationToken cancellationToken) =>
        TryAsync(shell => shell.StartAsync(command, cancellationToken), cancellationToken);

    public Task<Stream> ConnectAsync(string socketPath, CancellationToken cancellationToken) =>
        TryAsync(shell => shell.ConnectAsync(socketPath, cancellationToken), cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (_current is not null)
        {
            await _current.DisposeAsync();
            _current = null;
        }

        _gate.Dispose();
    }

    private async Task<T> TryAsync<T>(Func<INodeShell, Task<T>> start, CancellationToken cancellationToken)
    {
        var (shell, isNew) = await GetAsync(null, cancellationToken);
        try
        {
            return await start(shell);
        }
        catch (NodeException e) when (e.Kind == NodeErrorKind.ConnectionLost && !isNew)
        {
            // It was idle and died unnoticed; nothing has started there, so a second try is safe.
            (shell, _) = await GetAsync(shell, cancellationToken);
            return await start(shell);
        }
    }

    private async Task<(INodeShell Shell, bool IsNew)> GetAsync(INodeShell? dead, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_current is not null && ReferenceEquals(_current, dead))
            {
                _current = null;
                await dead.DisposeAsync();
            }

            if (_current is not null)
            {
                return (_current, false);
            }

            _current = await _connect(cancellationToken);
            return (_current, true);
        }
        finally
        {
            _gate.Release();
        }
    }
}
