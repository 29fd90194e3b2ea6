using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace Ultrafarma.Cluster.Tests.Browser;

/// <summary>A page in Chromium, and what it asked for and complained about.</summary>
internal sealed class ChromiumPage(Chromium chromium, string session)
{
    private readonly ConcurrentQueue<string> _messages = new();
    private readonly ConcurrentQueue<string> _requests = new();
    private readonly SemaphoreSlim _loaded = new(0);

    public string Session => session;

    /// <summary>What stands on its console: messages, uncaught errors, and what its policy refused.</summary>
    public IReadOnlyList<string> Messages => [.. _messages];

    /// <summary>The addresses that it asked for.</summary>
    public IReadOnlyList<string> Requests => [.. _requests];

    public async Task BeginAsync()
    {
        foreach (var part in new[] { "Page", "Runtime", "Log", "Network" })
        {
            await AskAsync(part + ".enable");
        }
    }

    /// <summary>How the reader's screen is: its width in CSS pixels, and whether it is dark.</summary>
    public async Task LookAsync(int width, bool isDark = false, bool isPhone = false)
    {
        await AskAsync("Emulation.setDeviceMetricsOverride", new { width, height = 900, deviceScaleFactor = isPhone ? 2 : 1, mobile = isPhone });
        await AskAsync("Emulation.setEmulatedMedia", new
        {
            media = "",
            features = new[] { new { name = "prefers-color-scheme", value = isDark ? "dark" : "light" } },
        });
    }

    /// <summary>Shows the page as the printer gets it, on a dark screen.</summary>
    public Task PrintedAsync() => AskAsync("Emulation.setEmulatedMedia", new
    {
        media = "print",
        features = new[] { new { name = "prefers-color-scheme", value = "dark" } },
    });

    /// <summary>Goes to an address and waits until all is loaded.</summary>
    public async Task GoAsync(string address)
    {
        await AskAsync("Page.navigate", new { url = address });
        Assert.True(await _loaded.WaitAsync(TimeSpan.FromSeconds(60)), "Not loaded: " + address);
    }

    /// <summary>The value of a script's expression.</summary>
    public async Task<JsonNode> EvaluateAsync(string expression)
    {
        var answer = await AskAsync("Runtime.evaluate", new { expression, returnByValue = true, awaitPromise = true });
        Assert.Null(answer["exceptionDetails"]?.ToJsonString());
        return answer["result"]!["value"]!;
    }

    /// <summary>A picture of the whole page, as PNG.</summary>
    public async Task<byte[]> ShootAsync() => Convert.FromBase64String(
        (string)(await AskAsync("Page.captureScreenshot", new { format = "png", captureBeyondViewport = true }))["data"]!);

    /// <summary>The page as it is printed on A4, as PDF.</summary>
    public async Task<byte[]> PrintAsync() => Convert.FromBase64String((string)(await AskAsync(
        "Page.printToPDF", new { printBackground = false, preferCSSPageSize = false, paperWidth = 8.27, paperHeight = 11.69 }))["data"]!);

    public void Take(string method, JsonNode what)
    {
        switch (method)
        {
            case "Page.loadEventFired":
                _loaded.Release();
                break;
            case "Network.requestWillBeSent":
                _requests.Enqueue((string)what["request"]!["url"]!);
                break;
            case "Runtime.consoleAPICalled":
            case "Runtime.exceptionThrown":
                _messages.Enqueue(what.ToJsonString());
                break;
            case "Log.entryAdded":
                _messages.Enqueue((string)what["entry"]!["text"]!);
                break;
            default:
                break;
        }
    }

    private Task<JsonNode> AskAsync(string method, object? arguments = null) => chromium.AskAsync(method, arguments ?? new { }, session);
}
