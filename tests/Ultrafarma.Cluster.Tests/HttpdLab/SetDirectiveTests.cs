using Ultrafarma.Cluster.Httpd;
using Ultrafarma.Cluster.Tests.Engine;
using Xunit;

namespace Ultrafarma.Cluster.Tests.HttpdLab;

public sealed class SetDirectiveTests(LabFixture lab) : HttpdLabTest(lab)
{
    private PipelineOutcome Set(string arguments) => Host.Run($"Set-HttpdDirective -Node {Node(2)} {arguments}");

    private void AssertUntouched(string before)
    {
        Assert.Equal(before, Read(2));
        AssertServes(2);
        AssertNothingLeft(2);
    }

    [Fact]
    public void Changes_one_place_and_keeps_every_other_byte()
    {
        Change(2, "true");
        var before = Read(2);
        var children = Lab.On(2, $"pgrep -P {Parent(2)}");
        var result = Set("LogLevel 'warn core:info'").Single<HttpdChangeResult>();
        Assert.Equal(HttpdChangeAction.Published, result.Action);
        Assert.Equal(before.Replace("LogLevel warn\n", "LogLevel warn core:info\n", StringComparison.Ordinal), Read(2));
        Assert.Equal(before, Read(2, result.Backup!));
        Assert.Equal(children, Lab.On(2, $"pgrep -P {Parent(2)}"));
        Assert.Equal(HttpdChangeAction.Unchanged, Set("LogLevel 'warn core:info'").Single<HttpdChangeResult>().Action);
    }

    [Fact]
    public void Changes_what_is_piped_to_it_also_in_an_included_file()
    {
        Change(2, "mkdir -p ../conf.d && printf 'Timeout 60\\r\\n' >../conf.d/a.conf && printf 'Include conf.d/*.conf\\n' >>httpd.conf");
        var result = Host.Run($"Get-HttpdDirective Timeout -Node {Node(2)} | Set-HttpdDirective -Value 30 -Reload").Single<HttpdChangeResult>();
        Assert.Equal((HttpdChangeAction.Published, "/etc/httpd/conf.d/a.conf"), (result.Action, result.Path));
        Assert.Equal("Timeout 30\r\n", Read(2, "/etc/httpd/conf.d/a.conf"));
        AssertServes(2);
        AssertNothingLeft(2);
        Lab.On(2, "rm -r /etc/httpd/conf.d");
    }

    [Fact]
    public void What_apache_refuses_is_not_written()
    {
        Change(2, "true");
        var before = Read(2);
        var outcome = Set("LogLevel nonsense");
        Assert.Contains(Config, outcome.AssertError("ConfigNotChanged").Exception.Message, StringComparison.Ordinal);
        AssertUntouched(before);
    }

    [Fact]
    public void An_address_that_cannot_be_bound_kills_apache_and_the_old_file_comes_back()
    {
        Change(2, "true");
        var before = Read(2);
        var outcome = Set("Listen 10.99.99.99:80 -Reload");
        outcome.AssertError("ConfigRolledBack");
        Assert.Equal(HttpdChangeAction.RolledBack, Assert.IsType<HttpdChangeResult>(Assert.Single(outcome.Output).BaseObject).Action);
        AssertUntouched(before);
    }

    [Fact]
    public void A_health_url_that_no_longer_answers_brings_the_old_file_back()
    {
        Change(2, "true");
        var before = Read(2);
        var parent = Parent(2);
        Set("Alias '/health.txt /nowhere/else'  -Reload").AssertError("ConfigRolledBack");
        AssertUntouched(before);
        Assert.Equal(parent, Parent(2));
    }

    [Fact]
    public void A_full_disk_changes_nothing()
    {
        Change(2, "true");
        var before = Read(2);
        Lab.Fill(2, "etc");
        try
        {
            var error = Assert.Single(Set("LogLevel info").Errors);
            Assert.Contains("space", error.Exception.Message, StringComparison.OrdinalIgnoreCase);
        }
        finally
        {
            Lab.DrainDisk(2, "etc");
        }

        AssertUntouched(before);
    }

    [Fact]
    public void A_stopped_apache_is_started_by_a_reload()
    {
        Change(2, "true");
        Lab.Stop(2, "httpd");
        Assert.Equal(HttpdChangeAction.Published, Set("LogLevel info -Reload").Single<HttpdChangeResult>().Action);
        AssertServes(2);
    }

    [Fact]
    public void Says_which_places_it_could_mean()
    {
        var before = Read(2);
        Assert.Contains("-Section", Set("Require all").AssertError("DirectiveAmbiguous").Exception.Message, StringComparison.Ordinal);
        Set("NoSuch x").AssertError("DirectiveNotFound");
        Host.Run("Set-HttpdDirective Listen \"80`nListen 81\"").AssertTerminating("ValueInvalid");
        AssertUntouched(before);
    }

    [Fact]
    public async Task A_change_goes_on_alone_when_its_caller_is_gone()
    {
        Change(2, "true");
        using (var running = Host.Start($"Set-HttpdDirective -Node {Node(2)} LogLevel info -Reload"))
        {
            SpinWait.SpinUntil(() => Lab.On(2, $"grep -c 'LogLevel info' {Config} || true").Trim() == "1", TimeSpan.FromSeconds(20));
            await running.StopAsync();
        }

        SpinWait.SpinUntil(() => Lab.On(2, "ls /run/ultrafarma-cluster/httpd.pending 2>/dev/null || true").Length == 0, TimeSpan.FromSeconds(30));
        Assert.Contains("LogLevel info", Read(2), StringComparison.Ordinal);
        AssertServes(2);
        AssertNothingLeft(2);
    }
}
