using Ultrafarma.Cluster.Csync;
using Ultrafarma.Cluster.Tests.Engine;
using Xunit;

namespace Ultrafarma.Cluster.Tests.CsyncLab;

/// <summary>A test about csync2 on the lab's five servers. It starts from a clean cluster.</summary>
[Collection(LabTests.Name)]
public abstract class CsyncLabTest : IClassFixture<CsyncCluster>, IDisposable
{
    private ModuleHost? _host;

    protected CsyncLabTest(CsyncCluster cluster)
    {
        Cluster = cluster;
        cluster.Begin();
    }

    protected CsyncCluster Cluster { get; }

    protected LabFixture Lab => Cluster.Lab;

    /// <summary>A runspace that is connected to the lab.</summary>
    internal ModuleHost Host => _host ??= Cluster.Connect();

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing) => _host?.Dispose();

    protected static string Node(int number) => LabFixture.Node(number);

    protected static string Path(string name) => CsyncCluster.Site + "/" + name;

    internal IReadOnlyList<CsyncConflict> Conflicts(string arguments = "")
    {
        var outcome = Host.Run("Get-CsyncConflict " + arguments);
        Assert.True(outcome.Errors.Count == 0, string.Join('\n', outcome.Errors.Select(e => e.ToString())));
        return outcome.As<CsyncConflict>();
    }

    /// <summary>Get-CsyncConflict | Resolve-CsyncConflict with these arguments.</summary>
    internal CsyncResolutionReport Resolve(string arguments, string get = "")
    {
        var outcome = Host.Run($"Get-CsyncConflict {get} | Resolve-CsyncConflict -Confirm:$false {arguments}");
        Assert.True(outcome.Errors.Count == 0, string.Join('\n', outcome.Errors.Select(e => e.ToString())));
        return outcome.Single<CsyncResolutionReport>();
    }

    internal static IReadOnlyDictionary<string, int> Kinds(IEnumerable<CsyncConflict> conflicts) =>
        conflicts.GroupBy(c => c.Kind.ToString()).ToDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal);

    /// <summary>Fourteen conflicts, two of each kind (four of Content), and one change that is only pending.</summary>
    protected void MakeEveryKind()
    {
        Lab.Lab("stale", "2");
        Lab.Conflict(2, "--dir", "content");
        Lab.Conflict(2, "--identical", "--dir", "identical");
        Lab.Conflict(2, "--chmod", "--dir", "metadata");
        Lab.Conflict(2, "--delete", "--dir", "deleted");
        Lab.Conflict(2, "--type", "--dir", "types");
        Lab.Conflict(2, "--nodes", "2,4", "--dir", "two");
        Cluster.Write(4, Path("pending.txt"), "only pending\n");
    }

    /// <summary>Every path of the report has this status; the reasons are shown when not.</summary>
    internal static void AssertAll(CsyncResolutionReport report, CsyncResolutionStatus status, int count)
    {
        var others = report.Results.Where(r => r.Status != status).Select(r => $"{r}: {r.Reason}").ToList();
        Assert.True(others.Count == 0, string.Join('\n', others));
        Assert.Equal(count, report.Results.Count);
    }
}
