using System.Globalization;
using System.Security.Cryptography;
using Renci.SshNet.Security;
using Renci.SshNet.Security.Cryptography;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Ssh.HostKeys;

/// <summary>Looks whether a certificate, by an authority that is trusted, vouches for a host: as OpenSSH's client does.</summary>
internal static class CertificateCheck
{
    /// <summary>What is wrong with it, as a half sentence that begins with "it" or "its"; null when it vouches for the host.</summary>
    /// <param name="certificate">The certificate.</param>
    /// <param name="names">The host's names without ports; it must be for one of them.</param>
    /// <param name="now">The time.</param>
    public static string? ProblemOf(HostCertificate certificate, IReadOnlyList<string> names, DateTimeOffset now)
    {
        var seconds = (ulong)now.ToUnixTimeSeconds();
        return !certificate.IsForHosts ? "it is a user's certificate, and none for hosts"
            : seconds < certificate.ValidAfter ? $"it is not valid before {Time(certificate.ValidAfter)}"
            : seconds >= certificate.ValidBefore ? $"it expired on {Time(certificate.ValidBefore)}"
            : !IsFor(certificate.Principals, names)
                ? $"it is for {Shown(certificate.Principals)}, and not for {string.Join(" or ", names)}"
            : certificate.CriticalOptions.Count > 0
                ? $"it has critical options, which no host's may have ({Shown(certificate.CriticalOptions)})"
            : !IsSigned(certificate) ? "its signature is not the authority's, or of a kind that is not accepted (SHA-1)"
            : null;
    }

    // Without wildcards, as OpenSSH: to it, a principal is one name, and names are in lower case.
    private static bool IsFor(IReadOnlyList<string> principals, IReadOnlyList<string> names)
    {
        var asked = names.Select(name => name.ToLowerInvariant()).ToList();
        return principals.Count == 0 || principals.Any(asked.Contains);
    }

    private static bool IsSigned(HostCertificate certificate)
    {
        try
        {
            return HostKey.TryRead(certificate.Signature) is { } signature
                && IsSigned(signature.Type, certificate.Authority, certificate.Signed, certificate.Signature);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // Bytes that anybody may have sent: what cannot be read as a key or a signature is none.
            return false;
        }
    }

    private static bool IsSigned(string algorithm, HostKey key, byte[] data, byte[] signature)
    {
        switch (algorithm, key.Type)
        {
            case ("rsa-sha2-256" or "rsa-sha2-512", "ssh-rsa"):
                using (var rsa = new RsaKey(new SshKeyData(key.Blob)))
                using (var check = new RsaDigitalSignature(rsa, algorithm == "rsa-sha2-256" ? HashAlgorithmName.SHA256 : HashAlgorithmName.SHA512))
                {
                    return new KeyHostAlgorithm(algorithm, rsa, check).VerifySignature(data, signature);
                }

            case ("ssh-ed25519", "ssh-ed25519"):
                using (var ed25519 = new ED25519Key(new SshKeyData(key.Blob)))
                {
                    return new KeyHostAlgorithm(algorithm, ed25519).VerifySignature(data, signature);
                }

            case ("ecdsa-sha2-nistp256" or "ecdsa-sha2-nistp384" or "ecdsa-sha2-nistp521", _) when key.Type == algorithm:
                using (var ecdsa = new EcdsaKey(new SshKeyData(key.Blob)))
                {
                    return new KeyHostAlgorithm(algorithm, ecdsa).VerifySignature(data, signature);
                }

            default:
                return false;
        }
    }

    private static string Shown(IReadOnlyList<string> texts) => string.Join(", ", texts.Select(text => PathText.Display(text)));

    private static string Time(ulong seconds) => seconds > (ulong)DateTimeOffset.MaxValue.ToUnixTimeSeconds()
        ? "a day that never comes"
        : DateTimeOffset.FromUnixTimeSeconds((long)seconds).ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
