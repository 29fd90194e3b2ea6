using System.Diagnostics.CodeAnalysis;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Ultrafarma.Cluster.Haproxy;

/// <summary>What sends requests to stats pages.</summary>
internal static class HaproxyHttp
{
    private static readonly TimeSpan KeepOpen = TimeSpan.FromMinutes(2);

    /// <summary>Creates a client that keeps its connections open for a while.</summary>
    /// <param name="skipCertificateCheck">True takes any certificate.</param>
    [SuppressMessage("Reliability", "CA2000", Justification = "The client owns its handler.")]
    [SuppressMessage("Security", "CA5359", Justification = "Only where the user gives -SkipCertificateCheck.")]
    public static HttpClient CreateClient(bool skipCertificateCheck)
    {
        var handler = new SocketsHttpHandler
        {
            // The answer to a change is in a redirect.
            AllowAutoRedirect = false,
            UseCookies = false,

            // A balancer's own page is not behind the proxy that leads to the world, and its password is nobody else's business.
            UseProxy = false,
            PooledConnectionIdleTimeout = KeepOpen,
        };
        handler.SslOptions.RemoteCertificateValidationCallback = skipCertificateCheck ? (_, _, _, _) => true : IsTrusted;

        // Each request has a time of its own.
        return new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
    }

    private static bool IsTrusted(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors) =>
        errors == SslPolicyErrors.None ? true : throw new HaproxyCertificateException(string.Join(", ", Reasons(chain, errors)));

    private static IEnumerable<string> Reasons(X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable))
        {
            yield return "there is none";
        }

        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
        {
            yield return "it was made for another name";
        }

        foreach (var status in (chain?.ChainStatus ?? []).Select(s => s.Status).Distinct())
        {
            yield return status.ToString();
        }
    }
}
