using System.Net;
using System.Security.Cryptography;
using Renci.SshNet;
using Ultrafarma.Cluster.Nodes;
using Ultrafarma.Cluster.Ssh.HostKeys;
using Ultrafarma.Cluster.Ssh.Jumps;
using Ultrafarma.Cluster.Ssh.Login;
using Ultrafarma.Cluster.Ssh.Transport;

namespace Ultrafarma.Cluster.Ssh;

/// <summary>The way to one host: one try, and a second one when the server dropped the first.</summary>
internal sealed class ConnectJob
{
    private static readonly TimeSpan BeyondTheDeadline = TimeSpan.FromSeconds(5);

    private readonly NodeEndpoint _endpoint;
    private readonly ConnectionSettings _settings;
    private readonly NodeCredential _credential;
    private readonly PrivateKeyCache _keys;
    private readonly object _knownHostsGate;
    private readonly JumpPool _jumps;
    private LoginWatch? _watch;
    private LoginStage _stage;

    /// <summary>Creates the job.</summary>
    /// <param name="route">Where to, how, and with what to log in.</param>
    /// <param name="keys">The keys read so far, for all nodes.</param>
    /// <param name="knownHostsGate">Held while known_hosts gets a line.</param>
    /// <param name="jumps">The connections to hosts between.</param>
    public ConnectJob(NodeRoute route, PrivateKeyCache keys, object knownHostsGate, JumpPool jumps)
    {
        _endpoint = route.Endpoint;
        _settings = route.Settings;
        _credential = route.Credential;
        _keys = keys;
        _knownHostsGate = knownHostsGate;
        _jumps = jumps;
    }

    /// <summary>Connects, in the time that the settings allow for all of it. A host between has a time of its own before that.</summary>
    public async Task<SshConnection> RunAsync(CancellationToken cancellationToken)
    {
        await using var jump = await TakeJumpAsync(cancellationToken);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(_settings.ConnectTimeout);
        _settings.Trace?.Reach(NodeDoorStage.Connection);
        try
        {
            return await TryAsync(jump, isLast: false, deadline.Token) ?? await TryAgainAsync(jump, deadline.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw ConnectFailure.TimedOut(_endpoint, _settings.ConnectTimeout, _stage);
        }
    }

    private async Task<JumpLease?> TakeJumpAsync(CancellationToken cancellationToken)
    {
        if (_settings.Jump is not { } route)
        {
            return null;
        }

        try
        {
            return await _jumps.TakeAsync(route, cancellationToken);
        }
        catch (NodeException e)
        {
            throw JumpFailure.Behind(_endpoint, route.Endpoint, e);
        }
    }

    private async Task<SshConnection> TryAgainAsync(JumpLease? jump, CancellationToken cancellationToken)
    {
        // At random: connections that were dropped together shall not come back together.
        await Task.Delay(RandomNumberGenerator.GetInt32(100, 500), cancellationToken);
        return (await TryAsync(jump, isLast: true, cancellationToken))!;
    }

    /// <summary>One try; null when the server dropped it before anything was decided, and there is another one.</summary>
    private async Task<SshConnection?> TryAsync(JumpLease? jump, bool isLast, CancellationToken cancellationToken)
    {
        // Reading files and decrypting a key takes CPU, and the caller starts many of these in a row.
        var (methods, verifier) = await Task.Run(Prepare, cancellationToken).WaitAsync(cancellationToken);
        var tunnel = jump is null ? null : await JumpTunnel.OpenAsync(jump, _endpoint, cancellationToken);
        var connection = new SshConnection(_endpoint, Info(tunnel, methods, verifier), verifier.Accept, tunnel);
        try
        {
            await connection.ConnectAsync(cancellationToken);
            Note(connection, verifier);
            return connection;
        }
        catch (OperationCanceledException)
        {
            Note(connection, verifier);
            throw;
        }
        catch (Exception e)
        {
            Note(connection, verifier);
            return verifier.Refusal is { } refusal ? throw refusal
                : !isLast && ConnectFailure.IsDroppedHello(e, _stage) ? null
                : throw ConnectFailure.From(_endpoint, _credential, e, _stage);
        }
    }

    private void Note(SshConnection connection, HostKeyVerifier verifier)
    {
        _stage = connection.Stage;
        if (_settings.Trace is { } trace)
        {
            trace.Server = connection.Server;
            trace.HostKey = verifier.Seen;
            trace.OfferedMethods = connection.OfferedMethods;
            trace.Logins = _watch!.Ways;
            trace.End(_stage switch
            {
                LoginStage.Tcp => NodeDoorStage.Connection,
                LoginStage.Hello => NodeDoorStage.Hello,
                LoginStage.KeyExchange => NodeDoorStage.HostKey,
                LoginStage.Login => NodeDoorStage.Login,
                _ => NodeDoorStage.Reached,
            });
        }
    }

    private (AuthenticationMethod[] Methods, HostKeyVerifier Verifier) Prepare()
    {
        _watch = _settings.Trace is null ? null : new LoginWatch();
        var verifier = new HostKeyVerifier(_endpoint, _settings, _knownHostsGate);
        var keys = LoginKeys.Of(_endpoint, _credential, _keys);
        return (LoginMethods.Of(_endpoint, _credential, keys, _watch), verifier);
    }

    private ConnectionInfo Info(JumpTunnel? tunnel, AuthenticationMethod[] methods, HostKeyVerifier verifier)
    {
        var (address, port) = tunnel is null ? (_endpoint.Address, _endpoint.Port) : (IPAddress.Loopback.ToString(), tunnel.Port);
        var info = new ConnectionInfo(address, port, _endpoint.User, methods)
        {
            // SSH.NET takes this time for each step; the caller's token ends the whole, and ends it first: an end by SSH.NET
            // could not say how far it came.
            Timeout = _settings.ConnectTimeout + BeyondTheDeadline,
        };
        Algorithms.Prefer(info, verifier.KnownTypes, verifier.WantsCertificate ? verifier.TakeCertificate : null);
        return info;
    }
}
