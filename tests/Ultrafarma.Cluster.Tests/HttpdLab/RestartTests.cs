using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Ultrafarma.Cluster.Httpd;
using Ultrafarma.Cluster.Tests.CsyncLab;
using Ultrafarma.Cluster.Tests.Engine;
using Ultrafarma.Cluster.Tests.HaproxyLab;
using Xunit;

namespace Ultrafarma.Cluster.Tests.HttpdLab;

/// <summary>Restart-Httpd on the lab's real Apaches behind its real HAProxy.</summary>
public sealed partial class RestartTests : HttpdLabTest
{
    public RestartTests(LabFixture lab)
        : base(lab) => Balancer.Begin(lab);

    [Fact]
    public void A_restart_gives_a_new_process_and_a_graceful_one_new_children()
    {
        var before = Parent(1);
        var result = Restart("-Node *APP01").AssertNoErrors().Single<HttpdRestartResult>();
        Assert.Equal((HttpdRestartAction.Restarted, before, Parent(1)), (result.Action, $"{result.ProcessIdBefore}", $"{result.ProcessId}"));
        Assert.NotEqual(before, Parent(1));
        AssertServes(1);

        var children = Children(2);
        result = Restart("-Node *APP02 -Graceful").AssertNoErrors().Single<HttpdRestartResult>();
        Assert.Equal((HttpdRestartAction.Restarted, result.ProcessIdBefore), (result.Action, result.ProcessId));
        Assert.NotEmpty(Children(2).Except(children));
    }

    [Fact]
    public void One_that_does_not_run_is_started_and_keeps_its_other_defines_at_the_next_restart()
    {
        Lab.Stop(2, "httpd");
        var result = Restart("-Node *APP02 -Graceful").AssertNoErrors().Single<HttpdRestartResult>();
        Assert.Equal((HttpdRestartAction.Started, null, Parent(2)), (result.Action, result.ProcessIdBefore, $"{result.ProcessId}"));
        AssertServes(2);

        StartBy(2, "apache2 -f $PWD/httpd.conf -DONE -D TWO");
        Restart("-Node *APP02").AssertNoErrors();
        Assert.Contains("-DONE -DTWO ", Lab.On(2, $"tr '\\0' ' ' </proc/{Parent(2)}/cmdline"), StringComparison.Ordinal);
        Assert.Equal("0022", Lab.On(2, $"sed -n 's/^Umask:[[:blank:]]*//p' /proc/{Parent(2)}/status").Trim());
    }

    [Fact]
    public void One_in_the_foreground_of_another_program_is_only_restarted_gracefully()
    {
        StartBy(2, "setsid apache2 -f $PWD/httpd.conf -DFOREGROUND >/dev/null 2>&1 </dev/null &");
        var before = Parent(2);
        var refused = Restart("-Node *APP02").AssertError("HttpdNotRestarted");
        Assert.Contains("runs in the foreground", refused.Exception.Message, StringComparison.Ordinal);
        Assert.Equal(before, $"{Restart("-Node *APP02 -Graceful").AssertNoErrors().Single<HttpdRestartResult>().ProcessId}");
        AssertServes(2);
    }

    [Theory]
    [InlineData("$old", true)]
    [InlineData("0", false)]
    public void Systemd_restarts_the_apache_that_it_started_and_no_other(string mainProcess, bool isItsOwn)
    {
        var fake = $"""
            #!/bin/sh
            old=$(cat /run/httpd/httpd.pid)
            case $1 in
                show) echo "MainPID={mainProcess}" ;;
                restart)
                    echo "$2" >>/run/fake/told
                    apache2 -f {Config} -k stop
                    while kill -0 "$old"; do :; done
                    apache2 -f {Config}
                    ;;
            esac
            """;
        var text = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(fake));
        Change(2, $"mkdir -p /run/systemd/system /run/fake; echo {text} | base64 -d >/run/fake/systemctl; chmod +x /run/fake/systemctl");
        try
        {
            var before = Parent(2);
            var script = ("PATH=/run/fake:$PATH\n" + HttpdScript.Text("restart")).Replace("'", "'\\''", StringComparison.Ordinal);
            var answer = Lab.On(2, $"sh -c '{script}' sh '' {Config} full '' '' 200 80 10 me | tr '\\0' ' '").Trim();
            Assert.Equal($"Restarted {before} {Parent(2)}", answer);
            Assert.NotEqual(before, Parent(2));
            Assert.Equal(isItsOwn ? "apache2" : "", Lab.On(2, "cat /run/fake/told 2>/dev/null || true").Trim());
        }
        finally
        {
            Lab.On(2, "rm -r /run/systemd /run/fake");
        }
    }

    [Theory]
    [InlineData("Get-HttpdStatus | Where-Object -Not IsRunning | Restart-Httpd -Confirm:$false -PassThru")]
    [InlineData("'no node' | Restart-Httpd -Confirm:$false -PassThru -ErrorAction Ignore")]
    public void A_pipeline_that_gives_no_node_restarts_none(string command) => Assert.Empty(Host.Run(command).Output);

    [Fact]
    public void A_drain_without_a_balancer_is_a_wrong_call()
    {
        using var unconnected = new ModuleHost();
        unconnected.Run("Restart-Httpd -Drain -Confirm:$false").AssertTerminating("NoHaproxySource");
    }

    [Fact]
    public void A_config_that_one_apache_refuses_stops_all_before_any_is_touched()
    {
        Change(4, "echo 'KeepAlice On' >>httpd.conf");
        var line = Read(4).Count(c => c == '\n');
        var before = Enumerable.Range(1, 5).Select(Parent).ToList();
        var outcome = Restart("-MaxFailures 5");

        Assert.Contains($"{Config}, line {line}: Invalid command 'KeepAlice'", outcome.AssertError("HttpdNotRestarted").Exception.Message, StringComparison.Ordinal);
        Assert.Equal(4, Results(outcome).Count(r => r.Action == HttpdRestartAction.NotReached));
        Assert.Contains(outcome.Warnings, w => w.StartsWith("Not restarted: ", StringComparison.Ordinal));
        Assert.Equal(before, Enumerable.Range(1, 5).Select(Parent));
    }

    [Fact]
    public void One_that_does_not_start_again_ends_it_with_apaches_words()
    {
        // -t does not try to bind.
        Change(1, "echo 'Listen 192.0.2.1:81' >>httpd.conf");
        var other = Parent(2);
        var outcome = Restart("-Node *APP01, *APP02");

        Assert.Equal([HttpdRestartAction.Failed, HttpdRestartAction.NotReached], Results(outcome).Select(r => r.Action));
        Assert.Contains("could not bind", outcome.AssertError("HttpdNotRestarted").Exception.Message, StringComparison.Ordinal);
        Assert.Null(Results(outcome)[0].ProcessId);
        Assert.Equal(other, Parent(2));
    }

    [Fact]
    public void With_drain_no_request_fails()
    {
        using var wrk = Process.Start(new ProcessStartInfo("wrk", ["-t1", "-c4", "-d300s", $"http://{Balancer.Address}/health.txt"])
        {
            RedirectStandardOutput = true,
        })!;
        var begun = Requests(1);
        Balancer.Eventually(() => Requests(1) > begun + 20, "wrk is at work");
        var outcome = Restart("-Drain -Node *APP01, *APP02");
        Assert.False(wrk.HasExited, "wrk ended before the restart did: nothing is proven.");

        // At SIGINT it ends in order and gives its counts.
        using var interrupt = Process.Start("kill", ["-INT", wrk.Id.ToString(CultureInfo.InvariantCulture)]);
        var words = wrk.StandardOutput.ReadToEnd();
        wrk.WaitForExit();
        Assert.All(outcome.AssertNoErrors().As<HttpdRestartResult>(), r => Assert.Equal(HttpdRestartAction.Restarted, r.Action));
        Assert.True(!words.Contains("Non-2xx", StringComparison.Ordinal) && !words.Contains("Socket errors", StringComparison.Ordinal), words);
        Assert.True(int.Parse(Counted().Match(words).Groups[1].Value, CultureInfo.InvariantCulture) > 20, words);
        Assert.All(Enumerable.Range(1, 5), i => Assert.Equal("UP", Balancer.Stat("web", Node(i), "status")));
    }

    [Fact]
    public void Asks_before_requests_are_cut_and_does_nothing_at_a_no_or_with_whatif()
    {
        string[] before = [Parent(1), Parent(2)];
        Host.AnswerWith("No to All");
        Assert.Empty(Host.Run("Restart-Httpd -Node *APP01, *APP02 -PassThru").AssertNoErrors().Output);
        Assert.Contains("cuts the requests", Assert.Single(Host.Questions), StringComparison.Ordinal);

        var planned = Host.Run("Restart-Httpd -Node *APP01, *APP02 -PassThru -WhatIf").AssertNoErrors().As<HttpdRestartResult>();
        Assert.Equal(Enumerable.Repeat(HttpdRestartAction.Planned, 2), planned.Select(r => r.Action));
        Assert.Single(Host.Questions);
        Assert.Equal((before[0], before[1]), (Parent(1), Parent(2)));

        Host.AnswerWith("Yes");
        Assert.Empty(Host.Run("Restart-Httpd -Node *APP01").AssertNoErrors().Output);
        Assert.Equal(2, Host.Questions.Count);
        Assert.NotEqual(before[0], Parent(1));

        Host.AnswerWith("No");
        Assert.Empty(Host.Run("Restart-Httpd -Node *APP02 -Graceful").AssertNoErrors().Output);
        Assert.Equal(2, Host.Questions.Count);
        Assert.Equal(before[1], Parent(2));
    }

    [Fact]
    public void A_publish_that_runs_is_named_and_nothing_is_restarted()
    {
        var before = Parent(1);
        Lab.On(2, "mkdir -p /run/ultrafarma-cluster; cd /run/ultrafarma-cluster; printf 'maria@admin, process 7, since 2026-11-25T02:00:00Z\\n' >httpd.lock; "
            + "setsid flock httpd.lock sleep 300 >/dev/null 2>&1 </dev/null & until ! flock -n /run/ultrafarma-cluster/httpd.lock true; do :; done");
        try
        {
            var refused = Restart().AssertError("Busy");
            Assert.Contains("maria@admin, process 7, since 2026-11-25T02:00:00Z", refused.Exception.Message, StringComparison.Ordinal);
            Assert.Equal(before, Parent(1));
        }
        finally
        {
            Lab.On(2, "fuser -k /run/ultrafarma-cluster/httpd.lock >/dev/null 2>&1; flock /run/ultrafarma-cluster/httpd.lock sh -c ': >/run/ultrafarma-cluster/httpd.lock'");
        }
    }

    [Fact]
    public void A_node_that_is_down_stops_all_unless_it_may_fail()
    {
        var before = Parent(2);
        Lab.Stop(1, "sshd");
        try
        {
            var stopped = Restart("-Node *APP01, *APP02");
            stopped.AssertError("Unreachable");
            Assert.All(Results(stopped), r => Assert.Equal(HttpdRestartAction.NotReached, r.Action));
            Assert.Equal(before, Parent(2));

            var other = Restart("-Node *APP01, *APP02 -MaxFailures 1");
            Assert.Equal(Node(2), Results(other).Single(r => r.Action == HttpdRestartAction.Restarted).Node);
        }
        finally
        {
            Lab.Start(1, "sshd");
        }
    }

    [Fact]
    public void Whoever_may_not_restart_is_told_so_and_may_look()
    {
        var before = Parent(1);
        var inventory = Path.Combine(Path.GetTempPath(), "uf-inventory-" + Guid.NewGuid().ToString("N") + ".psd1");
        File.WriteAllText(inventory, File.ReadAllText(Lab.Inventory).Replace($"KeyFile = '{Lab.State}/id_ed25519'; ", "", StringComparison.Ordinal));
        using var host = new ModuleHost();
        host.Run("param($p, $c) Connect-WebCluster $p -Credential $c", inventory, Secrets.Credential("deploy", Secrets.Password)).AssertNoErrors();
        File.Delete(inventory);
        host.Run("Restart-Httpd -Confirm:$false -Node *APP01").AssertError("PermissionDenied");
        Assert.Equal(before, Parent(1));

        var status = host.Run("Get-HttpdStatus -Node *APP01").Single<HttpdStatus>();
        Assert.Equal((true, HttpdStatusSource.ModStatus, before), (status.IsRunning, status.Source, $"{status.ProcessId}"));
    }

    [Fact]
    public async Task Ctrl_C_takes_effect_within_a_second_and_puts_a_drained_server_back()
    {
        using var client = Balancer.Hang("APP01");
        using var running = Host.Start("Restart-Httpd -Drain -Confirm:$false");
        await running.WaitUntilAsync(_ => Balancer.Stat("web", Node(1), "status").StartsWith("DRAIN", StringComparison.Ordinal));
        var time = await running.StopAsync();
        Assert.True(time < TimeSpan.FromSeconds(1.5), time.ToString());
        Balancer.Eventually(() => Balancer.Stat("web", Node(1), "status") == "UP", "the server is back");
    }

    private static IReadOnlyList<HttpdRestartResult> Results(PipelineOutcome outcome) =>
        [.. outcome.Output.Select(o => o.BaseObject).Cast<HttpdRestartResult>()];

    [GeneratedRegex("([0-9]+) requests in")]
    private static partial Regex Counted();

    private static long Requests(int node) => long.Parse(Balancer.Stat("web", Node(node), "stot"), CultureInfo.InvariantCulture);

    /// <summary>Starts it by another line; at the end it is started as before.</summary>
    private void StartBy(int node, string line)
    {
        Change(node, ":");
        Lab.Stop(node, "httpd");
        Change(node, line);
        Balancer.Eventually(() => Lab.On(node, "kill -0 $(cat /run/httpd/httpd.pid) 2>/dev/null && echo yes || true").Length > 0, "Apache runs");
    }

    private PipelineOutcome Restart(string arguments = "") => Host.Run($"Restart-Httpd -PassThru -Confirm:$false {arguments}");

    private string[] Children(int node) => Lab.On(node, $"pgrep -P {Parent(node)}").Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
