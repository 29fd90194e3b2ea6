namespace Ultrafarma.Cluster.Ssh.HostKeys;

/// <summary>A known_hosts file, read once.</summary>
internal sealed class KnownHosts
{
    private readonly IReadOnlyList<KnownHostsLine> _lines;

    private KnownHosts(IReadOnlyList<KnownHostsLine> lines) => _lines = lines;

    /// <summary>Reads the text of a file, line by line.</summary>
    public static KnownHosts Parse(IEnumerable<string> lines) =>
        new([.. lines.Select((text, index) => KnownHostsLine.TryParse(text, index + 1)).OfType<KnownHostsLine>()]);

    /// <summary>Reads a file; one that does not exist lists nothing.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static KnownHosts Read(string path) => Parse(KnownHostsFile.ReadLines(path));

    /// <summary>The types of the keys that are listed for a host, so that the host can be asked for one of them.</summary>
    public IReadOnlyList<string> KeyTypes(HostNames names)
    {
        var exact = Listed(names.Exact);
        var lines = exact.Count > 0 ? exact : Listed(names.WithoutPort);
        return [.. lines.Select(line => line.Key.Type).Distinct()];
    }

    /// <summary>The first authority that is listed for a host; null when none is.</summary>
    public KnownHostsLine? AuthorityOf(HostNames names) => Authorities(names).FirstOrDefault();

    /// <summary>The line that lists a certificate's authority for a host; null when none does.</summary>
    public KnownHostsLine? AuthorityOf(HostNames names, HostCertificate certificate) =>
        Authorities(names).FirstOrDefault(line => line.Key.Is(certificate.Authority));

    /// <summary>Looks up the key that a host offers.</summary>
    /// <param name="names">The host's names.</param>
    /// <param name="offered">The key.</param>
    /// <param name="certificate">The key's certificate, when the host showed one: its authority may be revoked.</param>
    public HostKeyCheck Check(HostNames names, HostKey offered, HostCertificate? certificate = null)
    {
        var revoked = Marked(KnownHostsMark.Revoked, names)
            .FirstOrDefault(line => line.Key.Is(offered) || (certificate is not null && line.Key.Is(certificate.Authority)));
        if (revoked is not null)
        {
            return new(HostKeyState.Revoked, revoked);
        }

        var listed = Listed(names.Exact);
        var same = listed.FirstOrDefault(line => line.Key.Is(offered));
        if (same is not null)
        {
            return new(HostKeyState.Trusted, same);
        }

        if (listed.Count > 0)
        {
            return new(HostKeyState.Changed, listed.FirstOrDefault(line => line.Key.Type == offered.Type) ?? listed[0]);
        }

        // Another key under the bare name proves nothing here: it may belong to another server on port 22.
        same = Listed(names.WithoutPort).FirstOrDefault(line => line.Key.Is(offered));
        return new(same is null ? HostKeyState.Unknown : HostKeyState.Trusted, same);
    }

    private List<KnownHostsLine> Listed(IReadOnlyList<string> names) =>
        [.. _lines.Where(line => line.Mark == KnownHostsMark.None && About(line, names))];

    // An authority that is kept from one of a host's names is not let in by another one.
    private IEnumerable<KnownHostsLine> Authorities(HostNames names) => Marked(KnownHostsMark.Authority, names)
        .Where(line => !names.Exact.Concat(names.WithoutPort).Any(line.Hosts.Excludes));

    private IEnumerable<KnownHostsLine> Marked(KnownHostsMark mark, HostNames names) =>
        _lines.Where(line => line.Mark == mark && (About(line, names.Exact) || About(line, names.WithoutPort)));

    private static bool About(KnownHostsLine line, IReadOnlyList<string> names) => names.Any(line.Hosts.Matches);
}
