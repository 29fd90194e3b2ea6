using System.Diagnostics;
using System.Globalization;
using Ultrafarma.Cluster.Csync;
using Ultrafarma.Cluster.Tests.Engine;
using Xunit;

namespace Ultrafarma.Cluster.Tests.CsyncLab;

/// <summary>Mass uploads.</summary>
public sealed class ScaleTests(CsyncCluster cluster) : CsyncLabTest(cluster)
{
    [Fact]
    public void A_mass_upload_of_1400_files_to_five_nodes_is_resolved_in_less_than_a_minute()
    {
        Lab.Conflict(1400);
        Assert.Equal([5600, 5600, 5600, 5600, 5600], Cluster.RowCounts());
        var clock = Stopwatch.StartNew();
        var report = Resolve($"-Winner {Node(1)}");
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 60);
        AssertAll(report, CsyncResolutionStatus.Resolved, 1400);
        Assert.All(Cluster.On([2, 3, 4, 5], $"find {CsyncCluster.Kept} -type f | wc -l"), n => Assert.Equal("1400\n", n));
        Cluster.EndClean();
    }

    [Fact]
    public void Fourteen_thousand_rows_cost_no_more_a_row_than_fourteen_hundred()
    {
        Lab.Conflict(350, "--dir", "small");
        Assert.Equal(350, Conflicts().Count);
        var few = Best(350);
        Lab.Conflict(3150, "--dir", "large");
        Assert.Equal([14000, 14000, 14000, 14000, 14000], Cluster.RowCounts());
        var many = Best(3500);
        Assert.InRange(many.TotalMilliseconds / 3500, 0, 2 * few.TotalMilliseconds / 350);

        var (peak, rows) = PeakMegabytes("(Get-CsyncConflict).Count");
        Assert.Equal("3500", rows);
        Assert.InRange(peak, 20, 300);
    }

    private TimeSpan Best(int count) => Enumerable.Range(0, 3).Min(_ =>
    {
        var outcome = Host.Run("Get-CsyncConflict");
        Assert.Equal(count, outcome.As<CsyncConflict>().Count);
        return outcome.Elapsed;
    });

    private (double Peak, string Output) PeakMegabytes(string command)
    {
        var start = new ProcessStartInfo(
            Repository.Ufcluster,
            ["-Command", $"Connect-WebCluster '{Lab.Inventory}' | Out-Null; {command}; [IO.File]::ReadAllLines('/proc/self/status') -match 'VmHWM'"]);
        start.RedirectStandardOutput = true;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd().Split('\n');
        process.WaitForExit();
        var peak = output[1].Split(' ', StringSplitOptions.RemoveEmptyEntries)[1];
        return (double.Parse(peak, CultureInfo.InvariantCulture) / 1024, output[0]);
    }
}
