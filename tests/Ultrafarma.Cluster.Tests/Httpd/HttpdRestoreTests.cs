using System.Text;
using Ultrafarma.Cluster.Httpd;
using Ultrafarma.Cluster.Nodes;
using Xunit;

namespace Ultrafarma.Cluster.Tests.Httpd;

/// <summary>Putting kept copies back on nodes in memory: what differs from a publish.</summary>
public sealed class HttpdRestoreTests
{
    private const string Root = "/var/backups/ultrafarma-cluster/httpd";
    private const string Kept = Root + HttpdWorld.Path + "/20261125T034715Z-245ea0";
    private const string Included = "/etc/httpd/conf.d/a.conf";
    private const string KeptIncluded = Root + Included + "/20261125T034715Z-245ea0";

    private static HttpdBackupReader Reader => new(new HttpdSettings());

    [Fact]
    public async Task A_copy_of_the_main_config_and_one_of_an_included_file_are_told_apart()
    {
        var node = new HttpdWorld(1).Nodes["APP01"];
        node.Files[Kept] = "old\n";
        node.Files[KeptIncluded] = "older\n";
        var main = await Reader.ReadAsync(node, Kept, CancellationToken.None);
        var included = await Reader.ReadAsync(node, KeptIncluded, CancellationToken.None);

        Assert.Equal(($"APP01:{Kept}", null, "APP01"), (main!.Name, main.Included, main.ExactFor));
        Assert.Equal("old\n", Encoding.UTF8.GetString(main.Document.Bytes.Span));
        Assert.Equal((Included, "APP01"), (included!.Included, included.ExactFor));
        Assert.Null(await Reader.ReadAsync(node, Kept + "-1", CancellationToken.None));
    }

    [Fact]
    public async Task On_its_own_node_the_very_bytes_come_back_and_on_others_their_own_host_is_put_in()
    {
        // APP01 had a wrong host in it, which is not ours to repair.
        const string Old = "ServerName APP02\nListen 10.0.0.2:80\n# as it was";
        var world = new HttpdWorld(3);
        world.Nodes["APP01"].Files[Kept] = Old;
        var source = await Reader.ReadAsync(world.Nodes["APP01"], Kept, CancellationToken.None);
        await world.PublishAsync(source!);

        Assert.Equal("Published, Published, Published", world.Actions);
        Assert.Equal([Old, Old, Old.Replace("P02", "P03", StringComparison.Ordinal).Replace("0.2", "0.3", StringComparison.Ordinal)],
            world.Nodes.Values.Select(n => n.Config));
    }

    [Fact]
    public async Task Each_node_may_get_its_own()
    {
        var world = new HttpdWorld(2);
        var steps = await world.Planner.PlanAsync(
            world,
            node => new HttpdPublishSource($"{node}:copy", HttpdDocument.Parse(Encoding.UTF8.GetBytes($"# {node}\n"))) { ExactFor = node },
            force: false,
            CancellationToken.None);
        Assert.Equal("restore APP02:copy to /etc/httpd/conf/httpd.conf (+1 -2 lines) and reload Apache", steps[1].Describe("restore"));
        world.Nodes["APP02"].Refusal = "Invalid command";
        await world.PublishAsync(steps);

        Assert.Equal("NotReached, Failed", world.Actions);
        Assert.Contains("APP02:copy, line 3: Invalid command", world.ResultOf("APP02").Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_included_file_is_proven_with_the_ports_that_it_brings()
    {
        var world = new HttpdWorld(1);
        var node = WithIncluded(world, "Listen 81\n");
        var step = Assert.Single(await world.Planner.PlanAsync(world, IncludedSource("Listen 82\n"), force: false, CancellationToken.None));
        Assert.Equal((Included, "80 82", "80 81"), (step.Current!.Path, string.Join(' ', step.Ports), string.Join(' ', step.OldPorts)));

        var main = node.Config;
        await world.PublishAsync([step]);
        Assert.Equal("Published", world.Actions);
        Assert.Equal((main, "Listen 82\n"), (node.Config, node.Files[Included]));
    }

    [Fact]
    public async Task A_file_that_the_config_does_not_name_by_its_path_is_put_back_without_looking_at_ports()
    {
        var world = new HttpdWorld(1);
        world.Nodes["APP01"].Files[Included] = "Listen 81\n";
        var step = Assert.Single(await world.Planner.PlanAsync(world, IncludedSource("Listen 82\n"), force: false, CancellationToken.None));
        Assert.Equal(HttpdChangeAction.Planned, step.Action);
        Assert.Empty(step.Ports);
    }

    [Fact]
    public async Task An_included_file_that_is_gone_is_not_made_anew()
    {
        var world = new HttpdWorld(1);
        var step = Assert.Single(await world.Planner.PlanAsync(world, IncludedSource("x\n"), force: false, CancellationToken.None));
        Assert.Equal(HttpdChangeAction.NotReached, step.Action);
        Assert.Contains($"{Included} is not there", step.Error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_included_file_that_somebody_changes_after_the_plan_stays()
    {
        var world = new HttpdWorld(1);
        var node = WithIncluded(world, "Listen 81\n");
        var steps = await world.Planner.PlanAsync(world, IncludedSource("Listen 82\n"), force: false, CancellationToken.None);
        node.Files[Included] = "theirs\n";
        await world.PublishAsync(steps);

        Assert.Equal("Failed", world.Actions);
        Assert.Contains("changed by somebody else", world.ResultOf("APP01").Reason, StringComparison.Ordinal);
        Assert.Equal("theirs\n", node.Files[Included]);
        Assert.Empty(node.Uploads);
    }

    private static HttpdFakeShell WithIncluded(HttpdWorld world, string content)
    {
        var node = world.Nodes["APP01"];
        node.Config += $"Include {Included}\n";
        node.Files[Included] = content;
        return node;
    }

    private static HttpdPublishSource IncludedSource(string content) =>
        new("copy", HttpdDocument.Parse(Encoding.UTF8.GetBytes(content))) { ExactFor = "APP01", Included = Included };
}
