using Ultrafarma.Cluster.Tests.Engine;
using Xunit;

namespace Ultrafarma.Cluster.Tests.GlanceLab;

/// <summary>Ctrl-C while one node hangs, at a connection that was good a moment ago.</summary>
public sealed class BreakTests(LabFixture lab) : GlanceLabTest(lab)
{
    [Theory]
    [InlineData("Get-WebClusterNode")]
    [InlineData("Test-WebCluster")]
    [InlineData("Export-WebClusterMetric $args[0]")]
    public async Task Ctrl_C_ends_a_look_that_waits_for_a_node(string command)
    {
        var path = PathOf("ultrafarma.prom");
        (await Host.RunAsync("Export-WebClusterMetric $args[0]", path)).AssertNoErrors();
        var before = await File.ReadAllTextAsync(path);
        Lab.Cut(4);
        try
        {
            using var running = Host.Start(command, path);
            await running.WaitUntilAsync(r => r.Progress.Any(p => p.StatusDescription == "4 of 5 nodes"));

            // A second, and as much again for a busy test machine.
            Assert.InRange(await running.StopAsync(), TimeSpan.Zero, TimeSpan.FromSeconds(2));
            Assert.True((await running.OutcomeAsync()).Stopped);
            Assert.Equal(before, await File.ReadAllTextAsync(path));
            Assert.Equal([path], Directory.GetFileSystemEntries(Path.GetDirectoryName(path)!));
        }
        finally
        {
            Lab.Heal(4);
        }
    }
}
