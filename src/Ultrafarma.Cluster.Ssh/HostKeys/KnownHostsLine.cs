namespace Ultrafarma.Cluster.Ssh.HostKeys;

/// <summary>One line of known_hosts that lists a plain or a revoked key.</summary>
/// <param name="Number">The line's number, from 1.</param>
/// <param name="Hosts">What hosts it is about.</param>
/// <param name="Key">The key.</param>
/// <param name="Revoked">True for <c>@revoked</c>.</param>
internal sealed record KnownHostsLine(int Number, HostPattern Hosts, HostKey Key, bool Revoked)
{
    private const string RevokedMarker = "@revoked";

    private static readonly char[] Blank = [' ', '\t', '\r'];

    /// <summary>
    /// Reads a line; null for comments, blank and malformed lines, and for <c>@cert-authority</c>: that key signs
    /// certificates, and a host that offers it as its own is not thereby known.
    /// </summary>
    public static KnownHostsLine? TryParse(string text, int number)
    {
        var fields = text.Split(Blank, StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length == 0 || fields[0].StartsWith('#'))
        {
            return null;
        }

        var marked = fields[0].StartsWith('@');
        if (marked && fields[0] != RevokedMarker)
        {
            return null;
        }

        var first = marked ? 1 : 0;
        if (fields.Length < first + 3
            || HostPattern.TryParse(fields[first]) is not { } hosts
            || Base64.TryDecode(fields[first + 2]) is not { } blob
            || HostKey.TryRead(blob) is not { } key
            || key.Type != fields[first + 1])
        {
            return null;
        }

        return new(number, hosts, key, marked);
    }
}
