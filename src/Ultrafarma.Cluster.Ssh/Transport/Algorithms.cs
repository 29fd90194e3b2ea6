using Renci.SshNet;
using Renci.SshNet.Security;

namespace Ultrafarma.Cluster.Ssh.Transport;

/// <summary>What we ask servers for first. Nothing is taken away but host certificates that nobody wants, so that old servers still connect.</summary>
internal static class Algorithms
{
    /// <summary>
    /// SSH.NET puts the post-quantum exchanges first, which are managed code here: 50 to 80 ms of CPU a login against 5 ms
    /// for curve25519. Fifty nodes on two cores would wait seconds instead of a fraction of one.
    /// </summary>
    private static readonly string[] KeyExchanges = ["curve25519-sha256", "curve25519-sha256@libssh.org", "ecdh-sha2-nistp256"];

    // One pass over the data for cipher and integrity, in hardware on every server of the last ten years.
    private static readonly string[] Ciphers = ["aes128-gcm@openssh.com", "aes256-gcm@openssh.com"];

    private static readonly string[] Macs = ["hmac-sha2-256-etm@openssh.com", "hmac-sha2-512-etm@openssh.com"];

    private const string CertificateSuffix = "-cert-v01@openssh.com";

    // OpenSSH's order. None whose signature is SHA-1.
    private static readonly string[] Certified =
    [
        "ssh-ed25519", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521", "rsa-sha2-512", "rsa-sha2-256",
    ];

    /// <summary>Orders the algorithms of a connection.</summary>
    /// <param name="connectionInfo">The connection.</param>
    /// <param name="knownKeyTypes">The types of the host keys that known_hosts lists: the host shall offer one of those.</param>
    /// <param name="takeCertificate">Takes a certificate and gives the key in it; null when the host shall show its plain key.</param>
    public static void Prefer(ConnectionInfo connectionInfo, IReadOnlyList<string> knownKeyTypes, Func<byte[], byte[]>? takeCertificate)
    {
        MoveToFront(connectionInfo.KeyExchangeAlgorithms, KeyExchanges);
        MoveToFront(connectionInfo.Encryptions, Ciphers);
        MoveToFront(connectionInfo.HmacAlgorithms, Macs);
        MoveToFront(connectionInfo.HostKeyAlgorithms, [.. knownKeyTypes.SelectMany(SignaturesOf)]);
        Certificates(connectionInfo.HostKeyAlgorithms, takeCertificate);
    }

    /// <summary>
    /// SSH.NET looks at a certificate's dates and signature, and says no without saying why. So it gets to see the key alone,
    /// whose signature over the exchange it verifies, and all that is about the certificate is decided where known_hosts is.
    /// </summary>
    private static void Certificates(IOrderedDictionary<string, Func<byte[], KeyHostAlgorithm>> algorithms, Func<byte[], byte[]>? takeCertificate)
    {
        foreach (var name in algorithms.Keys.Where(name => name.EndsWith(CertificateSuffix, StringComparison.Ordinal)).ToList())
        {
            if (takeCertificate is null || !Certified.Contains(name[..^CertificateSuffix.Length], StringComparer.Ordinal))
            {
                algorithms.Remove(name);
            }
            else
            {
                var plain = algorithms[name[..^CertificateSuffix.Length]];
                algorithms[name] = blob => plain(takeCertificate(blob));
            }
        }

        MoveToFront(algorithms, [.. Certified.Select(name => name + CertificateSuffix)]);
    }

    /// <summary>An RSA key signs in three ways; in known_hosts it always stands as ssh-rsa.</summary>
    private static IReadOnlyList<string> SignaturesOf(string keyType) =>
        keyType == "ssh-rsa" ? ["rsa-sha2-512", "rsa-sha2-256", "ssh-rsa"] : [keyType];

    private static void MoveToFront<T>(IOrderedDictionary<string, T> algorithms, IReadOnlyList<string> names)
    {
        var place = 0;
        foreach (var name in names.Where(algorithms.ContainsKey).ToList())
        {
            algorithms.SetPosition(name, place++);
        }
    }
}
