using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Ultrafarma.Cluster.Haproxy;

namespace Ultrafarma.Cluster.Tests.Haproxy;

/// <summary>A stats page on loopback that answers as a test tells it, byte by byte.</summary>
internal sealed class FakePage : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly CancellationToken _stop;
    private readonly Func<string, byte[]?> _answer;
    private readonly X509Certificate2? _certificate;
    private readonly List<string> _requests = [];

    /// <summary>Starts the page.</summary>
    /// <param name="answer">From the request's head and body to the whole answer; after it the connection is closed. Null never answers.</param>
    /// <param name="isTls">True speaks TLS, with a certificate that it made itself.</param>
    public FakePage(Func<string, byte[]?> answer, bool isTls = false)
    {
        _answer = answer;
        _stop = _end.Token;
        _certificate = isTls ? MakeCertificate() : null;
        _listener.Start();
        Source = new HaproxySource { Uri = new Uri($"{(isTls ? "https" : "http")}://127.0.0.1:{Port}/haproxy?stats") };
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public HaproxySource Source { get; }

    /// <summary>What was asked so far.</summary>
    public IReadOnlyList<string> Requests
    {
        get
        {
            lock (_requests)
            {
                return [.. _requests];
            }
        }
    }

    /// <summary>An answer with its length; the body's end may be left out.</summary>
    public static byte[] Http(string status, byte[] body, string headers = "", int? cutAt = null)
    {
        var head = $"HTTP/1.1 {status}\r\nContent-Type: text/plain\r\nConnection: close\r\n{headers}Content-Length: {body.Length}\r\n\r\n";
        return [.. Encoding.ASCII.GetBytes(head), .. body[..(cutAt ?? body.Length)]];
    }

    /// <summary>The same in chunks, as HAProxy sends it; the last chunk may be left out.</summary>
    public static byte[] Chunked(byte[] body, bool isWhole)
    {
        var chunks = $"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n{body.Length:X}\r\n";
        return [.. Encoding.ASCII.GetBytes(chunks), .. body, .. isWhole ? "\r\n0\r\n\r\n"u8 : "\r\n"u8];
    }

    public void Dispose()
    {
        _end.Cancel();
        _end.Dispose();
        _listener.Dispose();
        _certificate?.Dispose();
    }

    private static X509Certificate2 MakeCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=balancer", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_stop);
                _ = ServeAsync(client);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var connection = client;
        try
        {
            Stream stream = client.GetStream();
            if (_certificate is not null)
            {
                var tls = new SslStream(stream);
                await tls.AuthenticateAsServerAsync(_certificate);
                stream = tls;
            }

            await using var opened = stream;
            var request = await ReadRequestAsync(stream);
            if (request.Length == 0)
            {
                return;
            }

            lock (_requests)
            {
                _requests.Add(request);
            }

            if (_answer(request) is not { } bytes)
            {
                await Task.Delay(Timeout.Infinite, _stop);
                return;
            }

            await stream.WriteAsync(bytes, _stop);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or System.Security.Authentication.AuthenticationException)
        {
            // The client has what it wanted to know.
        }
    }

    private async Task<string> ReadRequestAsync(Stream stream)
    {
        var text = new StringBuilder();
        var buffer = new byte[4096];
        while (!IsWhole(text.ToString()))
        {
            var count = await stream.ReadAsync(buffer, _stop);
            if (count == 0)
            {
                break;
            }

            text.Append(Encoding.ASCII.GetString(buffer, 0, count));
        }

        return text.ToString();
    }

    private static bool IsWhole(string request)
    {
        const string Length = "Content-Length: ";
        var end = request.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        var length = request.IndexOf(Length, StringComparison.Ordinal);
        return end >= 0 && (length < 0
            || request.Length >= end + 4 + int.Parse(request[(length + Length.Length)..request.IndexOf('\r', length)], System.Globalization.CultureInfo.InvariantCulture));
    }
}
