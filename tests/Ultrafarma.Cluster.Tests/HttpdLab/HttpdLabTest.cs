using Ultrafarma.Cluster.Httpd;
using Ultrafarma.Cluster.Tests.Engine;
using Xunit;

namespace Ultrafarma.Cluster.Tests.HttpdLab;

/// <summary>A test about Apache on the lab's five servers. Each begins and ends with the lab's own configs and a running Apache.</summary>
[Collection(LabTests.Name)]
public abstract class HttpdLabTest : IDisposable
{
    protected const string Config = "/etc/httpd/conf/httpd.conf";

    private readonly List<int> _touched = [];
    private ModuleHost? _host;

    protected HttpdLabTest(LabFixture lab)
    {
        Lab = lab;
    }

    protected LabFixture Lab { get; }

    /// <summary>A runspace that is connected to the lab.</summary>
    internal ModuleHost Host
    {
        get
        {
            if (_host is null)
            {
                _host = new ModuleHost();
                _host.Run("Connect-WebCluster -Path $args[0]", Lab.Inventory).AssertNoErrors();
            }

            return _host;
        }
    }

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected static string Node(int number) => LabFixture.Node(number);

    /// <summary>Lets a shell line change a node's config; it comes back at the end.</summary>
    protected void Change(int node, string script)
    {
        if (!_touched.Contains(node))
        {
            _touched.Add(node);
            Lab.On(node, $"cp -a {Config} {Config}.before-test");
        }

        Lab.On(node, $"cd /etc/httpd/conf && {script}");
    }

    protected string Read(int node, string file = Config) => Lab.On(node, $"cat {file}");

    protected string Parent(int node) => Lab.On(node, "cat /run/httpd/httpd.pid").Trim();

    protected void AssertServes(int node) =>
        Assert.Equal("200", Lab.On(node, $"curl -s -o /dev/null -w '%{{http_code}}' http://10.77.0.1{node}/health.txt"));

    protected void AssertNothingLeft(int node)
    {
        Assert.Empty(Lab.On(node, "find /etc/httpd -name '.*.ultrafarma-*'"));
        Assert.Empty(Lab.On(node, "ls /run/ultrafarma-cluster/httpd.pending 2>/dev/null || true"));
    }

    protected virtual void Dispose(bool disposing)
    {
        foreach (var node in _touched)
        {
            Lab.On(node, $"mv -f {Config}.before-test {Config}");
            Lab.Stop(node, "httpd");
            Lab.Start(node, "httpd");
        }

        _host?.Dispose();
    }

    internal HttpdChangeResult Repair(int node, string arguments = "") =>
        Host.Run($"Repair-HttpdHost -Node {Node(node)} {arguments}").Single<HttpdChangeResult>();
}
