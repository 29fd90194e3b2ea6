using Ultrafarma.Cluster.Tests.Browser;
using Ultrafarma.Cluster.Tests.Engine;
using Xunit;

namespace Ultrafarma.Cluster.Tests.GlanceLab;

public sealed class ExportReportTests(LabFixture lab, Chromium chromium) : GlanceLabTest(lab), IClassFixture<Chromium>
{
    [Fact]
    public async Task The_page_has_the_whole_lab_and_a_browser_has_nothing_against_it()
    {
        var path = PathOf("report.html");
        using var running = Host.Start("Export-WebClusterReport $args[0] -Duration 3s -Interval 500ms -PassThru", path);
        using var client = new HttpClient { BaseAddress = new Uri($"http://{HaproxyLab.Balancer.Address}") };
        while (!running.IsCompleted)
        {
            _ = await client.GetStringAsync(new Uri("/health.txt", UriKind.Relative));
        }

        var outcome = await running.OutcomeAsync();
        Assert.Equal(path, outcome.Single<FileInfo>().FullName);
        Assert.Contains(outcome.Progress, p => p.StatusDescription == "Measuring traffic: 3 of 6 intervals");

        var page = await chromium.OpenAsync();
        await page.LookAsync(1280);
        await page.GoAsync(new Uri(path).AbsoluteUri);
        Assert.Equal([new Uri(path).AbsoluteUri], page.Requests);
        Assert.Empty(page.Messages);
        Assert.Equal(
            Enumerable.Range(1, 5).Select(Node),
            (await page.EvaluateAsync("[...document.querySelectorAll('#nodes tbody th')].map(e => e.textContent)")).AsArray().Select(n => (string)n!));
        Assert.Contains("Backend broken has no server that serves.", await TextAsync("findings"), StringComparison.Ordinal);
        Assert.Contains("web: requests a second", await TextAsync("balancer"), StringComparison.Ordinal);
        Assert.Contains("Nothing came in for spare, single, broken.", await TextAsync("balancer"), StringComparison.Ordinal);
        Assert.Contains("Every config that could be read", await TextAsync("drift"), StringComparison.Ordinal);
        Assert.Contains("None: no path", await TextAsync("conflicts"), StringComparison.Ordinal);
        Assert.Contains(Node(1), await TextAsync("schedule"), StringComparison.Ordinal);

        async Task<string> TextAsync(string section) => (string)(await page.EvaluateAsync($"document.getElementById('{section}').textContent"))!;
    }

    [Fact]
    public void Conflicts_are_told_by_directory_and_kind()
    {
        Lab.Conflict(3, "--nodes", "1,2");
        try
        {
            var page = Export("-Duration 0");
            Assert.Contains("Traffic was not measured.", page, StringComparison.Ordinal);
            Assert.Matches($"(?s)id=\"conflicts\".*>Content</th>.*<span>3</span>.*<span>{Node(1)}, {Node(2)}</span>", page);
            Assert.Contains("<dt>Conflicts</dt><dd class=\"warning\">3</dd>", page, StringComparison.Ordinal);
        }
        finally
        {
            Lab.Reset();
        }
    }

    [Fact]
    public void Drift_is_told_by_node_without_the_lines_and_of_the_chosen_nodes_only()
    {
        Change(4, "echo 'KeepAlive Off' >>httpd.conf");
        var page = Export("-Duration 0");
        Assert.Matches($"(?s)id=\"drift\".*<span>{Node(4)}</span>.*<span>Different</span>.*id=\"conflicts\"", page);
        Assert.DoesNotContain("KeepAlive", page, StringComparison.Ordinal);

        page = Export("-Duration 0 -Node *APP03");
        Assert.Contains("1 of 5 nodes", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<span>Different</span>", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_part_fails_alone_and_the_page_says_so()
    {
        ConnectWith("/run/haproxy/admin.sock", "/run/haproxy/no.sock");
        Change(2, "mv httpd.conf gone");
        Lab.On(3, "mv /var/lib/csync2 /var/lib/csync2.away");
        Lab.Stop(5, "sshd");
        try
        {
            var page = Export();
            Assert.Contains("no.sock could not be asked: ", page, StringComparison.Ordinal);
            Assert.Contains($"Could not be read on {Node(2)}, {Node(5)}; Findings say why.", page, StringComparison.Ordinal);
            Assert.Contains($"Could not be asked: {Node(3)}, {Node(5)}.", page, StringComparison.Ordinal);
            Assert.Contains($"Could not be read, since they do not answer: {Node(5)}.", page, StringComparison.Ordinal);
            Assert.Contains("<dt>Nodes that answer</dt><dd class=\"error\">4 of 5</dd>", page, StringComparison.Ordinal);
        }
        finally
        {
            Lab.On(2, "mv /etc/httpd/conf/gone /etc/httpd/conf/httpd.conf");
            Lab.On(3, "rm -rf /var/lib/csync2; mv /var/lib/csync2.away /var/lib/csync2");
            Lab.Start(5, "sshd");
        }
    }

    [Fact]
    public async Task Ctrl_C_ends_it_within_a_second_and_leaves_no_file()
    {
        using var running = Host.Start("Export-WebClusterReport $args[0] -Duration 60", PathOf("report.html"));
        await running.WaitUntilAsync(r => r.Progress.Any(p => p.StatusDescription == "Measuring traffic: 1 of 60 intervals"));
        Assert.InRange(await running.StopAsync(), TimeSpan.Zero, TimeSpan.FromSeconds(1));
        Assert.Empty(Directory.GetFileSystemEntries(Folder));
    }

    [Fact]
    public void Its_own_file_is_replaced_as_readable_as_it_was_and_another_is_kept()
    {
        var path = PathOf("report.html");
        var first = Export("-Duration 0");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Assert.NotEqual(first, Export("-Duration 0"));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        Assert.Equal([path], Directory.GetFiles(Folder));

        File.WriteAllText(path, "<!DOCTYPE html>the shop's start page");
        Host.Run("Export-WebClusterReport $args[0] -Duration 0", path).AssertTerminating("FileExists");
        Assert.Equal("<!DOCTYPE html>the shop's start page", File.ReadAllText(path));
        Export("-Duration 0 -Force");
        Assert.Equal("<!DOCTYPE html>the shop's start page", File.ReadAllText(Assert.Single(Directory.GetFiles(Folder, "report.html.bak-*"))));
    }

    [Fact]
    public void What_cannot_be_written_is_said_before_anything_is_measured()
    {
        // Not even root may write in /sys.
        foreach (var path in new[] { PathOf("no/such.html"), Folder, "/sys/report.html" })
        {
            var outcome = Host.Run("Export-WebClusterReport $args[0] -Duration 60", path);
            Assert.Equal(path, outcome.AssertTerminating("FileNotWritten").TargetObject);
            Assert.InRange(outcome.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10));
        }
    }

    [Theory]
    [InlineData("-Duration 1 -Interval 2", "BadSample")]
    [InlineData("-Duration 1h -Interval 500ms", "BadSample")]
    [InlineData("-Duration never", "ParameterArgumentTransformationError")]
    public void A_sample_that_is_none_is_refused(string arguments, string errorId)
    {
        Host.Run("Export-WebClusterReport $args[0] " + arguments, PathOf("report.html")).AssertTerminating(errorId);
        Assert.Empty(Directory.GetFiles(Folder));
    }

    [Fact]
    public void Nothing_is_written_with_whatif_or_without_a_node()
    {
        Host.Run("Export-WebClusterReport $args[0] -WhatIf", PathOf("report.html")).AssertNoErrors();
        Host.Run("Export-WebClusterReport $args[0] -Node nosuch", PathOf("report.html")).AssertError("NodeNotFound");
        Assert.Empty(Directory.GetFiles(Folder));
    }

    private string Folder => Path.GetDirectoryName(PathOf("x"))!;

    private string Export(string arguments = "")
    {
        var path = PathOf("report.html");
        Assert.Empty(Host.Run("Export-WebClusterReport $args[0] " + arguments, path).AssertNoErrors().Output);
        return File.ReadAllText(path);
    }
}
