using Ultrafarma.Cluster.Httpd;
using Ultrafarma.Cluster.Tests.Engine;
using Xunit;

namespace Ultrafarma.Cluster.Tests.HttpdLab;

public sealed class HostTests(LabFixture lab) : HttpdLabTest(lab)
{
    private void CopyFrom(int source, int target)
    {
        var text = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(Read(source)));
        Change(target, $"echo {text} | base64 -d >httpd.conf");
    }

    [Fact]
    public void A_file_copied_from_another_node_becomes_exactly_the_nodes_own()
    {
        var own = Read(3).Replace($"# Apache of {Node(3)}", $"# Apache of {Node(1)}", StringComparison.Ordinal);
        CopyFrom(1, 3);
        var places = Host.Run($"Test-HttpdHost -Node {Node(3)}").As<HttpdHostPlace>();
        Assert.Equal(["ServerName", "Listen", "VirtualHost", "ServerAlias"], places.Select(p => p.Directive));
        Assert.All(places, p => Assert.False(p.Ok));
        Assert.False(Host.Run($"Test-HttpdHost -Quiet -Node {Node(3)}").Single<bool>());

        var result = Repair(3);
        Assert.Equal((HttpdChangeAction.Published, null), (result.Action, result.Reason));
        Assert.Equal(4, result.Changes.Count);
        Assert.Equal(own, Read(3));
        Assert.True(Host.Run("Test-HttpdHost -Quiet").Single<bool>());
        AssertServes(3);
        AssertNothingLeft(3);
        Assert.Contains(Node(1), Read(3, result.Backup!), StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_written_or_reloaded_when_all_is_right()
    {
        var before = Lab.On(2, $"stat -c '%i %y' {Config}; pgrep -P {Parent(2)}");
        Assert.Equal(HttpdChangeAction.Unchanged, Repair(2).Action);
        Assert.Equal(before, Lab.On(2, $"stat -c '%i %y' {Config}; pgrep -P {Parent(2)}"));
    }

    [Fact]
    public void Nothing_is_written_with_whatif()
    {
        CopyFrom(1, 3);
        var before = Read(3);
        Assert.Empty(Host.Run($"Repair-HttpdHost -WhatIf -Node {Node(3)}").AssertNoErrors().Output);
        Assert.Equal(before, Read(3));
        AssertNothingLeft(3);
    }

    [Fact]
    public void Works_on_the_node_itself_without_an_inventory()
    {
        var own = Read(3).Replace($"# Apache of {Node(3)}", $"# Apache of {Node(1)}", StringComparison.Ordinal);
        CopyFrom(1, 3);
        using var program = new NodeProgram(Lab, 3);
        Assert.Equal(
            "False\nServerName Listen VirtualHost ServerAlias\n",
            program.Run("Test-HttpdHost -Quiet; @(Test-HttpdHost | Where-Object Ok -eq $false | ForEach-Object Directive) -join ' '"));

        Assert.Equal(
            $"{Node(3)} Published 4 changes\n",
            program.Run("Repair-HttpdHost -Confirm:$false | ForEach-Object { \"$($_.Node) $($_.Action) $($_.Changes.Count) changes\" }"));
        Assert.Equal(own, Read(3));
        AssertServes(3);
        AssertNothingLeft(3);
        Assert.Equal("True\nUnchanged\n", program.Run("Test-HttpdHost -Quiet; (Repair-HttpdHost).Action"));
    }
}
