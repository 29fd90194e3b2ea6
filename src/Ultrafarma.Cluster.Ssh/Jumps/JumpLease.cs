using Ultrafarma.Cluster.Nodes;
using Ultrafarma.Cluster.Ssh.Transport;

namespace Ultrafarma.Cluster.Ssh.Jumps;

/// <summary>A part in the connection to a jump host; given back when disposed.</summary>
internal sealed class JumpLease : IAsyncDisposable
{
    private readonly JumpPool _pool;
    private readonly SharedJump _jump;
    private int _returned;

    /// <summary>Takes over a part that the pool has counted.</summary>
    public JumpLease(JumpPool pool, SharedJump jump, SshConnection connection)
    {
        _pool = pool;
        _jump = jump;
        Connection = connection;
    }

    /// <summary>The connection.</summary>
    public SshConnection Connection { get; }

    /// <summary>The jump host.</summary>
    public NodeEndpoint Host => _jump.Route.Endpoint;

    /// <summary>Another part in the same connection, for somebody who may keep it longer.</summary>
    public JumpLease Share()
    {
        _pool.Add(_jump);
        return new JumpLease(_pool, _jump, Connection);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _returned, 1) == 0)
        {
            await _pool.ReleaseAsync(_jump);
        }
    }
}
