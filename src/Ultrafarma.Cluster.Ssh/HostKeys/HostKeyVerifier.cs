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
    private HostCertificate? _certificate;

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

    /// <summary>The key that the host showed, and how it stands to known_hosts; null as long as it showed none.</summary>
    public NodeHostKey? Seen { get; private set; }

    /// <summary>The key types to ask the host for first.</summary>
    public IReadOnlyList<string> KnownTypes => _known.KeyTypes(_names);

    /// <summary>True when known_hosts lists an authority for the host, which shall be asked for a certificate.</summary>
    public bool WantsCertificate => _known.AuthorityOf(_names) is not null;

    /// <summary>Takes the certificate that a host shows, and gives the key in it; <see cref="Accept"/> decides about both.</summary>
    /// <exception cref="NodeException">It is in no form that is known.</exception>
    public byte[] TakeCertificate(byte[] blob)
    {
        _certificate = HostCertificate.TryRead(blob);
        if (_certificate is null)
        {
            throw HostKeyMessages.Malformed(_endpoint);
        }

        return _certificate.Key.Blob;
    }

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

        var certificate = _certificate?.Key.Is(key) == true ? _certificate : null;
        var verdict = Judge(key, certificate);
        Refusal = verdict.Refusal;
        Seen = new NodeHostKey(PathText.Display(key.Type), key.Fingerprint, verdict.Standing, _settings.KnownHostsFile, verdict.Line?.Number);
        _accepted = Refusal is null ? key : null;
        return Refusal is null;
    }

    private Verdict Judge(HostKey key, HostCertificate? certificate)
    {
        var file = _settings.KnownHostsFile;
        var check = _known.Check(_names, key, certificate);
        var authority = certificate is null ? null : _known.AuthorityOf(_names, certificate);
        var problem = authority is null ? null : CertificateCheck.ProblemOf(certificate!, _names.Bare, DateTimeOffset.UtcNow);
        return check.State switch
        {
            HostKeyState.Trusted => new(HostKeyStanding.Listed, check.Line),
            HostKeyState.Revoked => new(HostKeyStanding.Revoked, check.Line, HostKeyMessages.Revoked(_endpoint, key, file, check.Line!)),
            _ when authority is not null && problem is null => new(HostKeyStanding.Certified, authority),

            // Also under AcceptNew: somebody meant to vouch for this host, and has to know that it does not work.
            _ when authority is not null =>
                new(HostKeyStanding.NotCertified, authority, HostKeyMessages.Certificate(_endpoint, certificate!, file, authority, problem!)),
            HostKeyState.Unknown when certificate is not null && _known.AuthorityOf(_names) is { } other =>
                new(HostKeyStanding.NotCertified, other, HostKeyMessages.Authority(_endpoint, certificate, file, other)),
            HostKeyState.Changed => new(HostKeyStanding.Changed, check.Line, HostKeyMessages.Changed(_endpoint, key, file, check.Line!)),
            _ when _settings.HostKeyPolicy == HostKeyPolicy.AcceptNew => Remember(key),
            _ => new(HostKeyStanding.Unknown, null, HostKeyMessages.Unknown(_endpoint, key, file, _known.AuthorityOf(_names))),
        };
    }

    private Verdict Remember(HostKey key)
    {
        lock (_appending)
        {
            try
            {
                // The file may have got a line for this host since it was read: then that line decides.
                _known = Read();
                if (_known.Check(_names, key).State != HostKeyState.Unknown)
                {
                    return Judge(key, null);
                }

                KnownHostsFile.Append(
                    _settings.KnownHostsFile,
                    $"{HostNames.ToWrite(_endpoint)} {key.Type} {Convert.ToBase64String(key.Blob)}");
                return new(HostKeyStanding.Added, null);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return new(HostKeyStanding.NotAdded, null, HostKeyMessages.NotAdded(_endpoint, key, _settings.KnownHostsFile, e));
            }
            catch (NodeException e)
            {
                return new(HostKeyStanding.NotAdded, null, e);
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

    private sealed record Verdict(HostKeyStanding Standing, KnownHostsLine? Line, NodeException? Refusal = null);
}
