using Ultrafarma.Cluster.Haproxy;
using Ultrafarma.Cluster.Tests.Engine;
using Xunit;

namespace Ultrafarma.Cluster.Tests.HaproxyLab;

/// <summary>A test on the lab's real HAProxy, which was reloaded just before.</summary>
[Collection(LabTests.Name)]
public abstract class HaproxyLabTest : IDisposable
{
    private ModuleHost? _host;

    protected HaproxyLabTest(LabFixture lab)
    {
        Lab = lab;
        Balancer.Begin(lab);
    }

    /// <summary>The three ways to a balancer.</summary>
    public static TheoryData<string> Sources => ["page", "ssh", "tcp"];

    protected LabFixture Lab { get; }

    /// <summary>A runspace that is connected to the lab, with the page's password in $login.</summary>
    internal ModuleHost Host => _host ??= Connect();

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing) => _host?.Dispose();

    protected static string Node(int number) => LabFixture.Node(number);

    internal ModuleHost Connect()
    {
        var host = NewHost();
        host.Run("param($path) Connect-WebCluster -Path $path", Lab.Inventory).AssertNoErrors();
        return host;
    }

    /// <summary>A runspace that is not connected.</summary>
    internal static ModuleHost NewHost()
    {
        var host = new ModuleHost();
        host.Set("login", Balancer.Login());
        return host;
    }

    internal HaproxyServer Server(string backend, string name, string source = "tcp") =>
        Host.Run($"Get-HaproxyServer '{name}' '{backend}' {Balancer.Arguments(source)}").Single<HaproxyServer>();
}
