using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
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
            ConnectCallback = ConnectAsync,

            // Whoever gives up an answer does not wait for the rest of it.
            ResponseDrainTimeout = TimeSpan.Zero,
        };
        handler.SslOptions.RemoteCertificateValidationCallback = skipCertificateCheck ? (_, _, _, _) => true : IsTrusted;

        // Each request has a time of its own.
        return new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>
    /// Connects by a socket that waits in the system: one that was connected asynchronously never does again, and whoever waits for
    /// it is woken by way of two other threads.
    /// </summary>
    [SuppressMessage("Reliability", "CA2000", Justification = "The stream owns the socket.")]
    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var addresses = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, cancellationToken);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            using (cancellationToken.UnsafeRegister(static s => ((Socket)s!).Dispose(), socket))
            {
                socket.Connect(addresses, context.DnsEndPoint.Port);
            }

            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            cancellationToken.ThrowIfCancellationRequested();
            throw;
        }
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
