using System.Net;

namespace Ultrafarma.Cluster.Nodes;

/// <summary>What texts of an inventory must look like. Each rule gives what is wrong, or null.</summary>
internal static class InventoryRules
{
    /// <summary>Node names end up in shell arguments, csync2 and HAProxy configs, URLs and folder names.</summary>
    public static string? NodeName(string text) =>
        text.StartsWith('-') || !text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-')
            ? "must be a host's name: letters, digits, '.', '_' and '-', and no '-' in front."
            : null;

    public static string? Address(string text)
    {
        if (IPAddress.TryParse(text, out _))
        {
            return null;
        }

        if (text.Contains('@', StringComparison.Ordinal))
        {
            return "must be a host name or an IP address; the user goes into the key User.";
        }

        return text.Contains(':', StringComparison.Ordinal)
            ? "must be a host name or an IP address; the port goes into the key Port."
            : NodeName(text) is null ? null : "must be a host name or an IP address.";
    }

    public static string? User(string text) =>
        text.StartsWith('-') || text.Any(char.IsWhiteSpace) ? "must be a user's name, without spaces and no '-' in front." : null;

    public static string? ProxyJump(string text) =>
        JumpSpec.TryParse(text) is null ? "must be '[user@]host[:port]', several of them with commas between, or 'none'." : null;

    public static string? RemotePath(string text) =>
        text.StartsWith('/') ? null : "must be an absolute path on the nodes, such as '/etc/…'.";

    public static string? Program(string text) =>
        text.StartsWith('/') || !text.Contains('/', StringComparison.Ordinal) && !text.StartsWith('-')
            ? null
            : "must be a program's name or its absolute path on the nodes.";

    public static string? Url(string text)
    {
        var example = text.Replace("{Name}", "n", StringComparison.OrdinalIgnoreCase)
            .Replace("{Address}", "127.0.0.1", StringComparison.OrdinalIgnoreCase);
        if (!Uri.TryCreate(example, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
        {
            return "must be a URL that begins with http:// or https://.";
        }

        return uri.UserInfo.Length > 0
            ? "must not carry a user or a password: secrets do not belong in an inventory."
            : null;
    }

    public static string? Socket(string text)
    {
        var colon = text.LastIndexOf(':');
        var isEndpoint = colon > 0 && Address(text[..colon].Trim('[', ']')) is null
            && int.TryParse(text[(colon + 1)..], out var port) && port is > 0 and <= 65535;
        return text.StartsWith('/') || isEndpoint ? null : "must be an absolute path on the balancer, or host:port.";
    }
}
