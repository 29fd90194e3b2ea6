namespace Ultrafarma.Cluster.Ssh.HostKeys;

/// <summary>One line of known_hosts.</summary>
/// <param name="Number">The line's number, from 1.</param>
/// <param name="Hosts">What hosts it is about.</param>
/// <param name="Key">The key.</param>
/// <param name="Mark">What the key is.</param>
internal sealed record KnownHostsLine(int Number, HostPattern Hosts, HostKey Key, KnownHostsMark Mark)
{
    private static readonly char[] Blank = [' ', '\t', '\r'];

    /// <summary>Reads a line; null for comments, blank and malformed lines, and those with a mark that is not known.</summary>
    public static KnownHostsLine? TryParse(string text, int number)
    {
        var fields = text.Split(Blank, StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length == 0 || fields[0].StartsWith('#'))
        {
            return null;
        }

        KnownHostsMark? mark = fields[0] switch
        {
            "@revoked" => KnownHostsMark.Revoked,
            "@cert-authority" => KnownHostsMark.Authority,
            ['@', ..] => null,
            _ => KnownHostsMark.None,
        };
        var first = mark == KnownHostsMark.None ? 0 : 1;
        if (mark is not { } known
            || fields.Length < first + 3
            || HostPattern.TryParse(fields[first]) is not { } hosts
            || Base64.TryDecode(fields[first + 2]) is not { } blob
            || HostKey.TryRead(blob) is not { } key
            || key.Type != fields[first + 1])
        {
            return null;
        }

        return new(number, hosts, key, known);
    }
}
