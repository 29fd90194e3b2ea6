using Ultrafarma.Cluster.Nodes;
using Ultrafarma.Cluster.Tests.Engine;
using Xunit;

namespace Ultrafarma.Cluster.Tests.Nodes;

public sealed class TestWebClusterInventoryTests : IDisposable
{
    private readonly ModuleHost _host = new();
    private readonly TempFolder _folder = new();

    public void Dispose()
    {
        _host.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void A_good_inventory_gives_nothing_and_true()
    {
        var path = _folder.Write("cluster.psd1", ClusterFiles.Three);
        Assert.Empty(_host.Run("param($p) Test-WebClusterInventory $p", path).AssertNoErrors().Output);
        Assert.True(_host.Run("param($p) Test-WebClusterInventory $p -Quiet", path).Single<bool>());
    }

    [Fact]
    public void A_bad_one_gives_its_problems_and_false()
    {
        var path = _folder.Write("cluster.psd1", "@{\n  Name = 5\n}");
        var problems = _host.Run("param($p) Test-WebClusterInventory $p", path).As<InventoryProblem>();
        Assert.Equal(["Nodes", "Name"], problems.Select(p => p.Key));
        Assert.All(problems, p => Assert.Equal((InventorySeverity.Error, path), (p.Severity, p.File)));
        Assert.Equal((2, 10), (problems[1].Line, problems[1].Column));
        Assert.False(_host.Run("param($p) Test-WebClusterInventory $p -Quiet", path).Single<bool>());
    }

    [Fact]
    public void Warns_of_files_that_will_be_missed_and_keys_that_others_can_read()
    {
        var key = _folder.Write("id", "key");
        File.SetUnixFileMode(key, UnixFileMode.UserRead | UnixFileMode.OtherRead);
        var path = _folder.Write("cluster.psd1", "@{ Name = 'x'; Nodes = @{ Name = 'a' }\nSsh = @{ KeyFile = 'id'; KnownHostsFile = 'none' } }");
        var problems = _host.Run("param($p) Test-WebClusterInventory $p", path).As<InventoryProblem>();
        Assert.Equal(["2:20 Ssh.KeyFile", "2:43 Ssh.KnownHostsFile"], problems.Select(p => $"{p.Line}:{p.Column} {p.Key}"));
        Assert.All(problems, p => Assert.Equal(InventorySeverity.Warning, p.Severity));
        Assert.Contains("chmod 600", problems[0].Message, StringComparison.Ordinal);
        Assert.True(_host.Run("param($p) Test-WebClusterInventory $p -Quiet", path).Single<bool>());

        File.SetUnixFileMode(key, UnixFileMode.UserRead);
        _folder.Write("none", "");
        Assert.Empty(_host.Run("param($p) Test-WebClusterInventory $p", path).AssertNoErrors().Output);

        File.Delete(key);
        Assert.Contains("does not exist", _host.Run("param($p) Test-WebClusterInventory $p", path).Single<InventoryProblem>().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_an_error_and_the_others_are_tested()
    {
        var good = _folder.Write("good.psd1", ClusterFiles.Three);
        var outcome = _host.Run("param($g) '/nowhere/x.psd1', $g | Test-WebClusterInventory", good);
        Assert.Equal("/nowhere/x.psd1", outcome.AssertError("InventoryNotFound").TargetObject);
        Assert.Equal([false, true], _host.Run("param($g) '/nowhere/x.psd1', $g | Test-WebClusterInventory -Quiet", good).As<bool>());
    }

    [Fact]
    public void Files_come_from_the_pipeline()
    {
        _host.Set("file", new FileInfo(_folder.Write("cluster.psd1", ClusterFiles.Three)));
        Assert.True(_host.Run("$file | Test-WebClusterInventory -Quiet").Single<bool>());
    }

    [Fact]
    public void The_table_fits_the_screen()
    {
        var path = _folder.Write("cluster.psd1", "@{ Name = 5; Ssh = @{ ConnectTimeoutSecs = 0; CommandTimeoutSeconds = 0 } }");
        var screen = _host.Render("param($p) Test-WebClusterInventory $p", path);
        Assert.All(screen.Split('\n'), line => Assert.InRange(line.Length, 0, 120));
        Assert.Contains("Ssh.CommandTimeoutSeconds", screen, StringComparison.Ordinal);
        Assert.Contains(path, screen, StringComparison.Ordinal);
    }
}
