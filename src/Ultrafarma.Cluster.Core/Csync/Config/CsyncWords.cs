using System.Buffers;

namespace Ultrafarma.Cluster.Csync;

/// <summary>Writes values into a config so that csync2 reads the same.</summary>
internal static class CsyncWords
{
    private static readonly SearchValues<char> Special = SearchValues.Create(" \r\n\t@;()#");

    /// <summary>Why a value cannot be written; null when it can.</summary>
    public static string? Fault(string value) =>
        value.Length == 0 ? "It is empty."
        : value.Contains('"', StringComparison.Ordinal) ? "csync2 knows no way to write a quote within a name."
        : value.Contains('\0', StringComparison.Ordinal) ? "csync2 cuts a name at a NUL."
        : null;

    /// <summary>Why a host cannot be written; null when it can.</summary>
    public static string? HostFault(string host)
    {
        var at = host.IndexOf('@', StringComparison.Ordinal);
        var (name, peer) = at < 0 ? (host, host) : (host[..at], host[(at + 1)..]);
        return name.AsSpan().IndexOfAny(Special) >= 0 || peer.AsSpan().IndexOfAny(Special) >= 0
            ? "A host is a name, or a name, @ and the name or address by which its peers reach it."
            : Fault(name) ?? Fault(peer);
    }

    /// <summary>Why a pattern would never match; null when it may.</summary>
    public static string? PatternFault(string pattern) => Fault(pattern)
        ?? (pattern.Contains('/', StringComparison.Ordinal) && !"/%*?[".Contains(pattern[0], StringComparison.Ordinal)
            ? "csync2 compares whole paths: write one that begins with / or %prefix%, or a name without /."
            : null);

    /// <summary>The value as it stands in a config.</summary>
    public static string Write(string value) =>
        value.AsSpan().IndexOfAny(Special) >= 0 || value.EndsWith(':') || value is "{" or "}" or CsyncScanner.FileWord
        || CsyncScanner.Keywords.Contains(value)
            ? $"\"{value}\""
            : value;

    /// <summary>A host, as in <c>name</c> or <c>name@address</c>, as it stands in a config.</summary>
    public static string WriteHost(string host) => string.Join('@', host.Split('@', 2).Select(Write));
}
