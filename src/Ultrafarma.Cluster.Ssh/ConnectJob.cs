using System.Security.Cryptography;
using Renci.SshNet;
using Ultrafarma.Cluster.Nodes;
using Ultrafarma.Cluster.Ssh.HostKeys;
using Ultrafarma.Cluster.Ssh.Login;
using Ultrafarma.Cluster.Ssh.Transport;

namespace Ultrafarma.Cluster.Ssh;

/// <summary>The way to one node's shell: one try, and a second one when the server dropped the first.</summary>
internal sealed class ConnectJob
{
    private static readonly TimeSpan BeyondTheDeadline = TimeSpan.FromSeconds(5);

    private readonly NodeEndpoint _endpoint;
    private readonly ConnectionSettings _settings;
    private readonly NodeCredential _credential;
    private readonly PrivateKeyCache _keys;
    private readonly object _knownHostsGate;
    private LoginStage _stage;

    /// <summary>Creates the job.</summary>
    /// <param name="endpoint">The node.</param>
    /// <param name="settings">The time allowed, and the host key's policy.</param>
    /// <param name="credential">What to log in with.</param>
    /// <param name="keys">The keys read so far, for all nodes.</param>
    /// <param name="knownHostsGate">Held while known_hosts gets a line.</param>
    public ConnectJob(
        NodeEndpoint endpoint, ConnectionSettings settings, NodeCredential credential, PrivateKeyCache keys, object knownHostsGate)
    {
        _endpoint = endpoint;
        _settings = settings;
        _credential = credential;
        _keys = keys;
        _knownHostsGate = knownHostsGate;
    }

    /// <summary>Connects, in the time that the settings allow for all of it.</summary>
    public async Task<INodeShell> RunAsync(CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(_settings.ConnectTimeout);
        try
        {
            return await TryAsync(isLast: false, deadline.Token) ?? await TryAgainAsync(deadline.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw ConnectFailure.TimedOut(_endpoint, _settings.ConnectTimeout, _stage);
        }
    }

    private async Task<INodeShell> TryAgainAsync(CancellationToken cancellationToken)
    {
        // At random: connections that were dropped together shall not come back together.
        await Task.Delay(RandomNumberGenerator.GetInt32(100, 500), cancellationToken);
        return (await TryAsync(isLast: true, cancellationToken))!;
    }

    /// <summary>One try; null when the server dropped it before anything was decided, and there is another one.</summary>
    private async Task<INodeShell?> TryAsync(bool isLast, CancellationToken cancellationToken)
    {
        // Reading files and decrypting a key takes CPU, and the caller starts many of these in a row.
        var (info, verifier) = await Task.Run(Prepare, cancellationToken).WaitAsync(cancellationToken);
        var connection = new SshConnection(_endpoint, info, verifier.Accept);
        try
        {
            await connection.ConnectAsync(cancellationToken);
            return new SshNodeShell(_endpoint.Name, connection, _settings);
        }
        catch (OperationCanceledException)
        {
            _stage = connection.Stage;
            throw;
        }
        catch (Exception e)
        {
            _stage = connection.Stage;
            return verifier.Refusal is { } refusal ? throw refusal
                : !isLast && ConnectFailure.IsDroppedHello(e, _stage) ? null
                : throw ConnectFailure.From(_endpoint, _credential, e, _stage);
        }
    }

    private (ConnectionInfo Info, HostKeyVerifier Verifier) Prepare()
    {
        var verifier = new HostKeyVerifier(_endpoint, _settings, _knownHostsGate);
        var keys = LoginKeys.Of(_endpoint, _credential, _keys);
        var info = new ConnectionInfo(
            _endpoint.Address, _endpoint.Port, _endpoint.User, LoginMethods.Of(_endpoint, _credential, keys))
        {
            // SSH.NET takes this time for each step; the caller's token ends the whole, and ends it first: an end by SSH.NET
            // could not say how far it came.
            Timeout = _settings.ConnectTimeout + BeyondTheDeadline,
        };
        Algorithms.Prefer(info, verifier.KnownTypes);
        return (info, verifier);
    }
}
