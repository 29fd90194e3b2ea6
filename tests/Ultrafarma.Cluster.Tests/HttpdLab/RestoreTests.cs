using Ultrafarma.Cluster.Httpd;
using Ultrafarma.Cluster.Tests.Engine;
using Xunit;

namespace Ultrafarma.Cluster.Tests.HttpdLab;

/// <summary>Restore-HttpdConfig on the lab's real Apaches.</summary>
public sealed class RestoreTests : HttpdLabTest
{
    private const string Folder = "/var/backups/ultrafarma-cluster/httpd";
    private const string Kept = Folder + Config + "/20200101T000000Z-abcdef";
    private static readonly int[] Nodes = [1, 2, 3, 4, 5];

    public RestoreTests(LabFixture lab)
        : base(lab) =>
        Parallel.ForEach(Nodes, i => Lab.On(i, $"rm -rf {Folder}"));

    [Fact]
    public void What_a_publish_replaced_comes_back_byte_by_byte_on_each_node()
    {
        Array.ForEach(Nodes, i => Change(i, "true"));
        var before = Nodes.Select(i => Read(i)).ToList();
        Publish("KeepAliveTimeout 3\n");
        Assert.All(Nodes, i => Assert.EndsWith("KeepAliveTimeout 3\n", Read(i), StringComparison.Ordinal));

        Assert.All(
            Host.Run("$published | Restore-HttpdConfig -BatchSize 5").As<HttpdPublishResult>(),
            r => Assert.Equal((HttpdChangeAction.Published, (string?)null), (r.Action, r.Reason)));
        Assert.Equal(before, Nodes.Select(i => Read(i)));
        Assert.All(Nodes, AssertServes);
        Assert.All(Nodes, AssertNothingLeft);

        // The newest copy is now what was published; it is back by the same way, and the copy is there although it is the oldest to keep.
        var again = Host.Run($"Get-HttpdBackup {Config} -Node {Node(2)} | Where-Object {{ -not $_.IsCurrent }} | Restore-HttpdConfig -KeepBackups 1 -PassThru")
            .Single<HttpdPublishResult>();
        Assert.Equal(HttpdChangeAction.Published, again.Action);
        Assert.Contains("+KeepAliveTimeout 3", again.Diff, StringComparison.Ordinal);
        Assert.EndsWith("KeepAliveTimeout 3\n", Read(2), StringComparison.Ordinal);
        Assert.Equal(again.Backup, Lab.On(2, $"ls -d {Folder}{Config}/*").Trim());
    }

    [Fact]
    public void A_copy_that_Apache_refuses_now_changes_no_node()
    {
        Keep(2, "KeepAlice On\n");
        Keep(3, "KeepAliveTimeout 3\n");
        var before = (Read(2), Read(3));
        var outcome = Host.Run($"Restore-HttpdConfig {Kept} -Node {Node(2)}, {Node(3)} -MaxFailures 2");

        Assert.Contains($"{Node(2)}:{Kept}, line ", outcome.AssertError("ConfigNotPublished").Exception.Message, StringComparison.Ordinal);
        Assert.Equal([HttpdChangeAction.Failed, HttpdChangeAction.NotReached], outcome.Results().OrderBy(r => r.Node).Select(r => r.Action));
        Assert.Equal(before, (Read(2), Read(3)));
        AssertNothingLeft(2);
        AssertNothingLeft(3);
    }

    [Fact]
    public void Other_nodes_get_it_with_their_own_host_and_WhatIf_only_shows_it()
    {
        Keep(1, "KeepAliveTimeout 3\n");
        Change(2, "true");
        var before = Read(2);
        var planned = Host.Run($"Restore-HttpdConfig {Kept} -Node {Node(1)} -ToNode *2 -WhatIf").Single<HttpdPublishResult>();
        Assert.Equal((Node(2), HttpdChangeAction.Planned), (planned.Node, planned.Action));
        Assert.Equal(before, Read(2));

        Assert.Equal(HttpdChangeAction.Published,
            Host.Run($"Get-HttpdBackup -Node {Node(1)} | Where-Object Backup -eq {Kept} | Restore-HttpdConfig -ToNode *2").Single<HttpdPublishResult>().Action);
        Assert.Equal(
            before.Replace($"# Apache of {Node(2)}", $"# Apache of {Node(1)}", StringComparison.Ordinal) + "KeepAliveTimeout 3\n", Read(2));
        AssertServes(2);
    }

    [Fact]
    public void A_node_that_is_down_stops_all_unless_it_may_fail()
    {
        Keep(2, "KeepAliveTimeout 3\n");
        Keep(3, "KeepAliveTimeout 3\n");
        Lab.Stop(3, "sshd");
        try
        {
            var restore = $"Restore-HttpdConfig {Kept} -Node {Node(2)}, {Node(3)}";
            var stopped = Host.Run(restore);
            stopped.AssertError("Unreachable");
            Assert.All(stopped.Results(), r => Assert.Equal(HttpdChangeAction.NotReached, r.Action));
            Assert.Equal(HttpdChangeAction.Published, Host.Run(restore + " -MaxFailures 1").Results().Single(r => r.Node == Node(2)).Action);
        }
        finally
        {
            Lab.Start(3, "sshd");
        }

        Assert.EndsWith("KeepAliveTimeout 3\n", Read(2), StringComparison.Ordinal);
        AssertServes(2);
    }

    [Fact]
    public void An_included_file_comes_back_the_same_way_and_one_that_kills_Apache_does_not_stay()
    {
        const string File = "/etc/httpd/conf.d/a.conf";
        Change(2, "mkdir -p ../conf.d && printf 'Timeout 60\\n' >../conf.d/a.conf && printf 'Include conf.d/*.conf\\n' >>httpd.conf");
        try
        {
            Host.Run($"Get-HttpdDirective Timeout -Node {Node(2)} | Set-HttpdDirective -Value 30 -Reload | Restore-HttpdConfig").AssertNoErrors();
            Assert.Equal("Timeout 60\n", Read(2, File));

            Lab.On(2, $"printf 'Listen 192.0.2.1:81\\n' >{Folder}{File}/20200101T000000Z-abcdef");
            Host.Run($"Restore-HttpdConfig {Folder}{File}/20200101T000000Z-abcdef -Node {Node(2)}").AssertError("ConfigRolledBack");
            Assert.Equal("Timeout 60\n", Read(2, File));
            AssertServes(2);
            AssertNothingLeft(2);
        }
        finally
        {
            Lab.On(2, "rm -r /etc/httpd/conf.d");
        }
    }

    [Fact]
    public void On_the_node_itself_it_works_without_an_inventory()
    {
        Change(2, "true");
        var before = Read(2);
        using var program = new NodeProgram(Lab, 2);
        var words = program.Run(
            "Set-HttpdDirective LogLevel debug -Reload | Restore-HttpdConfig -PassThru | ForEach-Object { \"$($_.Action)\"; $_.Diff }; "
            + $"(Get-HttpdBackup).Count; Compare-HttpdConfig; (Compare-HttpdConfig {Config} -IncludeEqual).Status");
        Assert.StartsWith("Published\n", words, StringComparison.Ordinal);
        Assert.Contains("-LogLevel debug\n+LogLevel warn\n", words, StringComparison.Ordinal);
        Assert.EndsWith("\n2\nSame\n", words, StringComparison.Ordinal);
        Assert.Equal(before, Read(2));
        AssertServes(2);
    }

    [Fact]
    public void Wrong_calls_say_what_to_do_and_touch_nothing()
    {
        Keep(2, "KeepAliveTimeout 3\n");
        var before = Read(2);
        Assert.Contains(Folder, Host.Run($"Restore-HttpdConfig /etc/passwd -Node {Node(2)}").AssertTerminating("BackupInvalid").Exception.Message, StringComparison.Ordinal);
        Host.Run($"Restore-HttpdConfig {Kept}-1 -Node {Node(2)}").AssertError("BackupNotFound");
        Host.Run($"Restore-HttpdConfig {Kept} -Node {Node(2)}, {Node(3)} -ToNode {Node(4)}").AssertTerminating("BackupAmbiguous");
        Lab.On(2, $"cp {Kept} {Kept}-1");
        Host.Run($"Get-HttpdBackup -Node {Node(2)} | Restore-HttpdConfig").AssertTerminating("BackupAmbiguous");
        Host.Run($"Restore-HttpdConfig {Kept} -Node nobody").AssertError("NodeNotFound");
        Assert.Empty(Host.Run("[pscustomobject]@{ Node = 'any'; Backup = $null } | Restore-HttpdConfig").AssertNoErrors().Output);
        Assert.Equal(before, Read(2));
    }

    /// <summary>Puts a copy of a node's config with another last line where copies are kept.</summary>
    private void Keep(int node, string last)
    {
        Change(node, "true");
        Lab.On(node, $"mkdir -p {Folder}{Config}; {{ cat {Config}; printf '{last.Replace("\n", "\\n", StringComparison.Ordinal)}'; }} >{Kept}");
    }

    private void Publish(string more)
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, Read(1) + more);
            Assert.Equal(5, Host.Run("param($file) ($script:published = Publish-HttpdConfig $file -BatchSize 5); $global:published = $script:published", file)
                .As<HttpdPublishResult>().Count(r => r.Action == HttpdChangeAction.Published));
        }
        finally
        {
            File.Delete(file);
        }
    }

    protected override void Dispose(bool disposing)
    {
        Parallel.ForEach(Nodes, i => Lab.On(i, $"rm -rf {Folder}"));
        base.Dispose(disposing);
    }
}
