using System.Security.Cryptography;

namespace Ultrafarma.Cluster.Httpd;

/// <summary>SHA-256 as sha256sum prints it.</summary>
internal static class HttpdHash
{
#pragma warning disable CA1308 // sha256sum prints small letters, and its words are compared with ours.
    public static string Of(ReadOnlySpan<byte> bytes) => Convert.ToHexString(SHA256.HashData(bytes)).ToLowerInvariant();
#pragma warning restore CA1308
}
