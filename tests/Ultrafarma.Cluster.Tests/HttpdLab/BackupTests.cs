using Ultrafarma.Cluster.Httpd;
using Ultrafarma.Cluster.Tests.Engine;
using Xunit;

namespace Ultrafarma.Cluster.Tests.HttpdLab;

/// <summary>Get-HttpdBackup on the lab's nodes.</summary>
public sealed class BackupTests(LabFixture lab) : HttpdLabTest(lab)
{
    [Fact]
    public void Lists_the_copy_that_a_change_kept_and_knows_whether_it_is_what_stands_there()
    {
        Change(2, "true");
        var hash = Lab.On(2, $"sha256sum <{Config}").Split(' ')[0];
        var kept = Host.Run($"Set-HttpdDirective LogLevel info -Node {Node(2)}").Single<HttpdChangeResult>().Backup;
        HttpdBackup Find() => Host.Run($"Get-HttpdConfig -Node {Node(2)} | Get-HttpdBackup").As<HttpdBackup>().Single(b => b.Backup == kept);

        var found = Find();
        Assert.Equal((Node(2), Config, hash, false), (found.Node, found.Path, found.Hash, found.IsCurrent));
        Assert.Equal(Lab.On(2, $"stat -c %s {kept}").Trim(), $"{found.SizeBytes}");
        Lab.On(2, $"cp {kept} {Config}");
        Assert.True(Find().IsCurrent);
        Assert.Empty(Host.Run("Get-HttpdBackup */conf.d/*").AssertNoErrors().Output);
        Assert.Empty(Host.Run($"Get-HttpdBackup -Node {Node(3)} {Config} | Where-Object Backup -eq '{kept}'").AssertNoErrors().Output);
    }

    [Fact]
    public void A_node_that_is_down_is_an_error_and_a_machine_without_an_inventory_lists_its_own()
    {
        Lab.Stop(3, "sshd");
        try
        {
            Host.Run("Get-HttpdBackup").AssertError("Unreachable");
        }
        finally
        {
            Lab.Start(3, "sshd");
        }

        using var alone = new ModuleHost();
        var own = alone.Run("Get-HttpdBackup").As<HttpdBackup>();
        Assert.All(own, b => Assert.Equal(System.Net.Dns.GetHostName(), b.Node));
        Assert.Contains("NodeNotFound", alone.Run("Get-HttpdBackup -Node nobody").AssertError("NodeNotFound").FullyQualifiedErrorId, StringComparison.Ordinal);
    }
}
