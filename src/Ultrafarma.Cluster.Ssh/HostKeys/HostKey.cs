using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Ultrafarma.Cluster.Ssh.HostKeys;

/// <summary>A host's public key as it goes over the wire and stands in known_hosts.</summary>
internal sealed class HostKey
{
    private HostKey(string type, byte[] blob)
    {
        Type = type;
        Blob = blob;
    }

    /// <summary>The key's type, such as <c>ssh-ed25519</c>.</summary>
    public string Type { get; }

    /// <summary>The key in the encoding of RFC 4253, 6.6.</summary>
    public byte[] Blob { get; }

    /// <summary>The fingerprint as <c>ssh-keygen -l</c> prints it.</summary>
    public string Fingerprint => "SHA256:" + Convert.ToBase64String(SHA256.HashData(Blob)).TrimEnd('=');

    /// <summary>The type in the short form of <c>ssh-keygen -l</c>: ED25519, ECDSA, RSA.</summary>
    public string ShortType =>
        Type switch
        {
            "ssh-ed25519" => "ED25519",
            "ssh-rsa" => "RSA",
            _ when Type.StartsWith("ecdsa-", StringComparison.Ordinal) => "ECDSA",
            _ => Type,
        };

    /// <summary>Reads a key; null when the bytes do not start with the name of a type.</summary>
    public static HostKey? TryRead(byte[] blob)
    {
        if (blob.Length < 4)
        {
            return null;
        }

        var length = BinaryPrimitives.ReadUInt32BigEndian(blob);
        return length is 0 or > 64 || length > blob.Length - 4
            ? null
            : new HostKey(Encoding.ASCII.GetString(blob, 4, (int)length), blob);
    }

    /// <summary>True when both are the same key.</summary>
    public bool Is(HostKey other) => Blob.AsSpan().SequenceEqual(other.Blob);
}
