using Ultrafarma.Cluster.Tests.Engine;
using Ultrafarma.Cluster.Tests.HttpdLab;
using Ultrafarma.Cluster.Tests.Nodes;

namespace Ultrafarma.Cluster.Tests.GlanceLab;

/// <summary>A test of the whole lab at a glance. It begins with the checks of a freshly loaded balancer.</summary>
public abstract class GlanceLabTest : HttpdLabTest
{
    private readonly TempFolder _folder = new();

    protected GlanceLabTest(LabFixture lab)
        : base(lab) => HaproxyLab.Balancer.Begin(lab);

    /// <summary>The full path of a file in a folder of the test's own.</summary>
    protected string PathOf(string name) => Path.Combine(_folder.FullPath, name);

    /// <summary>Connects to the lab by an inventory of which a part is another.</summary>
    internal void ConnectWith(string part, string other)
    {
        var text = File.ReadAllText(Lab.Inventory);
        Xunit.Assert.Contains(part, text, StringComparison.Ordinal);
        Host.Run("Connect-WebCluster -Path $args[0]", _folder.Write("other.psd1", text.Replace(part, other, StringComparison.Ordinal)))
            .AssertNoErrors();
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _folder.Dispose();
    }
}
