using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Ssh.HostKeys;

/// <summary>Decides whether one connection's host key is trusted.</summary>
internal sealed class HostKeyVerifier
{
    private readonly NodeEndpoint _endpoint;
    private readonly ConnectionSettings _settings;
    private readonly HostNames _names;
    private readonly object _appending;
    private KnownHosts _known;
    private HostKey? _accepted;

    /// <summary>Reads known_hosts.</summary>
    /// <param name="endpoint">The node.</param>
    /// <param name="settings">The file and the policy.</param>
    /// <param name="appending">Held while a key is added, so that nodes that are connected side by side take turns.</param>
    /// <exception cref="NodeException">The file cannot be read.</exception>
    public HostKeyVerifier(NodeEndpoint endpoint, ConnectionSettings settings, object appending)
    {
        _endpoint = endpoint;
        _settings = settings;
        _appending = appending;
        _names = HostNames.Of(endpoint);
        _known = Read();
    }

    /// <summary>Why the key was refused; null as long as none was.</summary>
    public NodeException? Refusal { get; private set; }

    /// <summary>The key types to ask the host for first.</summary>
    public IReadOnlyList<string> KnownTypes => _known.KeyTypes(_names);

    /// <summary>Decides about the key that the host proved to hold. Called again whenever keys are exchanged anew.</summary>
    public bool Accept(byte[] blob)
    {
        if (HostKey.TryRead(blob) is not { } key)
        {
            Refusal = HostKeyMessages.Malformed(_endpoint);
            return false;
        }

        if (_accepted is not null)
        {
            return _accepted.Is(key);
        }

        Refusal = Judge(key);
        _accepted = Refusal is null ? key : null;
        return Refusal is null;
    }

    private NodeException? Judge(HostKey key)
    {
        var check = _known.Check(_names, key);
        return check.State switch
        {
            HostKeyState.Trusted => null,
            HostKeyState.Changed => HostKeyMessages.Changed(_endpoint, key, _settings.KnownHostsFile, check.Line!),
            HostKeyState.Revoked => HostKeyMessages.Revoked(_endpoint, key, _settings.KnownHostsFile, check.Line!),
            _ when _settings.HostKeyPolicy == HostKeyPolicy.AcceptNew => Remember(key),
            _ => HostKeyMessages.Unknown(_endpoint, key, _settings.KnownHostsFile),
        };
    }

    private NodeException? Remember(HostKey key)
    {
        lock (_appending)
        {
            try
            {
                // The file may have got a line for this host since it was read: then that line decides.
                _known = Read();
                if (_known.Check(_names, key).State != HostKeyState.Unknown)
                {
                    return Judge(key);
                }

                KnownHostsFile.Append(
                    _settings.KnownHostsFile,
                    $"{HostNames.ToWrite(_endpoint)} {key.Type} {Convert.ToBase64String(key.Blob)}");
                return null;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return HostKeyMessages.NotAdded(_endpoint, key, _settings.KnownHostsFile, e);
            }
            catch (NodeException e)
            {
                return e;
            }
        }
    }

    private KnownHosts Read()
    {
        try
        {
            return KnownHosts.Read(_settings.KnownHostsFile);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw HostKeyMessages.Unreadable(_endpoint, _settings.KnownHostsFile, e);
        }
    }
}
