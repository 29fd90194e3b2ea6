using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using Ultrafarma.Cluster.Tests.Engine;
using Ultrafarma.Cluster.Tests.Nodes;

namespace Ultrafarma.Cluster.Tests.Browser;

/// <summary>
/// A real Chromium without a window, told what to do by its DevTools protocol (https://chromedevtools.github.io/devtools-protocol/).
/// One serves all tests of a class.
/// </summary>
public sealed class Chromium : IAsyncLifetime
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly TempFolder _profile = new();
    private readonly ClientWebSocket _socket = new();
    private readonly SemaphoreSlim _sending = new(1, 1);
    private readonly CancellationTokenSource _ending = new();
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonNode>> _answers = new();
    private readonly ConcurrentDictionary<string, ChromiumPage> _pages = new(StringComparer.Ordinal);
    private Process? _process;
    private PipeReader? _words;
    private Task _reading = Task.CompletedTask;
    private int _last;

    public async Task InitializeAsync()
    {
        var start = new ProcessStartInfo("/usr/bin/chromium",
        [
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-extensions",
            "--remote-debugging-port=0", "--user-data-dir=" + _profile.FullPath, "about:blank",
        ])
        {
            RedirectStandardError = true,
        };
        _process = Process.Start(start)!;
        _words = new PipeReader(_process.StandardError);
        var (file, clock) = (Path.Combine(_profile.FullPath, "DevToolsActivePort"), Stopwatch.StartNew());
        string[] lines;
        while ((lines = File.Exists(file) ? await File.ReadAllLinesAsync(file) : []).Length < 2)
        {
            Assert.True(clock.Elapsed < Limit && !_process.HasExited, "Chromium does not start.");
            await Task.Delay(20);
        }

        await _socket.ConnectAsync(new Uri($"ws://127.0.0.1:{lines[0]}{lines[1]}"), _ending.Token);
        _reading = Task.Run(ReadAsync);
    }

    /// <summary>Opens an empty page.</summary>
    internal async Task<ChromiumPage> OpenAsync()
    {
        var target = await AskAsync("Target.createTarget", new { url = "about:blank" });
        var session = await AskAsync("Target.attachToTarget", new { targetId = (string)target["targetId"]!, flatten = true });
        var page = new ChromiumPage(this, (string)session["sessionId"]!);
        _pages[page.Session] = page;
        await page.BeginAsync();
        return page;
    }

    /// <summary>Asks for one thing and waits for the answer.</summary>
    internal async Task<JsonNode> AskAsync(string method, object arguments, string? session = null)
    {
        var id = Interlocked.Increment(ref _last);
        var answer = _answers[id] = new TaskCompletionSource<JsonNode>(TaskCreationOptions.RunContinuationsAsynchronously);
        var message = new JsonObject { ["id"] = id, ["method"] = method, ["params"] = JsonSerializer.SerializeToNode(arguments) };
        if (session is not null)
        {
            message["sessionId"] = session;
        }

        await _sending.WaitAsync(_ending.Token);
        try
        {
            await _socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(message), WebSocketMessageType.Text, endOfMessage: true, _ending.Token);
        }
        finally
        {
            _sending.Release();
        }

        return await answer.Task.WaitAsync(Limit);
    }

    public async Task DisposeAsync()
    {
        await _ending.CancelAsync();
        await _reading;
        if (_process is not null)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
            _ = _words!.HasEnded(Limit);
            _process.Dispose();
        }

        _socket.Dispose();
        _profile.Dispose();
    }

    private async Task ReadAsync()
    {
        var buffer = new byte[64 * 1024];
        using var message = new MemoryStream();
        try
        {
            while (true)
            {
                var part = await _socket.ReceiveAsync(buffer.AsMemory(), _ending.Token);
                await message.WriteAsync(buffer.AsMemory(0, part.Count), _ending.Token);
                if (part.EndOfMessage)
                {
                    Take(JsonNode.Parse(message.ToArray())!);
                    message.SetLength(0);
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException)
        {
            foreach (var answer in _answers.Values)
            {
                answer.TrySetException(e);
            }
        }
    }

    private void Take(JsonNode message)
    {
        if ((int?)message["id"] is { } id)
        {
            if (_answers.TryRemove(id, out var answer))
            {
                _ = message["error"] is { } error
                    ? answer.TrySetException(new InvalidOperationException(error.ToJsonString()))
                    : answer.TrySetResult(message["result"]!);
            }
        }
        else if ((string?)message["sessionId"] is { } session && _pages.TryGetValue(session, out var page))
        {
            page.Take((string)message["method"]!, message["params"]!);
        }
    }
}
