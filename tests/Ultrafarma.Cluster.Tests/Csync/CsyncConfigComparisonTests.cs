using System.Text;
using Ultrafarma.Cluster.Csync;
using Ultrafarma.Cluster.Nodes;
using Ultrafarma.Cluster.Tests.Faults;
using Xunit;

namespace Ultrafarma.Cluster.Tests.Csync;

/// <summary>What is wrong between nodes, decided from what they say.</summary>
public sealed class CsyncConfigComparisonTests
{
    private static CsyncNodeLook Look(int number, string more = "", double clock = 0, double doubt = 0, string key = "h")
    {
        var look = new CsyncNodeLook($"N{number}", CsyncConf.Parse("group g { host n1 n2 n3 n4; key /k; }\n" + more))
        {
            Host = $"n{number}",
            ClockOffset = TimeSpan.FromSeconds(clock),
            ClockDoubt = TimeSpan.FromSeconds(doubt),
        };
        look.Keys["/k"] = new CsyncKeyLook("600", 64, IsPlain: true, key);
        foreach (var host in new[] { "n1", "n2", "n3", "n4" })
        {
            look.Servers[host] = true;
        }

        return look;
    }

    private static string Found(params CsyncNodeLook[] looks) => string.Join(
        '\n', new CsyncConfigComparison(looks, ["N1", "N2", "N3", "N4"]).Findings().Select(f => $"{f.Severity} {f.Node} {f.Message}"));

    [Fact]
    public void Nodes_that_agree_give_nothing() => Assert.Equal("", Found(Look(1), Look(2, clock: 1.9), Look(3)));

    [Fact]
    public void The_node_that_differs_from_most_is_named()
    {
        Assert.Equal("Warning N2 /etc/csync2.cfg is not the same as on N1, N3.", Found(Look(1), Look(2, "ignore uid;"), Look(3)));
        Assert.Equal("Error N3 The key of the group g is not the same as on N1, N2, so they refuse each other.", Found(Look(1), Look(2), Look(3, key: "x")));
        Assert.Equal("Warning N2 /etc/csync2.cfg is not the same as on N1.", Found(Look(1, "#"), Look(2)));
        var missing = Look(3);
        missing.Keys["/k"] = new CsyncKeyLook(null, 0, IsPlain: false, "");
        Assert.Equal("", Found(Look(1), Look(2), missing));
    }

    [Fact]
    public void A_server_that_nobody_reaches_is_told_once_and_one_that_some_reach_for_each_who_does_not()
    {
        var (a, b, c) = (Look(1), Look(2), Look(3));
        (a.Servers["n4"], b.Servers["n4"], c.Servers["n4"]) = (false, false, false);
        c.Servers["n1"] = false;
        Assert.Equal(
            [
                "Error N3 csync2 at n1, port 30865, answers others but not this node.",
                "Error N4 csync2 does not answer at n4, port 30865 (asked from N1, N2, N3).",
            ],
            Found(a, b, c).Split('\n').Order(StringComparer.Ordinal));

        // What cannot be resolved is told as that.
        c.Names["n1"] = false;
        Assert.DoesNotContain("n1", Found(a, b, c), StringComparison.Ordinal);
        a.Servers.Clear();
        Assert.Equal("Info N1 Whether its peers' csync2 answers was not asked from here, because bash is missing.", Found(a));
    }

    [Fact]
    public void A_clock_counts_only_beyond_what_the_measuring_may_be_wrong_by()
    {
        Assert.Equal(
            "Warning N2 The clock is 3599.5 s ahead of that of N3: which of two versions is the newer one cannot be told.",
            Found(Look(1), Look(2, clock: 3600), Look(3, clock: 0.5)));
        Assert.StartsWith("Warning N3 The clock is 2.5 s behind that of N1", Found(Look(1), Look(2), Look(3, clock: -2.5)), StringComparison.Ordinal);
        Assert.Equal("", Found(Look(1), Look(2), Look(3, clock: -2.5, doubt: 0.6)));
        Assert.Contains("behind that of this machine", Found(Look(1, clock: -60)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("host\0n1\0")]
    [InlineData("host\0n1\0what\0y\0end\0")]
    [InlineData("host\0n1\0folder\0/a\0maybe\0end\0")]
    public async Task An_answer_that_is_cut_or_foreign_is_an_error_of_that_node(string answer)
    {
        var config = Encoding.UTF8.GetBytes("group g { host n1; key /k; }");
        byte[][] answers =
        [
            [.. Encoding.UTF8.GetBytes($"F\0" + $"0\0{config.Length} 0 644 root:root\0/etc/csync2.cfg\0"), .. config, .. "\0end\0"u8],
            Encoding.UTF8.GetBytes("n1 1.5\n"),
            Encoding.UTF8.GetBytes(answer),
        ];
        var asked = 0;
        await using var shell = new OneAnswerShell(() => new FakeProcess(answers[asked++], [], 0));
        var error = await Assert.ThrowsAsync<NodeException>(() => new CsyncConfigProbe(new CsyncSettings()).LookAsync(shell, null, CancellationToken.None));
        Assert.Equal((NodeErrorKind.BadAnswer, 3), (error.Kind, asked));
        asked = 0;
        answers[1] = "Welcome to this machine\n"u8.ToArray();
        error = await Assert.ThrowsAsync<NodeException>(() => new CsyncConfigProbe(new CsyncSettings()).LookAsync(shell, null, CancellationToken.None));
        Assert.Contains("does not tell the time", error.Message, StringComparison.Ordinal);
    }
}
