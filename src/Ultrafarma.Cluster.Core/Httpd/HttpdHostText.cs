namespace Ultrafarma.Cluster.Httpd;

/// <summary>An argument around its host: <c>[scheme://]host[:port][/path]</c>, an IPv6 address in brackets.</summary>
/// <param name="Before">What stands before the host.</param>
/// <param name="Host">The host, without brackets.</param>
/// <param name="After">What follows it.</param>
/// <param name="IsBracketed">True when the host stands in brackets.</param>
internal readonly record struct HttpdHostText(string Before, string Host, string After, bool IsBracketed)
{
    public static HttpdHostText Split(string value)
    {
        var start = value.IndexOf("://", StringComparison.Ordinal) is var scheme and > 0 ? scheme + 3 : 0;
        var rest = value[start..];
        if (rest.StartsWith('[') && rest.IndexOf(']', StringComparison.Ordinal) is var bracket and > 0)
        {
            return new(value[..start], rest[1..bracket], rest[(bracket + 1)..], true);
        }

        // More than one colon is a bare IPv6 address, which has no port.
        var end = rest.IndexOfAny(start == 0 && rest.Count(c => c == ':') > 1 ? ['/'] : [':', '/']);
        return end < 0 ? new(value[..start], rest, "", false) : new(value[..start], rest[..end], rest[end..], false);
    }

    public string With(string host) =>
        Before + (NeedsBrackets(host) ? $"[{host}]" : host) + After;

    private bool NeedsBrackets(string host) =>
        host.Contains(':', StringComparison.Ordinal) && (IsBracketed || After.Length > 0 || Before.Length > 0);
}
