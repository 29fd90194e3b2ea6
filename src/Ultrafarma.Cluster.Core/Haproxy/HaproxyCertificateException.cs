using System.Security.Authentication;

namespace Ultrafarma.Cluster.Haproxy;

/// <summary>A certificate was refused; any other failure of TLS is none of a certificate's.</summary>
/// <param name="message">Why.</param>
internal sealed class HaproxyCertificateException(string message) : AuthenticationException(message);
