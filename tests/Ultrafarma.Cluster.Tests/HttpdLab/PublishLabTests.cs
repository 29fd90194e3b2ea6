using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Ultrafarma.Cluster.Httpd;
using Ultrafarma.Cluster.Tests.Engine;
using Ultrafarma.Cluster.Tests.HaproxyLab;
using Xunit;

namespace Ultrafarma.Cluster.Tests.HttpdLab;

/// <summary>Publish-HttpdConfig on the lab's real Apaches behind its real HAProxy.</summary>
[Collection(LabTests.Name)]
public sealed partial class PublishLabTests : IDisposable
{
    private const string Conf = "/etc/httpd/conf/httpd.conf";
    private readonly LabFixture _lab;
    private readonly ModuleHost _host = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("uf-publish-").FullName;

    public PublishLabTests(LabFixture lab)
    {
        _lab = lab;
        Balancer.Begin(lab);
        Parallel.ForEach(Enumerable.Range(1, 5), i => lab.On(i, $"cp -a {Conf} {Conf}.before-test"));
        _host.Run("param($path) Connect-WebCluster -Path $path", lab.Inventory).AssertNoErrors();
    }

    private string File => Path.Combine(_folder, "httpd.conf");

    public void Dispose()
    {
        _host.Dispose();
        Parallel.ForEach(Enumerable.Range(1, 5), i =>
        {
            _lab.On(i, $"mv -f {Conf}.before-test {Conf}; rm -rf /etc/httpd/conf.d /var/backups/ultrafarma-cluster");
            _lab.Stop(i, "httpd");
            _lab.Start(i, "httpd");
        });
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void Every_node_gets_its_own_file_keeps_the_old_one_and_serves()
    {
        var before = Enumerable.Range(1, 5).ToDictionary(i => i, Read);
        Write(before[1] + "KeepAliveTimeout 3\n");
        var results = Publish().AssertNoErrors().As<HttpdPublishResult>();

        Assert.Equal(Enumerable.Range(1, 5).Select(LabFixture.Node), results.Select(r => r.Node));
        Assert.All(results, r => Assert.Equal((HttpdChangeAction.Published, (string?)null), (r.Action, r.Reason)));
        foreach (var i in Enumerable.Range(1, 5))
        {
            // A comment is no host: it is everywhere that of the source.
            Assert.Equal(
                before[i].Replace("# Apache of " + LabFixture.Node(i), "# Apache of " + LabFixture.Node(1), StringComparison.Ordinal) + "KeepAliveTimeout 3\n",
                Read(i));
            Assert.Equal(before[i], _lab.On(i, $"cat '{results[i - 1].Backup}'"));
            AssertWhole(i);
        }

        Assert.All(Publish().AssertNoErrors().As<HttpdPublishResult>(), r => Assert.Equal(HttpdChangeAction.Unchanged, r.Action));
        Assert.All(Publish($"-FromNode {LabFixture.Node(3)}", path: false).AssertNoErrors().As<HttpdPublishResult>(),
            r => Assert.Equal(HttpdChangeAction.Unchanged, r.Action));
    }

    [Fact]
    public void WhatIf_shows_each_nodes_diff_and_touches_nothing()
    {
        Write(Read(1) + "KeepAliveTimeout 3\n");
        var before = Enumerable.Range(1, 5).Select(Read).ToList();
        var results = Publish("-Node *APP02 -WhatIf").AssertNoErrors();

        var planned = results.Single<HttpdPublishResult>();
        Assert.Equal(HttpdChangeAction.Planned, planned.Action);
        Assert.Contains("+KeepAliveTimeout 3\n", planned.Diff, StringComparison.Ordinal);
        Assert.Contains("+KeepAliveTimeout 3", _host.Render($"Publish-HttpdConfig '{File}' -Node *APP02 -WhatIf"), StringComparison.Ordinal);
        Assert.Equal(before, Enumerable.Range(1, 5).Select(Read));
        Assert.Equal("", _lab.On(2, "ls -A /etc/httpd/conf | grep ultrafarma || true"));
    }

    [Fact]
    public void What_Apache_refuses_changes_no_node_and_is_said_with_the_line_of_the_users_own_file()
    {
        var before = Enumerable.Range(1, 5).Select(Read).ToList();
        Write(before[0] + "KeepAlice On\n");
        var outcome = Publish();

        var line = before[0].Count(c => c == '\n') + 1;
        var failed = outcome.Results().Where(r => r.Action == HttpdChangeAction.Failed).ToList();
        Assert.Equal(5, failed.Count);
        Assert.Contains($"{File}, line {line}: Invalid command 'KeepAlice'", failed[0].Reason, StringComparison.Ordinal);
        Assert.Equal(before, Enumerable.Range(1, 5).Select(Read));
        Assert.Equal("", _lab.On(2, "ls -A /etc/httpd/conf | grep ultrafarma || true"));
        Assert.Equal(Enumerable.Repeat("ConfigNotPublished", 5), outcome.Errors.Select(PipelineOutcome.IdOf));
    }

    [Fact]
    public void A_file_that_kills_Apache_at_the_reload_is_taken_back_and_the_others_are_not_reached()
    {
        var before = Enumerable.Range(1, 5).Select(Read).ToList();
        Write(before[0] + "Listen 192.0.2.1:81\n");
        var outcome = Publish();

        Assert.Equal(
            [HttpdChangeAction.RolledBack, HttpdChangeAction.NotReached, HttpdChangeAction.NotReached, HttpdChangeAction.NotReached, HttpdChangeAction.NotReached],
            outcome.Results().OrderBy(r => r.Node, StringComparer.Ordinal).Select(r => r.Action));
        outcome.AssertError("ConfigRolledBack");
        Assert.Equal(before, Enumerable.Range(1, 5).Select(Read));
        Assert.All(Enumerable.Range(1, 5), AssertWhole);
    }

    [Fact]
    public void With_drain_no_request_fails_three_times()
    {
        for (var round = 0; round < 3; round++)
        {
            Write(Read(1) + $"# round {round}\n");
            using var wrk = Process.Start(new ProcessStartInfo("wrk", ["-t1", "-c4", "-d300s", $"http://{Balancer.Address}/health.txt"])
            {
                RedirectStandardOutput = true,
            })!;
            Thread.Sleep(500);
            var outcome = Publish("-Drain");
            Assert.False(wrk.HasExited, "wrk ended before the publish did: nothing is proven.");

            // At SIGINT it ends in order and gives its counts.
            using var interrupt = Process.Start("kill", ["-INT", wrk.Id.ToString(CultureInfo.InvariantCulture)]);
            var words = wrk.StandardOutput.ReadToEnd();
            wrk.WaitForExit();
            Assert.All(outcome.AssertNoErrors().As<HttpdPublishResult>(), r => Assert.Equal(HttpdChangeAction.Published, r.Action));
            Assert.True(!words.Contains("Non-2xx", StringComparison.Ordinal) && !words.Contains("Socket errors", StringComparison.Ordinal), words);
            Assert.True(int.Parse(Requests().Match(words).Groups[1].Value, CultureInfo.InvariantCulture) > 100, words);
        }

        Assert.All(Enumerable.Range(1, 5), i => Assert.Equal("UP", Balancer.Stat("web", LabFixture.Node(i), "status")));
    }

    [Fact]
    public async Task Of_two_publishes_at_once_one_is_refused_and_told_who_holds_the_nodes()
    {
        Write(Read(1) + "KeepAliveTimeout 3\n");
        using var other = new ModuleHost();
        (await other.RunAsync("param($path) Connect-WebCluster -Path $path", _lab.Inventory)).AssertNoErrors();
        var first = _host.RunAsync($"Publish-HttpdConfig '{File}'");
        var second = other.RunAsync($"Publish-HttpdConfig '{File}'");
        var outcomes = await Task.WhenAll(first, second);

        // The later one may also come so late that there is nothing left to do.
        var loser = outcomes.Single(o => !o.Results().Any(r => r.Action == HttpdChangeAction.Published));
        if (loser.Errors.Count > 0)
        {
            Assert.Matches("process [0-9]+, since 20[0-9-]+T|changed by somebody else", loser.Errors[0].Exception.Message);
        }

        Assert.All(Enumerable.Range(1, 5), i => Assert.EndsWith("KeepAliveTimeout 3\n", Read(i), StringComparison.Ordinal));
        Assert.All(Enumerable.Range(1, 5), AssertWhole);
    }

    [Fact]
    public void A_lock_names_its_holder_and_a_killed_holders_lock_is_taken_over()
    {
        Write(Read(1) + "KeepAliveTimeout 3\n");
        _lab.On(2, "mkdir -p /run/ultrafarma-cluster; cd /run/ultrafarma-cluster; printf 'maria@admin, process 7, since 2026-11-25T02:00:00Z\\n' >httpd.lock; "
            + "setsid flock httpd.lock sleep 300 >/dev/null 2>&1 </dev/null & sleep 0.5");
        try
        {
            var refused = Publish().AssertError("Busy");
            Assert.Contains("maria@admin, process 7, since 2026-11-25T02:00:00Z", refused.Exception.Message, StringComparison.Ordinal);
        }
        finally
        {
            _lab.On(2, "fuser -k /run/ultrafarma-cluster/httpd.lock >/dev/null 2>&1; sleep 0.3");
        }

        var outcome = Publish().AssertNoErrors();
        Assert.Contains(outcome.Warnings, w => w.Contains("maria@admin", StringComparison.Ordinal));
        Assert.Equal(5, outcome.Results().Count(r => r.Action == HttpdChangeAction.Published));
    }

    [Fact]
    public void A_node_that_is_down_stops_all_unless_it_may_fail()
    {
        var before = Enumerable.Range(1, 5).Select(Read).ToList();
        Write(before[0] + "KeepAliveTimeout 3\n");
        _lab.Stop(3, "sshd");
        try
        {
            var stopped = Publish();
            Assert.All(stopped.Results(), r => Assert.Equal(HttpdChangeAction.NotReached, r.Action));
            Assert.Equal(before, Enumerable.Range(1, 5).Select(Read));

            var others = Publish("-MaxFailures 1").Results();
            Assert.Equal(4, others.Count(r => r.Action == HttpdChangeAction.Published));
            Assert.Equal(before[2], Read(3));
        }
        finally
        {
            _lab.Start(3, "sshd");
        }

        var second = Publish().AssertNoErrors().As<HttpdPublishResult>();
        Assert.Equal(LabFixture.Node(3), Assert.Single(second, r => r.Action == HttpdChangeAction.Published).Node);
    }

    [Fact]
    public void A_full_disk_changes_nothing()
    {
        var before = Enumerable.Range(1, 5).Select(Read).ToList();
        Write(before[0] + new string('#', 200_000) + "\n");
        _lab.Fill(4, "etc");
        try
        {
            var outcome = Publish();
            Assert.Equal(HttpdChangeAction.Failed, outcome.Results().Single(r => r.Node == LabFixture.Node(4)).Action);
            Assert.Equal(before, Enumerable.Range(1, 5).Select(Read));
        }
        finally
        {
            _lab.DrainDisk(4, "etc");
        }

        Assert.All(Publish().AssertNoErrors().As<HttpdPublishResult>(), r => Assert.Equal(HttpdChangeAction.Published, r.Action));
    }

    [Fact]
    public async Task Ctrl_C_takes_effect_within_a_second_and_puts_a_drained_server_back()
    {
        Write(Read(1) + "KeepAliveTimeout 3\n");
        using var client = Balancer.Hang("APP01");
        using var running = _host.Start($"Publish-HttpdConfig '{File}' -Drain");
        await running.WaitUntilAsync(_ => Balancer.Stat("web", LabFixture.Node(1), "status").StartsWith("DRAIN", StringComparison.Ordinal));
        var time = await running.StopAsync();
        Assert.True(time < TimeSpan.FromSeconds(1.5), time.ToString());
        Balancer.Eventually(() => Balancer.Stat("web", LabFixture.Node(1), "status") == "UP", "the server is back");
        Assert.All(Enumerable.Range(1, 5), i => Balancer.Eventually(() => Uploads(i).Length == 0, "the upload is gone"));
    }

    [Fact]
    public void The_command_of_the_inventory_reloads_and_includes_are_followed_for_the_ports()
    {
        foreach (var i in Enumerable.Range(1, 5))
        {
            _lab.On(i, "mkdir -p /etc/httpd/conf.d; for n in $(seq 1 20); do echo \"# $n\" >/etc/httpd/conf.d/$n.conf; done; "
                + $"echo 'Listen {Ip(i)}:8081' >/etc/httpd/conf.d/7.conf; rm -f /tmp/reloaded");
        }

        var inventory = Path.Combine(_folder, "inventory.psd1");
        System.IO.File.WriteAllText(inventory, System.IO.File.ReadAllText(_lab.Inventory).Replace(
            "HealthUrl", "ReloadCommand = 'echo yes >/tmp/reloaded; exec apache2 -f /etc/httpd/conf/httpd.conf -k graceful'; HealthUrl", StringComparison.Ordinal));
        _host.Run("param($path) Connect-WebCluster -Path $path", inventory).AssertNoErrors();
        Write(Read(1) + "Include conf.d/*.conf\n");
        Assert.All(Publish().AssertNoErrors().As<HttpdPublishResult>(), r => Assert.Equal(HttpdChangeAction.Published, r.Action));
        Assert.All(Enumerable.Range(1, 5), i => Assert.Equal("yes", _lab.On(i, "cat /tmp/reloaded").Trim()));
        Assert.All(Enumerable.Range(1, 5), i => _lab.On(i, $"curl -sf http://{Ip(i)}:8081/health.txt"));
    }

    [Fact]
    public void Wrong_calls_end_with_what_to_do()
    {
        Write(Read(1));
        Publish("-FromNode nobody", path: false).AssertTerminating("NodeNotFound");
        _host.Run("Publish-HttpdConfig /no/such/file").AssertTerminating("FileNotRead");
        using var unconnected = new ModuleHost();
        unconnected.Run($"Publish-HttpdConfig '{File}'").AssertTerminating("NotConnected");
    }

    [GeneratedRegex("([0-9]+) requests in")]
    private static partial Regex Requests();

    private static string Ip(int node) => "10.77.0." + (10 + node).ToString(CultureInfo.InvariantCulture);

    private string Read(int node) => _lab.On(node, $"cat {Conf}");

    private string Uploads(int node) => _lab.On(node, "find /etc/httpd -name '.*.ultrafarma-*'").Trim();

    private void Write(string text) => System.IO.File.WriteAllText(File, text);

    private PipelineOutcome Publish(string more = "", bool path = true) =>
        _host.Run($"Publish-HttpdConfig {(path ? $"'{File}'" : "")} {more}");

    private void AssertWhole(int node) => _lab.On(node,
        $"apache2 -t -f {Conf} 2>/dev/null && kill -0 $(cat /run/httpd/httpd.pid) && curl -sf http://{Ip(node)}/health.txt >/dev/null");
}
