using Ultrafarma.Cluster.Nodes;
using Ultrafarma.Cluster.Ssh.Transport;

namespace Ultrafarma.Cluster.Ssh.Jumps;

/// <summary>The connections to jump hosts: one for all that go through the same host, closed when the last one has left.</summary>
internal sealed class JumpPool
{
    private readonly Func<NodeRoute, CancellationToken, Task<SshConnection>> _connect;
    private readonly object _gate = new();
    private readonly Dictionary<NodeRoute, SharedJump> _jumps = new(ReferenceEqualityComparer.Instance);

    /// <summary>Creates an empty pool.</summary>
    /// <param name="connect">Connects to a host, through those before it.</param>
    public JumpPool(Func<NodeRoute, CancellationToken, Task<SshConnection>> connect) => _connect = connect;

    /// <summary>Takes part in the connection to a host, which is opened unless it is there.</summary>
    /// <exception cref="NodeException">The host could not be reached.</exception>
    public async Task<JumpLease> TakeAsync(NodeRoute route, CancellationToken cancellationToken)
    {
        SharedJump jump;
        lock (_gate)
        {
            if (!_jumps.TryGetValue(route, out jump!) || jump.IsOver)
            {
                _jumps[route] = jump = new SharedJump(route, _connect);
            }

            jump.Users++;
        }

        try
        {
            return new JumpLease(this, jump, await jump.Connection.WaitAsync(cancellationToken));
        }
        catch
        {
            await ReleaseAsync(jump);
            throw;
        }
    }

    /// <summary>One more takes part in a connection that somebody holds.</summary>
    public void Add(SharedJump jump)
    {
        lock (_gate)
        {
            jump.Users++;
        }
    }

    /// <summary>One leaves; with the last one the connection ends.</summary>
    public async Task ReleaseAsync(SharedJump jump)
    {
        lock (_gate)
        {
            if (--jump.Users > 0)
            {
                return;
            }

            if (_jumps.TryGetValue(jump.Route, out var current) && ReferenceEquals(current, jump))
            {
                _jumps.Remove(jump.Route);
            }
        }

        await jump.DisposeAsync();
    }
}
