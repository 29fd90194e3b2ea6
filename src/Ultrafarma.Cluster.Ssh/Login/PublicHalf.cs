using System.Text;

namespace Ultrafarma.Cluster.Ssh.Login;

/// <summary>Finds the public half of a key file without its passphrase.</summary>
internal static class PublicHalf
{
    private const int LargestKeyFile = 64 * 1024;
    private static readonly byte[] Magic = Encoding.ASCII.GetBytes("openssh-key-v1\0");

    /// <summary>The public half, from the file beside it or from OpenSSH's own format; null when neither tells it.</summary>
    public static byte[]? Of(string keyFile)
    {
        try
        {
            return FromPublicFile(keyFile + ".pub") ?? FromOpenSsh(keyFile);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            // Reading the key itself says what is wrong with it.
            return null;
        }
    }

    private static byte[]? FromPublicFile(string file) =>
        IsSmall(file) && File.ReadAllText(file).Split(' ') is [_, var key, ..] ? Convert.FromBase64String(key.Trim()) : null;

    private static byte[]? FromOpenSsh(string file)
    {
        var lines = IsSmall(file) ? File.ReadAllLines(file) : [];
        if (lines is not ["-----BEGIN OPENSSH PRIVATE KEY-----", ..])
        {
            return null;
        }

        var bytes = Convert.FromBase64String(string.Concat(lines.Skip(1).TakeWhile(line => !line.StartsWith('-'))));
        if (!bytes.AsSpan().StartsWith(Magic))
        {
            return null;
        }

        // The cipher, the key derivation and its options, the number of keys; then the public half.
        var message = new SshAgentMessage(bytes[Magic.Length..]);
        message.ReadString();
        message.ReadString();
        message.ReadString();
        message.ReadNumber();
        return message.ReadString();
    }

    private static bool IsSmall(string file) => new FileInfo(file) is { Exists: true, Length: <= LargestKeyFile };
}
