using Ultrafarma.Cluster.Nodes;
using Ultrafarma.Cluster.Tests.Engine;
using Xunit;

namespace Ultrafarma.Cluster.Tests.Nodes;

/// <summary>These set environment variables, which belong to the whole process: nothing runs beside them.</summary>
[CollectionDefinition("environment", DisableParallelization = true)]
public sealed class EnvironmentTests;

[Collection("environment")]
public sealed class DefaultInventoryTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly ModuleHost _host = new();
    private readonly string? _home = Environment.GetEnvironmentVariable("HOME");

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("ULTRAFARMA_CLUSTER", null);
        Environment.SetEnvironmentVariable("HOME", _home);
        _host.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void The_environment_variable_comes_before_the_current_folder()
    {
        _folder.Write("cluster.psd1", "@{ Name = 'here'; Nodes = @{ Name = 'a' } }");
        Environment.SetEnvironmentVariable("ULTRAFARMA_CLUSTER", _folder.Write("named.psd1", ClusterFiles.Three));
        Assert.Equal("shop", Connect().Single<WebCluster>().Name);
    }

    [Fact]
    public void A_typing_error_in_the_variable_leads_to_no_other_cluster()
    {
        _folder.Write("cluster.psd1", ClusterFiles.Three);
        Environment.SetEnvironmentVariable("ULTRAFARMA_CLUSTER", Path.Combine(_folder.FullPath, "nmaed.psd1"));
        Assert.Contains("nmaed.psd1", Connect().AssertTerminating("InventoryNotFound").Exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_home_folder_comes_after_the_current_one()
    {
        using var home = new TempFolder();
        Directory.CreateDirectory(Path.Combine(home.FullPath, ".config", "ultrafarma-cluster"));
        var expected = home.Write(Path.Combine(".config", "ultrafarma-cluster", "cluster.psd1"), ClusterFiles.Three);
        Environment.SetEnvironmentVariable("HOME", home.FullPath);
        Assert.Equal(expected, Connect().Single<WebCluster>().Path);
    }

    private PipelineOutcome Connect()
    {
        _host.GoTo(_folder.FullPath);
        return _host.Run("Connect-WebCluster -HostKeyPolicy AcceptNew");
    }
}
