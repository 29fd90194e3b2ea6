using System.Collections.Concurrent;
using System.Net;
using Ultrafarma.Cluster.Haproxy;

namespace Ultrafarma.Cluster.Commands.Haproxy;

/// <summary>
/// What one runspace keeps of stats pages: open connections, and for each page the user and password that it took. They are
/// gone with the module, or with the runspace.
/// </summary>
internal sealed class HaproxyMemory : IDisposable
{
    private readonly ConcurrentDictionary<string, NetworkCredential> _logins = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _warned = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, HaproxyStatisticsReader> _readers = new(StringComparer.Ordinal);
    private readonly Lazy<HttpClient> _checking = new(() => HaproxyHttp.CreateClient(skipCertificateCheck: false));
    private readonly Lazy<HttpClient> _trusting = new(() => HaproxyHttp.CreateClient(skipCertificateCheck: true));

    /// <summary>The balancer behind a page, asked by the connections that are open to it.</summary>
    /// <param name="source">The page.</param>
    /// <param name="skipCertificateCheck">True takes any certificate.</param>
    /// <param name="login">Who we are there.</param>
    /// <param name="timeout">The time for one request.</param>
    public HaproxyPage Page(HaproxySource source, bool skipCertificateCheck, HaproxyLogin login, TimeSpan timeout) => new(
        source,
        (skipCertificateCheck ? _trusting : _checking).Value,
        login,
        timeout,
        TimeProvider.System,
        _readers.GetOrAdd(Key(source.Uri!), _ => new HaproxyStatisticsReader()));

    /// <summary>The user and password that the page took, or null.</summary>
    public NetworkCredential? LoginOf(Uri page) => _logins.GetValueOrDefault(Key(page));

    /// <summary>Keeps what the page took.</summary>
    public void Remember(Uri page, NetworkCredential login) => _logins[Key(page)] = login;

    /// <summary>Forgets what the page took before; true when it was that.</summary>
    public bool Forget(Uri page, NetworkCredential login) => _logins.TryRemove(KeyValuePair.Create(Key(page), login));

    /// <summary>True the first time that it is asked about a host.</summary>
    public bool WarnsFirst(Uri page) => _warned.TryAdd(page.Authority, true);

    public void Dispose()
    {
        foreach (var client in new[] { _checking, _trusting }.Where(c => c.IsValueCreated))
        {
            client.Value.Dispose();
        }
    }

    private static string Key(Uri page) => page.GetLeftPart(UriPartial.Path);
}
