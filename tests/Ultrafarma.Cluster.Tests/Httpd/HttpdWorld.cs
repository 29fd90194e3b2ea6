using System.Text;
using Ultrafarma.Cluster.Httpd;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Tests.Httpd;

/// <summary>Nodes in memory with an Apache each, which carry out the scripts of a publish as real ones do; every step can be made to fail.</summary>
internal sealed class HttpdWorld : INodeGroup
{
    public const string Path = "/etc/httpd/conf/httpd.conf";

    public HttpdWorld(int count)
    {
        Inventory = [.. Enumerable.Range(1, count).Select(i => new InventoryNode { Name = $"APP0{i}", Address = $"10.0.0.{i}" })];
        Nodes = Inventory.ToDictionary(n => n.Name, n => new HttpdFakeShell(n.Name, Config(n.Name)));
    }

    public IReadOnlyList<InventoryNode> Inventory { get; }

    public Dictionary<string, HttpdFakeShell> Nodes { get; }

    public HttpdSettings Settings { get; init; } = new();

    public List<HttpdPublishResult> Results { get; } = [];

    public List<HttpdRestartResult> Restarts { get; } = [];

    public List<string> Warnings { get; } = [];

    public IReadOnlyList<string> NodeNames => [.. Inventory.Select(n => n.Name)];

    public IReadOnlyList<string> KnownNames => NodeNames;

    public int ThrottleLimit => 16;

    INodeShell INodeGroup.this[string nodeName] => Nodes[nodeName];

    public HttpdPublishPlanner Planner => new(Settings, HttpdHosts.From(Inventory, Settings));

    public static string Config(string node, string more = "") => $"ServerName {node}\nListen 80\n{more}";

    public static HttpdPublishSource Source(string more = "KeepAlive On\n") =>
        new("web.conf", HttpdDocument.Parse(Encoding.UTF8.GetBytes(Config("APP01", more))));

    /// <summary>What each node did, as in <c>Published, RolledBack, NotReached</c>.</summary>
    public string Actions => string.Join(", ", Results.OrderBy(r => r.Node).Select(r => r.Action));

    public HttpdPublishResult ResultOf(string node) => Results.Single(r => r.Node == node);

    public async Task PublishAsync(
        HttpdPublishSource? source = null,
        HttpdPublishOptions? options = null,
        HttpdBalancerSide? balancer = null,
        bool force = false,
        CancellationToken token = default)
    {
        source ??= Source();
        await PublishAsync(await Planner.PlanAsync(this, source, force, token), options, balancer, token);
    }

    public async Task PublishAsync(
        IReadOnlyList<HttpdPublishStep> steps,
        HttpdPublishOptions? options = null,
        HttpdBalancerSide? balancer = null,
        CancellationToken token = default)
    {
        var report = new HttpdReport<HttpdPublishResult>(
            (r, _) => Results.Add(r), w => Warnings.Add(w), new Progress<OperationProgress>());
        var run = new HttpdPublishRun(
            this, Inventory, Settings, new HttpdRun("tester", DateTimeOffset.UnixEpoch, 10), options ?? new HttpdPublishOptions(), balancer, report);
        await run.PublishAsync(steps, token);
    }

    public async Task RestartAsync(
        HttpdRestartOptions? options = null, HttpdBalancerSide? balancer = null, CancellationToken token = default)
    {
        var steps = await new HttpdRestartPlanner(Settings).PlanAsync(this, token);
        var report = new HttpdReport<HttpdRestartResult>(
            (r, _) => Restarts.Add(r), w => Warnings.Add(w), new Progress<OperationProgress>());
        var run = new HttpdRestartRun(
            this, Inventory, Settings, new HttpdRun("tester", DateTimeOffset.UnixEpoch, 1), options ?? new HttpdRestartOptions(), balancer, report);
        await run.RestartAsync(steps, token);
    }
}
