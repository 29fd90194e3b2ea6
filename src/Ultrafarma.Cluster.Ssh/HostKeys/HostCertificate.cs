using System.Buffers.Binary;
using System.Text;

namespace Ultrafarma.Cluster.Ssh.HostKeys;

/// <summary>An OpenSSH certificate that a host shows in the place of its key (OpenSSH's PROTOCOL.certkeys).</summary>
internal sealed class HostCertificate
{
    private const string Suffix = "-cert-v01@openssh.com";
    private const uint KindOfHost = 2;

    private HostCertificate(HostKey key) => Key = key;

    /// <summary>The host's own key, which the certificate is about.</summary>
    public HostKey Key { get; }

    /// <summary>False for a user's certificate.</summary>
    public bool IsForHosts { get; private init; }

    /// <summary>The names that it is for; none means every host.</summary>
    public IReadOnlyList<string> Principals { get; private init; } = [];

    /// <summary>The first second in which it is valid, since 1970.</summary>
    public ulong ValidAfter { get; private init; }

    /// <summary>The first second in which it is valid no more, since 1970.</summary>
    public ulong ValidBefore { get; private init; }

    /// <summary>The names of what must be understood before it may be trusted.</summary>
    public IReadOnlyList<string> CriticalOptions { get; private init; } = [];

    /// <summary>The key of the authority that signed it.</summary>
    public required HostKey Authority { get; init; }

    /// <summary>What is signed.</summary>
    public required byte[] Signed { get; init; }

    /// <summary>The signature, with its algorithm's name in front.</summary>
    public required byte[] Signature { get; init; }

    /// <summary>Reads a certificate; null when the bytes are none that is understood.</summary>
    public static HostCertificate? TryRead(byte[] blob)
    {
        try
        {
            var reader = new Reader(blob);
            var type = reader.Text();
            if (!type.EndsWith(Suffix, StringComparison.Ordinal))
            {
                return null;
            }

            var plainType = type[..^Suffix.Length];
            reader.String();
            List<byte[]> key = [Encoding.ASCII.GetBytes(plainType), .. Enumerable.Range(0, FieldsOf(plainType)).Select(_ => reader.String())];
            reader.Number64();
            var kind = reader.Number32();
            reader.String();
            var principals = Texts(reader.String());
            var (after, before) = (reader.Number64(), reader.Number64());
            var options = Texts(reader.String()).Where((_, index) => index % 2 == 0);
            reader.String();
            reader.String();
            var authority = HostKey.TryRead(reader.String());
            var signed = blob[..reader.Position];
            var signature = reader.String();
            return authority is null || reader.Position != blob.Length || HostKey.TryRead(Join(key)) is not { } plain ? null : new(plain)
            {
                IsForHosts = kind == KindOfHost,
                Principals = principals,
                ValidAfter = after,
                ValidBefore = before,
                CriticalOptions = [.. options],
                Authority = authority,
                Signed = signed,
                Signature = signature,
            };
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>How many fields of the certificate are the key's own.</summary>
    private static int FieldsOf(string plainType) => plainType switch
    {
        "ssh-ed25519" => 1,
        "ssh-rsa" or "ecdsa-sha2-nistp256" or "ecdsa-sha2-nistp384" or "ecdsa-sha2-nistp521" => 2,
        _ => throw new FormatException(),
    };

    private static List<string> Texts(byte[] packed)
    {
        var reader = new Reader(packed);
        var texts = new List<string>();
        while (reader.Position < packed.Length)
        {
            texts.Add(reader.Text());
        }

        return texts;
    }

    private static byte[] Join(List<byte[]> fields)
    {
        var joined = new byte[fields.Sum(field => sizeof(uint) + field.Length)];
        var at = 0;
        foreach (var field in fields)
        {
            BinaryPrimitives.WriteInt32BigEndian(joined.AsSpan(at), field.Length);
            field.CopyTo(joined, at + sizeof(uint));
            at += sizeof(uint) + field.Length;
        }

        return joined;
    }

    /// <summary>Reads ssh's numbers and strings from what anybody may have sent.</summary>
    private sealed class Reader(byte[] bytes)
    {
        public int Position { get; private set; }

        public uint Number32() => BinaryPrimitives.ReadUInt32BigEndian(Take(sizeof(uint)));

        public ulong Number64() => BinaryPrimitives.ReadUInt64BigEndian(Take(sizeof(ulong)));

        public byte[] String() => Take(Number32()).ToArray();

        public string Text() => Encoding.UTF8.GetString(String());

        private ReadOnlySpan<byte> Take(uint count)
        {
            if (count > bytes.Length - Position)
            {
                throw new FormatException();
            }

            Position += (int)count;
            return bytes.AsSpan(Position - (int)count, (int)count);
        }
    }
}
