using System.Security.Cryptography;
using System.Text;

namespace Ultrafarma.Cluster.Ssh.HostKeys;

/// <summary>The first field of a known_hosts line: one hashed name, or a comma list of patterns (sshd(8), SSH_KNOWN_HOSTS FILE FORMAT).</summary>
internal sealed class HostPattern
{
    private const string HashMark = "|1|";

    private readonly string[] _patterns;
    private readonly byte[]? _salt;
    private readonly byte[]? _hash;

    private HostPattern(string[] patterns) => _patterns = patterns;

    private HostPattern(byte[] salt, byte[] hash)
    {
        _patterns = [];
        _salt = salt;
        _hash = hash;
    }

    /// <summary>Reads the field; null when it is malformed.</summary>
    public static HostPattern? TryParse(string field)
    {
        if (!field.StartsWith('|'))
        {
            return new HostPattern(field.Split(',', StringSplitOptions.RemoveEmptyEntries));
        }

        var parts = field.StartsWith(HashMark, StringComparison.Ordinal) ? field[HashMark.Length..].Split('|') : [];
        return parts.Length == 2 && Base64.TryDecode(parts[0]) is { Length: > 0 } salt && Base64.TryDecode(parts[1]) is { } hash
            ? new HostPattern(salt, hash)
            : null;
    }

    /// <summary>True when the field is about <paramref name="name"/>. One negated pattern that fits outweighs all others.</summary>
    public bool Matches(string name)
    {
        if (_hash is not null)
        {
            return MatchesHash(name);
        }

        var matched = false;
        foreach (var pattern in _patterns)
        {
            var negated = pattern.StartsWith('!');
            if (MatchesWildcard(negated ? pattern.AsSpan(1) : pattern, name))
            {
                if (negated)
                {
                    return false;
                }

                matched = true;
            }
        }

        return matched;
    }

    /// <summary>True when a negated pattern fits the name.</summary>
    public bool Excludes(string name) => _patterns.Any(pattern => pattern.StartsWith('!') && MatchesWildcard(pattern.AsSpan(1), name));

    private bool MatchesHash(string name) =>
        HMACSHA1.HashData(_salt!, Encoding.UTF8.GetBytes(name.ToLowerInvariant())).AsSpan().SequenceEqual(_hash);

    /// <summary>Matches <c>*</c> and <c>?</c> without recursion: a long row of stars in a file must not take forever.</summary>
    private static bool MatchesWildcard(ReadOnlySpan<char> pattern, ReadOnlySpan<char> name)
    {
        int p = 0, n = 0, star = -1, resume = 0;
        while (n < name.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                star = p++;
                resume = n;
            }
            else if (p < pattern.Length && (pattern[p] == '?' || SameLetter(pattern[p], name[n])))
            {
                p++;
                n++;
            }
            else if (star >= 0)
            {
                p = star + 1;
                n = ++resume;
            }
            else
            {
                return false;
            }
        }

        return pattern[p..].TrimStart('*').IsEmpty;
    }

    private static bool SameLetter(char a, char b) => char.ToLowerInvariant(a) == char.ToLowerInvariant(b);
}
