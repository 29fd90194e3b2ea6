using Ultrafarma.Cluster.Nodes;
using Xunit;

namespace Ultrafarma.Cluster.Tests.Nodes;

public sealed class AlikeNodesTests
{
    [Fact]
    public void Equal_results_stand_side_by_side_and_those_of_most_nodes_first()
    {
        var gathered = AlikeNodes.Gather(
            [Result("n5", "b"), Result("n4", "a"), Result("n3", "c"), Result("n2", "a"), Result("n1", "b"), Result("N6", "a")],
            ["n1", "n2", "n3", "n4", "n5", "n6"], "run");
        Assert.Equal(["n2", "n4", "N6", "n1", "n5", "n3"], gathered.Select(r => r.Node));
        Assert.Equal(["n2,n4,N6", "n1,n5", "n3"], gathered.Select(r => string.Join(',', r.Alike!.Nodes)).Distinct());
        Assert.Equal(3, gathered.Select(r => r.Alike!.Key).Distinct().Count());
    }

    [Fact]
    public void Whatever_differs_but_the_time_parts_results()
    {
        NodeCommandResult[] results =
        [
            Result("n1", "x"), Result("n2", "x") with { ExitCode = 1 }, Result("n3", "x") with { Error = "y" }, Result("n4", "X"),
            Result("n5", "x") with { IsCut = true }, Result("n6", "x") with { Duration = TimeSpan.FromDays(1) },
        ];
        var gathered = AlikeNodes.Gather(results, [.. results.Select(r => r.Node)], "run");
        Assert.Equal(["n1", "n6"], gathered[0].Alike!.Nodes);
        Assert.All(gathered.Skip(2), r => Assert.Single(r.Alike!.Nodes));
    }

    [Fact]
    public void Groups_of_two_runs_are_never_one() => Assert.NotEqual(
        AlikeNodes.Gather([Result("n1", "x")], ["n1"], "a")[0].Alike!.Key, AlikeNodes.Gather([Result("n1", "x")], ["n1"], "b")[0].Alike!.Key);

    private static NodeCommandResult Result(string node, string output) =>
        new() { Node = node, ExitCode = 0, Output = output, Error = "", Duration = TimeSpan.FromSeconds(1) };
}
