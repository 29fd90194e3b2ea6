using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Ultrafarma.Cluster.Haproxy;

/// <summary>A balancer by its stats page.</summary>
/// <param name="source">Where the page is.</param>
/// <param name="client">Sends requests. It must follow no redirects: the answer to a change is in one.</param>
/// <param name="login">Who we are there.</param>
/// <param name="timeout">The time for one request, from connecting to the end of the answer.</param>
/// <param name="clock">Tells when an answer came.</param>
/// <param name="reader">Reads the tables; one that read this page before reads it faster.</param>
internal sealed class HaproxyPage(
    HaproxySource source, HttpClient client, IHaproxyLogin login, TimeSpan timeout, TimeProvider clock, HaproxyStatisticsReader? reader = null)
    : IHaproxyBalancer
{
    private const string TableSuffix = ";csv";
    private const string ResultMark = ";st=";

    private readonly HaproxyStatisticsReader _reader = reader ?? new HaproxyStatisticsReader();

    /// <inheritdoc/>
    public HaproxySource Source => source;

    /// <summary>The page's own address, whether somebody gave that of the table or not.</summary>
    public static Uri Normalize(Uri uri) =>
        uri.GetComponents(UriComponents.HttpRequestUrl, UriFormat.UriEscaped) is var plain && plain.EndsWith(TableSuffix, StringComparison.Ordinal)
            ? new Uri(plain[..^TableSuffix.Length])
            : new Uri(plain);

    /// <inheritdoc/>
    public async Task<HaproxySnapshot> ReadAsync(CancellationToken cancellationToken)
    {
        var table = new Uri(source.Uri!.AbsoluteUri + TableSuffix);
        var answer = await AskAsync(() => new HttpRequestMessage(HttpMethod.Get, table), HttpStatusCode.OK, cancellationToken);
        return _reader.Read(source, answer.Body, clock.GetUtcNow(), out _);
    }

    /// <inheritdoc/>
    public async Task SetStateAsync(HaproxyServer server, HaproxyTargetState state, CancellationToken cancellationToken) =>
        Judge(server, await PostAsync(server.Backend, [server.Name], HaproxyWords.Of(state), cancellationToken));

    /// <inheritdoc/>
    public async Task KillSessionsAsync(HaproxyServer server, CancellationToken cancellationToken) =>
        Judge(server, await PostAsync(server.Backend, [server.Name], "shutdown", cancellationToken));

    /// <inheritdoc/>
    public HaproxyRuntime Runtime(string what) => throw HaproxyFailure.NeedsSocket(source, what);

    /// <summary>Fills in the page's form as a browser does, and gives back the four letters of its answer.</summary>
    /// <returns>DONE, NONE, PART, ERRP, DENY, EXCD, … (HAProxy's src/stats.c, stat_status_codes).</returns>
    public async Task<string> PostAsync(string backend, IReadOnlyList<string> servers, string action, CancellationToken cancellationToken)
    {
        var fields = servers.Select(name => new KeyValuePair<string, string>("s", HaproxyName.Checked(name)))
            .Append(new("action", action))
            .Append(new("b", HaproxyName.Checked(backend)))
            .ToList();
        var answer = await AskAsync(
            () => new HttpRequestMessage(HttpMethod.Post, source.Uri) { Content = new FormUrlEncodedContent(fields) },
            HttpStatusCode.SeeOther,
            cancellationToken);
        var mark = answer.Location?.LastIndexOf(ResultMark, StringComparison.Ordinal) ?? -1;
        return mark >= 0 ? answer.Location![(mark + ResultMark.Length)..] : throw HaproxyFailure.NotStatistics(source);
    }

    private void Judge(HaproxyServer server, string result)
    {
        switch (result)
        {
            // NONE: there was nothing to do. A second look says whether that is right.
            case "DONE" or "NONE":
                return;
            case "DENY":
                throw HaproxyFailure.PageReadOnly(source);
            case "ERRP" or "PART":
                throw HaproxyFailure.ServerNotFound(source, server.ToString());
            default:
                throw HaproxyFailure.Rejected(source, server, $"the stats page answered {result}");
        }
    }

    /// <summary>Sends a request, as whoever is known to be let in; asks for a user and a password when the page does.</summary>
    private async Task<HaproxyPageAnswer> AskAsync(
        Func<HttpRequestMessage> makeRequest, HttpStatusCode expected, CancellationToken cancellationToken)
    {
        var user = login.Known;
        try
        {
            return Send(makeRequest, user, expected, cancellationToken);
        }
        catch (HaproxyException e) when (
            e.Kind == HaproxyErrorKind.AuthenticationRequired || (e.Kind == HaproxyErrorKind.AuthenticationFailed && login.Refused(user!)))
        {
            user = await login.AskAsync(source, cancellationToken);
            if (user is null)
            {
                throw;
            }

            return Send(makeRequest, user, expected, cancellationToken);
        }
    }

    /// <summary>Sends a request and waits for its answer on this thread.</summary>
    /// <remarks>The answer takes a fraction of a millisecond: to be woken by way of two other threads would cost a third of that again.</remarks>
    private HaproxyPageAnswer Send(
        Func<HttpRequestMessage> makeRequest, NetworkCredential? user, HttpStatusCode expected, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(timeout);
        using var request = makeRequest();
        if (user is not null)
        {
            var token = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user.UserName}:{user.Password}"));
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", token);
        }

        var hasBegun = false;
        try
        {
            using var response = client.Send(request, HttpCompletionOption.ResponseHeadersRead, deadline.Token);
            hasBegun = true;
            if (response.StatusCode != expected)
            {
                throw Refusal(response.StatusCode, user);
            }

            var body = HaproxyBody.Read(response, deadline.Token);
            if (user is not null)
            {
                login.Accepted(user);
            }

            return new HaproxyPageAnswer(body, response.Headers.Location?.OriginalString);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw HaproxyFailure.Silent(source, timeout);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw e.InnerException is HaproxyCertificateException certificate ? HaproxyFailure.CertificateUntrusted(source, certificate)
                : e is HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } ? HaproxyFailure.NoTls(source, e.InnerException ?? e)
                : hasBegun ? HaproxyFailure.Truncated(source, e)
                : IsCutShort(e) ? HaproxyFailure.Mute(source, e)
                : HaproxyFailure.Unreachable(source, e.InnerException?.Message ?? e.Message, e);
        }
    }

    private static bool IsCutShort(Exception e) => e switch
    {
        HttpIOException io => io.HttpRequestError == HttpRequestError.ResponseEnded,
        HttpRequestException { InnerException: HttpIOException inner } => inner.HttpRequestError == HttpRequestError.ResponseEnded,
        _ => false,
    };

    private HaproxyException Refusal(HttpStatusCode status, NetworkCredential? user) => status switch
    {
        HttpStatusCode.Unauthorized => user is null
            ? HaproxyFailure.AuthenticationRequired(source)
            : HaproxyFailure.AuthenticationFailed(source, user.UserName),
        HttpStatusCode.Forbidden => HaproxyFailure.PageForbidden(source),
        HttpStatusCode.NotFound => HaproxyFailure.PageNotFound(source),
        HttpStatusCode.ServiceUnavailable => HaproxyFailure.PageUnavailable(source),
        _ => HaproxyFailure.UnexpectedStatus(source, (int)status),
    };

    /// <param name="Body">The answer's body.</param>
    /// <param name="Location">Where a redirect leads.</param>
    private readonly record struct HaproxyPageAnswer(ReadOnlyMemory<byte> Body, string? Location);
}
