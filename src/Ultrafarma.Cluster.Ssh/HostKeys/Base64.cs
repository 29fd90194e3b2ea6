namespace Ultrafarma.Cluster.Ssh.HostKeys;

/// <summary>Base64 from a file that anyone may have edited.</summary>
internal static class Base64
{
    /// <summary>Decodes; null when the text is not Base64.</summary>
    public static byte[]? TryDecode(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var count) ? bytes[..count] : null;
    }
}
