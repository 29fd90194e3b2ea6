using Ultrafarma.Cluster.Httpd;
using Ultrafarma.Cluster.Tests.Engine;
using Ultrafarma.Cluster.Tests.HaproxyLab;
using Xunit;

namespace Ultrafarma.Cluster.Tests.HttpdLab;

public sealed class StatusTests(LabFixture lab) : HttpdLabTest(lab)
{
    [Fact]
    public void Tells_what_mod_status_and_the_process_know()
    {
        var all = Host.Run("Get-HttpdStatus").AssertNoErrors().As<HttpdStatus>();
        Assert.Equal(Enumerable.Range(1, 5).Select(Node), all.Select(s => s.Node));
        Assert.All(all, s => Assert.Equal((true, HttpdStatusSource.ModStatus), (s.IsRunning, s.Source)));
        Assert.All(all, s => Assert.StartsWith("Apache/2.", s.Version, StringComparison.Ordinal));
        Assert.All(all, s => Assert.True(s is { WorkersBusy: >= 1, WorkersIdle: >= 0, Processes: >= 1, RequestsTotal: >= 0, BytesTotal: >= 0 }));
        Assert.All(all, s => Assert.NotNull(s.Uptime));
        Assert.Equal("event", all[1].Extra["ServerMPM"]);
        Assert.Equal(Parent(2), $"{all[1].ProcessId}");
    }

    [Fact]
    public void An_apache_that_does_not_run_is_no_error()
    {
        Lab.Stop(2, "httpd");
        try
        {
            var status = Host.Run("Get-HttpdStatus | Where-Object -Not IsRunning").AssertNoErrors().Single<HttpdStatus>();
            Assert.Equal((Node(2), HttpdStatusSource.Process), (status.Node, status.Source));
            Assert.Equal((null, null, null), (status.ProcessId, status.Uptime, status.WorkersBusy));
            Assert.StartsWith("Apache/2.", status.Version, StringComparison.Ordinal);
        }
        finally
        {
            Lab.Start(2, "httpd");
        }
    }

    [Fact]
    public void Without_mod_status_the_process_tells()
    {
        Change(2, "sed -i 's|\"/server-status\"|\"/elsewhere\"|' httpd.conf; apache2 -f $PWD/httpd.conf -k graceful");
        AwaitTaken();
        var status = Host.Run($"Get-HttpdStatus -Node {Node(2)}").AssertNoErrors().Single<HttpdStatus>();
        Assert.Equal((true, HttpdStatusSource.Process, null, null), (status.IsRunning, status.Source, status.WorkersBusy, status.RequestsTotal));
        Assert.Equal(Parent(2), $"{status.ProcessId}");
        Assert.True(status is { Processes: >= 1, Uptime: not null });
    }

    [Fact]
    public void A_config_that_was_spoiled_since_hides_nothing()
    {
        Change(2, "echo Foo >>httpd.conf");
        var status = Host.Run($"Get-HttpdStatus -Node {Node(2)}").AssertNoErrors().Single<HttpdStatus>();
        Assert.Equal((true, HttpdStatusSource.ModStatus, Parent(2)), (status.IsRunning, status.Source, $"{status.ProcessId}"));
    }

    [Fact]
    public void A_node_that_is_down_is_an_error_and_the_others_answer()
    {
        Lab.Stop(3, "sshd");
        try
        {
            var outcome = Host.Run("Get-HttpdStatus");
            outcome.AssertError("Unreachable");
            Assert.Equal(4, outcome.Output.Count);
        }
        finally
        {
            Lab.Start(3, "sshd");
        }
    }

    // The old child answers until the new one takes over.
    private void AwaitTaken() => Balancer.Eventually(
        () => Lab.On(2, $"curl -s -o /dev/null -w '%{{http_code}}' http://10.77.0.12/server-status") == "404", "the new config is taken");
}
