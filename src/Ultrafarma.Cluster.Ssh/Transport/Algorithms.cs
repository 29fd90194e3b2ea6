using Renci.SshNet;

namespace Ultrafarma.Cluster.Ssh.Transport;

/// <summary>What we ask servers for first. Nothing is taken away but host certificates, so that old servers still connect.</summary>
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

    /// <summary>Orders the algorithms of a connection.</summary>
    /// <param name="connectionInfo">The connection.</param>
    /// <param name="knownKeyTypes">The types of the host keys that known_hosts lists: the host shall offer one of those.</param>
    public static void Prefer(ConnectionInfo connectionInfo, IReadOnlyList<string> knownKeyTypes)
    {
        MoveToFront(connectionInfo.KeyExchangeAlgorithms, KeyExchanges);
        MoveToFront(connectionInfo.Encryptions, Ciphers);
        MoveToFront(connectionInfo.HmacAlgorithms, Macs);

        // @cert-authority is not supported: a host that has a certificate shall offer its plain key.
        foreach (var certificate in connectionInfo.HostKeyAlgorithms.Keys.Where(name => name.Contains("-cert-", StringComparison.Ordinal)).ToList())
        {
            connectionInfo.HostKeyAlgorithms.Remove(certificate);
        }

        MoveToFront(connectionInfo.HostKeyAlgorithms, [.. knownKeyTypes.SelectMany(SignaturesOf)]);
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
