using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Ultrafarma.Cluster.Haproxy;
using Xunit;

namespace Ultrafarma.Cluster.Tests.Haproxy;

/// <summary>Every way in which a stats page can fail, and that no message has the password in it.</summary>
public sealed class HaproxyPageTests
{
    private const string Password = "Tr0ub4dor&3";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly byte[] Table = HaproxyWorld.PageOf("2.6");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_page_is_read(bool isChunked)
    {
        using var page = new FakePage(_ => isChunked ? FakePage.Chunked(Table, isWhole: true) : FakePage.Http("200 OK", Table));
        var snapshot = await ReadAsync(page);
        Assert.Equal(8, snapshot.Servers.Count());
        Assert.StartsWith("GET /haproxy?stats;csv HTTP/1.1\r\n", Assert.Single(page.Requests), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_user_and_password_are_sent_as_the_page_wants_them_and_remembered_when_it_took_them()
    {
        using var page = new FakePage(_ => FakePage.Http("200 OK", Table));
        var login = new Login(new NetworkCredential("größe", Password));
        await ReadAsync(page, login);
        var token = Convert.ToBase64String(Encoding.UTF8.GetBytes($"größe:{Password}"));
        Assert.Contains($"\r\nAuthorization: Basic {token}\r\n", Assert.Single(page.Requests), StringComparison.Ordinal);
        Assert.Equal(1, login.TimesAccepted);
    }

    [Fact]
    public async Task Nothing_is_sent_of_a_user_who_is_not_known()
    {
        using var page = new FakePage(_ => FakePage.Http("200 OK", Table));
        await ReadAsync(page);
        Assert.DoesNotContain("Authorization", Assert.Single(page.Requests), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_page_that_asks_for_a_password_is_asked_again_with_one()
    {
        using var page = new FakePage(request => request.Contains("Authorization:", StringComparison.Ordinal)
            ? FakePage.Http("200 OK", Table)
            : FakePage.Http("401 Unauthorized", [], "WWW-Authenticate: Basic realm=\"HAProxy\"\r\n"));
        var login = new Login(null, new NetworkCredential("admin", Password));
        Assert.Equal(8, (await ReadAsync(page, login)).Servers.Count());
        Assert.Equal((2, 1, 1), (page.Requests.Count, login.TimesAsked, login.TimesAccepted));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_password_that_was_right_before_is_asked_for_anew_when_the_page_has_another_now(bool isSomebodyThere)
    {
        var right = Convert.ToBase64String(Encoding.UTF8.GetBytes($"admin:{Password}"));
        using var page = new FakePage(request => request.Contains(right, StringComparison.Ordinal)
            ? FakePage.Http("200 OK", Table)
            : FakePage.Http("401 Unauthorized", []));
        var typed = isSomebodyThere ? new NetworkCredential("admin", Password) : null;
        var login = new Login(new NetworkCredential("admin", "of-yesterday"), typed, isRemembered: true);
        if (isSomebodyThere)
        {
            Assert.Equal(8, (await ReadAsync(page, login)).Servers.Count());
        }
        else
        {
            await FailsAsync(page, HaproxyErrorKind.AuthenticationFailed, login, "stats auth");
        }

        Assert.Equal((1, isSomebodyThere ? 1 : 0), (login.TimesAsked, login.TimesAccepted));
    }

    [Theory]
    [InlineData("401 Unauthorized", false, HaproxyErrorKind.AuthenticationRequired, "-Credential")]
    [InlineData("401 Unauthorized", true, HaproxyErrorKind.AuthenticationFailed, "admin", "stats auth")]
    [InlineData("403 Forbidden", true, HaproxyErrorKind.PageForbidden, "403", "http-request")]
    [InlineData("404 Not Found", true, HaproxyErrorKind.PageNotFound, "stats uri", "stats enable")]
    [InlineData("503 Service Unavailable", true, HaproxyErrorKind.PageUnavailable, "503", "stats enable")]
    [InlineData("500 Internal Server Error", true, HaproxyErrorKind.NotStatistics, "500")]
    [InlineData("302 Found", true, HaproxyErrorKind.NotStatistics, "302", "redirects are not followed")]
    [InlineData("204 No Content", true, HaproxyErrorKind.NotStatistics, "204")]
    public async Task Each_status_is_its_own_error(string status, bool hasUser, HaproxyErrorKind kind, params string[] words)
    {
        using var elsewhere = new FakePage(_ => FakePage.Http("200 OK", Table));
        using var page = new FakePage(_ => FakePage.Http(status, [], $"Location: http://127.0.0.1:{elsewhere.Port}/haproxy?stats;csv\r\n"));
        var login = hasUser ? new Login(new NetworkCredential("admin", Password)) : new Login(null);
        await FailsAsync(page, kind, login, words);
        Assert.Empty(elsewhere.Requests);
        Assert.Equal(0, login.TimesAccepted);
    }

    [Theory]
    [InlineData("<!DOCTYPE html><html><body>It works!</body></html>")]
    [InlineData("")]
    public async Task A_page_of_something_else_is_no_statistics(string body)
    {
        using var page = new FakePage(_ => FakePage.Http("200 OK", Encoding.UTF8.GetBytes(body)));
        await FailsAsync(page, HaproxyErrorKind.NotStatistics, null, "stats uri");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2000)]
    public async Task A_connection_that_is_cut_in_the_body_is_truncated(int length)
    {
        using var page = new FakePage(_ => FakePage.Http("200 OK", Table, cutAt: length));
        await FailsAsync(page, HaproxyErrorKind.Truncated, null, "end in the middle");
    }

    [Fact]
    public async Task A_connection_that_is_cut_between_chunks_is_truncated_also_where_a_row_ends()
    {
        using var page = new FakePage(_ => FakePage.Chunked(Table, isWhole: false));
        await FailsAsync(page, HaproxyErrorKind.Truncated);
    }

    [Fact]
    public async Task A_body_that_HAProxy_itself_cut_is_truncated()
    {
        using var page = new FakePage(_ => FakePage.Http("200 OK", Table[..3000]));
        await FailsAsync(page, HaproxyErrorKind.Truncated);
    }

    [Fact]
    public async Task A_connection_that_is_closed_without_an_answer_is_no_truncated_table()
    {
        using var page = new FakePage(_ => []);
        await FailsAsync(page, HaproxyErrorKind.Unreachable, null, "without an answer", "https");
    }

    [Fact]
    public async Task What_does_not_speak_HTTP_is_unreachable()
    {
        using var page = new FakePage(_ => "SSH-2.0-OpenSSH_9.2\r\n"u8.ToArray());
        await FailsAsync(page, HaproxyErrorKind.Unreachable);
    }

    [Fact]
    public async Task A_page_that_never_answers_is_given_up_in_time()
    {
        using var page = new FakePage(_ => null);
        var clock = Stopwatch.StartNew();
        using var client = HaproxyHttp.CreateClient(skipCertificateCheck: false);
        var balancer = new HaproxyPage(page.Source, client, new Login(new NetworkCredential("admin", Password)), TimeSpan.FromSeconds(0.5), TimeProvider.System);
        var e = await Assert.ThrowsAsync<HaproxyException>(() => balancer.ReadAsync(CancellationToken.None));
        Assert.Equal(HaproxyErrorKind.Unreachable, e.Kind);
        Assert.Contains("0.5 s", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Password, e.ToString(), StringComparison.Ordinal);
        Assert.InRange(clock.Elapsed, TimeSpan.FromSeconds(0.4), TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task A_page_that_stops_in_the_body_is_given_up_in_time_too()
    {
        // All of the answer but its last chunk, on a connection that stays open.
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var source = new HaproxySource { Uri = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/s") };
        using var client = HaproxyHttp.CreateClient(skipCertificateCheck: false);
        var page = new HaproxyPage(source, client, new Login(null), TimeSpan.FromSeconds(1), TimeProvider.System);
        var reading = Task.Run(() => page.ReadAsync(CancellationToken.None));
        using var connection = await listener.AcceptTcpClientAsync();
        await connection.GetStream().WriteAsync(FakePage.Chunked(Table, isWhole: false));
        var e = await Assert.ThrowsAsync<HaproxyException>(() => reading);
        Assert.Equal(HaproxyErrorKind.Unreachable, e.Kind);
        Assert.Contains("within 1 s", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("connecting")]
    [InlineData("silent")]
    [InlineData("in the body")]
    public async Task Whoever_cancels_waits_no_longer_and_is_told_of_no_error(string state)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start(backlog: 0);
        var address = (IPEndPoint)listener.LocalEndpoint;
        using var other = new TcpClient();
        if (state == "connecting")
        {
            // One that is not accepted fills the queue, and the system leaves the next one waiting.
            await other.ConnectAsync(address);
        }

        using var client = HaproxyHttp.CreateClient(skipCertificateCheck: false);
        using var cancel = new CancellationTokenSource();
        var page = new HaproxyPage(
            new HaproxySource { Uri = new Uri($"http://127.0.0.1:{address.Port}/s") }, client, new Login(null), Patience, TimeProvider.System);
        var reading = Task.Run(() => page.ReadAsync(cancel.Token));
        using var connection = state == "connecting" ? null : await listener.AcceptTcpClientAsync();
        if (state == "in the body")
        {
            await connection!.GetStream().WriteAsync(FakePage.Chunked(Table, isWhole: false));
        }

        Assert.NotSame(reading, await Task.WhenAny(reading, Task.Delay(300)));
        var clock = Stopwatch.StartNew();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 1);
    }

    [Fact]
    public async Task A_port_where_nobody_listens_is_unreachable()
    {
        int port;
        using (var listener = new TcpListener(IPAddress.Loopback, 0))
        {
            listener.Start();
            port = ((IPEndPoint)listener.LocalEndpoint).Port;
        }

        var source = new HaproxySource { Uri = new Uri($"http://127.0.0.1:{port}/haproxy?stats") };
        using var client = HaproxyHttp.CreateClient(skipCertificateCheck: false);
        var e = await Assert.ThrowsAsync<HaproxyException>(
            () => new HaproxyPage(source, client, new Login(null), Patience, TimeProvider.System).ReadAsync(CancellationToken.None));
        Assert.Equal((HaproxyErrorKind.Unreachable, source), (e.Kind, e.Target));
        Assert.Contains("refused", e.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_certificate_that_nobody_vouches_for_is_refused_before_the_password_is_sent()
    {
        using var page = new FakePage(_ => FakePage.Http("200 OK", Table), isTls: true);
        await FailsAsync(page, HaproxyErrorKind.CertificateUntrusted, null, "UntrustedRoot", "-SkipCertificateCheck");
        Assert.Empty(page.Requests);
    }

    [Fact]
    public async Task A_certificate_is_not_looked_at_when_the_user_says_so()
    {
        using var page = new FakePage(_ => FakePage.Http("200 OK", Table), isTls: true);
        using var client = HaproxyHttp.CreateClient(skipCertificateCheck: true);
        var snapshot = await new HaproxyPage(page.Source, client, new Login(null), Patience, TimeProvider.System).ReadAsync(CancellationToken.None);
        Assert.Equal(8, snapshot.Servers.Count());
    }

    [Fact]
    public async Task A_certificate_for_another_name_is_refused()
    {
        using var page = new FakePage(_ => FakePage.Http("200 OK", Table), isTls: true);
        var source = new HaproxySource { Uri = new Uri($"https://localhost:{page.Port}/haproxy?stats") };
        using var client = HaproxyHttp.CreateClient(skipCertificateCheck: false);
        var e = await Assert.ThrowsAsync<HaproxyException>(
            () => new HaproxyPage(source, client, new Login(null), Patience, TimeProvider.System).ReadAsync(CancellationToken.None));
        Assert.Equal(HaproxyErrorKind.CertificateUntrusted, e.Kind);
        Assert.Contains("another name", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Plain_http_asked_by_https_is_no_certificate_to_skip(bool skipCertificateCheck)
    {
        using var client = HaproxyHttp.CreateClient(skipCertificateCheck);
        using var plain = new TcpListener(IPAddress.Loopback, 0);
        plain.Start();
        var source = new HaproxySource { Uri = new Uri($"https://127.0.0.1:{((IPEndPoint)plain.LocalEndpoint).Port}/haproxy?stats") };
        var page = new HaproxyPage(source, client, new Login(new NetworkCredential("admin", Password)), Patience, TimeProvider.System);
        var reading = Task.Run(() => page.ReadAsync(CancellationToken.None));
        using (var connection = await plain.AcceptTcpClientAsync())
        {
            await connection.GetStream().WriteAsync(FakePage.Http("400 Bad Request", []));
            var e = await Assert.ThrowsAsync<HaproxyException>(() => reading);
            Assert.Equal(HaproxyErrorKind.Unreachable, e.Kind);
            Assert.Contains("http://", e.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("-SkipCertificateCheck", e.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("http://lb/haproxy?stats", "http://lb/haproxy?stats")]
    [InlineData("http://lb/haproxy?stats;csv", "http://lb/haproxy?stats")]
    [InlineData("http://lb:8404/;csv", "http://lb:8404/")]
    public void The_tables_address_is_as_good_as_the_pages(string given, string page) =>
        Assert.Equal(page, HaproxyPage.Normalize(new Uri(given)).AbsoluteUri);

    [Theory]
    [InlineData("a;b")]
    [InlineData("a\nb")]
    [InlineData("a/b")]
    public async Task A_name_that_could_be_a_command_is_not_sent(string name)
    {
        using var page = new FakePage(_ => FakePage.Http("303 See Other", [], "Location: /haproxy?stats;st=DONE\r\n"));
        using var client = HaproxyHttp.CreateClient(skipCertificateCheck: false);
        var balancer = new HaproxyPage(page.Source, client, new Login(null), Patience, TimeProvider.System);
        var server = HaproxyWorld.Server("status", "UP") with { Name = name };
        var e = await Assert.ThrowsAsync<HaproxyException>(() => balancer.SetStateAsync(server, HaproxyTargetState.Drain, CancellationToken.None));
        Assert.Equal(HaproxyErrorKind.InvalidName, e.Kind);
        Assert.Empty(page.Requests);
    }

    private static async Task<HaproxySnapshot> ReadAsync(FakePage page, Login? login = null)
    {
        using var client = HaproxyHttp.CreateClient(skipCertificateCheck: false);
        return await new HaproxyPage(page.Source, client, login ?? new Login(null), Patience, TimeProvider.System).ReadAsync(CancellationToken.None);
    }

    private static async Task FailsAsync(FakePage page, HaproxyErrorKind kind, Login? login = null, params string[] words)
    {
        var e = await Assert.ThrowsAsync<HaproxyException>(() => ReadAsync(page, login ?? new Login(new NetworkCredential("admin", Password))));
        Assert.Equal((kind, page.Source), (e.Kind, e.Target));
        Assert.All(words, word => Assert.Contains(word, e.Message, StringComparison.Ordinal));
        var token = Convert.ToBase64String(Encoding.UTF8.GetBytes($"admin:{Password}"));
        Assert.DoesNotContain(Password, e.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(token, e.ToString(), StringComparison.Ordinal);
    }

    private sealed class Login(NetworkCredential? known, NetworkCredential? typed = null, bool isRemembered = false) : IHaproxyLogin
    {
        public NetworkCredential? Known => known;

        public int TimesAsked { get; private set; }

        public int TimesAccepted { get; private set; }

        public Task<NetworkCredential?> AskAsync(HaproxySource source, CancellationToken cancellationToken)
        {
            TimesAsked++;
            return Task.FromResult(typed);
        }

        public void Accepted(NetworkCredential login) => TimesAccepted++;

        public bool Refused(NetworkCredential login) => isRemembered && ReferenceEquals(login, known);
    }
}
