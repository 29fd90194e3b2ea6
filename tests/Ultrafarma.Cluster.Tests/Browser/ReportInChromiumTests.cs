using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Ultrafarma.Cluster.Nodes;
using Ultrafarma.Cluster.Tests.Nodes;
using Xunit;

namespace Ultrafarma.Cluster.Tests.Browser;

/// <summary>A report as people see it: in a real browser, light, dark, on a phone and on paper. The pictures lie beside the tests, to be looked at.</summary>
public sealed class ReportInChromiumTests(Chromium chromium) : IClassFixture<Chromium>, IDisposable
{
    private const int Phone = 360;

    private readonly TempFolder _folder = new();

    [Theory]
    [InlineData("light", 1280)]
    [InlineData("dark", 1280)]
    [InlineData("light", Phone)]
    [InlineData("dark", Phone)]
    public async Task The_page_needs_nothing_complains_of_nothing_and_every_text_can_be_read(string scheme, int width)
    {
        var (page, address) = await OpenAsync(ReportPage.Write(ReportScene.Full()), width, scheme == "dark");
        Assert.Equal(scheme == "dark" ? "rgb(13, 17, 23)" : "rgb(255, 255, 255)", (string)(await page.EvaluateAsync("getComputedStyle(document.body).backgroundColor"))!);

        var texts = (await page.EvaluateAsync(Contrasts)).AsArray();
        Assert.True(texts.Count > 100, "The texts were found.");
        Assert.Empty(texts.Where(t => (double)t!["ratio"]! < 4.5).Select(t => t!.ToJsonString()));
        await KeepAsync($"report-{scheme}-{width}.png", await page.ShootAsync());
        Assert.Equal([address], page.Requests);
        Assert.Empty(page.Messages);
    }

    [Theory]
    [InlineData(Phone)]
    [InlineData(412)]
    [InlineData(768)]
    [InlineData(1280)]
    public async Task Nothing_is_wider_than_the_screen(int width)
    {
        var (page, _) = await OpenAsync(ReportPage.Write(ReportScene.Full("CD163820-L-ULTRAFARMA-APP02-" + new string('x', 80))), width, isDark: false);
        Assert.Equal(width, (int)await page.EvaluateAsync("window.innerWidth"));
        Assert.InRange((int)await page.EvaluateAsync("document.documentElement.scrollWidth"), 1, width);
        if (width < 700)
        {
            // A row is a card there: no table is scrolled, each cell names its column, and it is a table for a screen reader yet.
            Assert.Equal(0, (int)await page.EvaluateAsync("[...document.querySelectorAll('.scroll')].filter(e => e.scrollWidth > e.clientWidth).length"));
            Assert.Equal("\"Apache\"", (string)(await page.EvaluateAsync("getComputedStyle(document.querySelector('#nodes td:nth-child(5)'), '::before').content"
                + ".replace('attr(data-label)', JSON.stringify(document.querySelector('#nodes td:nth-child(5)').dataset.label))"))!);
            Assert.True((double)await page.EvaluateAsync("Math.min(...[...document.querySelectorAll('.chart text')].map(t => t.getBoundingClientRect().height))") > 10);
        }
    }

    [Theory]
    [InlineData(1280)]
    [InlineData(Phone)]
    public async Task The_labels_of_a_plot_do_not_lie_on_one_another(int width)
    {
        var (page, _) = await OpenAsync(ReportPage.Write(ReportScene.Full()), width, isDark: false);
        Assert.Equal("[]", (await page.EvaluateAsync(
            """
            [...document.querySelectorAll('.chart')].flatMap(chart => {
              const frame = chart.getBoundingClientRect(), boxes = [...chart.querySelectorAll('text')].map(t => [t.textContent, t.getBoundingClientRect()]);
              return boxes.filter(([text, a], i) => a.left < frame.left - 1 || a.right > frame.right + 1 || a.bottom > frame.bottom + 1
                || boxes.slice(i + 1).some(([, b]) => a.left < b.right && b.left < a.right && a.top + 3 < b.bottom && b.top + 3 < a.bottom)).map(([text]) => text);
            })
            """)).ToJsonString());
    }

    [Fact]
    public async Task What_comes_from_the_cluster_stays_text()
    {
        const string name = "<script>document.title='taken'</script><img src='http://127.0.0.1:9/x' onerror=\"document.title='taken'\">\"'&lt;";
        var (page, address) = await OpenAsync(ReportPage.Write(ReportScene.Full(name)), 1280, isDark: false);
        Assert.Equal("scene, 2026-11-25 12:00", (string)(await page.EvaluateAsync("document.title"))!);
        Assert.Equal(0, (int)await page.EvaluateAsync("document.querySelectorAll('script, img, iframe, link, form, [onerror], [style]').length"));
        Assert.Equal(name, (string)(await page.EvaluateAsync("document.querySelectorAll('#nodes tbody th')[1].textContent"))!);
        Assert.Equal([address], page.Requests);
        Assert.Empty(page.Messages);
    }

    [Theory]
    [InlineData("const e = document.createElement('script'); e.textContent = \"document.title = 'taken'\"; document.body.append(e)")]
    [InlineData("const e = document.createElement('img'); e.src = 'http://127.0.0.1:9/x'; document.body.append(e)")]
    [InlineData("document.body.insertAdjacentHTML('beforeend', '<p style=\"color:red\">')")]
    [InlineData("fetch('http://127.0.0.1:9/x').catch(() => 0)")]
    public async Task The_policy_lets_nothing_else_in(string attack)
    {
        var (page, address) = await OpenAsync(ReportPage.Write(ReportScene.Full()), 1280, isDark: false);
        await page.EvaluateAsync($"(async () => {{ {attack}; await new Promise(done => setTimeout(done, 50)); return 1 }})()");
        Assert.NotEqual("taken", (string)(await page.EvaluateAsync("document.title"))!);
        Assert.Contains(page.Messages, m => m.Contains("Content Security Policy", StringComparison.Ordinal));
        Assert.Equal([address], page.Requests.Where(r => !r.EndsWith("/x", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Printed_it_has_all_its_words_on_few_pages_and_is_dark_on_white()
    {
        var (page, _) = await OpenAsync(ReportPage.Write(ReportScene.Full()), 1280, isDark: true);
        var file = await KeepAsync("report-print.pdf", await page.PrintAsync());
        var pages = int.Parse(Regex.Match(await RunAsync("pdfinfo", file), @"^Pages:\s+(\d+)$", RegexOptions.Multiline).Groups[1].Value, CultureInfo.InvariantCulture);
        Assert.InRange(pages, 2, 4);
        var text = await RunAsync("pdftotext", "-layout", file, "-");
        Assert.All(
            new[] { "Severity", "Warning", "Haproxy", "Findings", "app5 does not answer.", "Nodes", "web: requests a second", "requests/s", "Servers", "DOWN 1/2", "Drift of Apache's config",
                "/data/www/html/images", "csync2's schedule", "*/15 * * * *" },
            words => Assert.Contains(words, text, StringComparison.Ordinal));

        // The reader's dark screen is none of the printer's business.
        await RunAsync("pdftoppm", "-r", "40", "-png", file, Path.ChangeExtension(file, null));
        Assert.NotEmpty(Directory.GetFiles(Path.GetDirectoryName(file)!, "report-print-*.png"));
        await page.PrintedAsync();
        Assert.Equal("rgb(255, 255, 255) rgb(0, 0, 0)", (string)(await page.EvaluateAsync("getComputedStyle(document.body).backgroundColor + ' ' + getComputedStyle(document.body).color"))!);
        Assert.Equal("avoid avoid", (string)(await page.EvaluateAsync("getComputedStyle(document.querySelector('tbody tr')).breakInside + ' ' + getComputedStyle(document.querySelector('figure')).breakInside"))!);
        Assert.Empty((await page.EvaluateAsync(Contrasts)).AsArray().Where(t => (double)t!["ratio"]! < 4.5).Select(t => t!.ToJsonString()));
    }

    [Fact]
    public async Task A_page_that_asks_and_complains_is_noticed()
    {
        var (page, address) = await OpenAsync("<!DOCTYPE html><p style='color:#777;background:#888'>x</p><img src='data.png'><script>console.error('so'); throw new Error('it')</script>", 1280, isDark: false);
        Assert.Equal([address, address[..(address.LastIndexOf('/') + 1)] + "data.png"], page.Requests);
        Assert.Contains(page.Messages, m => m.Contains("so", StringComparison.Ordinal));
        Assert.Contains(page.Messages, m => m.Contains("Error: it", StringComparison.Ordinal));
        Assert.InRange((double)(await page.EvaluateAsync(Contrasts)).AsArray().Single()!["ratio"]!, 1, 2);
    }

    public void Dispose() => _folder.Dispose();

    // Each text, and the ratio of its colour and what lies behind it, as WCAG 2.2 reckons (relative luminance).
    private const string Contrasts =
        """
        (() => {
          const rgb = c => { const n = c.match(/[\d.]+/g).map(Number); return n.length > 3 && n[3] === 0 ? null : n.slice(0, 3); };
          const light = c => { const [r, g, b] = c.map(v => v / 255).map(v => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4); return .2126 * r + .7152 * g + .0722 * b; };
          const behind = e => { for (; e; e = e.parentElement) { const c = rgb(getComputedStyle(e).backgroundColor); if (c) return c; } return [255, 255, 255]; };
          const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = [];
          while (walker.nextNode()) {
            const e = walker.currentNode.parentElement;
            if (!walker.currentNode.data.trim() || ['SCRIPT', 'title', 'desc'].includes(e.tagName)) continue;
            const style = getComputedStyle(e), a = light(rgb(e.closest('svg') ? style.fill : style.color)), b = light(behind(e));
            found.push({ text: walker.currentNode.data.trim(), ratio: (Math.max(a, b) + .05) / (Math.min(a, b) + .05) });
          }
          return found;
        })()
        """;

    private async Task<(ChromiumPage Page, string Address)> OpenAsync(string html, int width, bool isDark)
    {
        var address = new Uri(_folder.Write("report.html", html)).AbsoluteUri;
        var page = await chromium.OpenAsync();
        await page.LookAsync(width, isDark, isPhone: width < 700);
        await page.GoAsync(address);
        return (page, address);
    }

    private static async Task<string> KeepAsync(string name, byte[] content)
    {
        var file = Path.Combine(Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "pictures")).FullName, name);
        await File.WriteAllBytesAsync(file, content);
        return file;
    }

    private static async Task<string> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
        return output;
    }
}
