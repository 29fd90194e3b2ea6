using System.Text;
using Ultrafarma.Cluster.Csync;
using Ultrafarma.Cluster.Nodes;
using Xunit;

namespace Ultrafarma.Cluster.Tests.Csync;

/// <summary>Which node may resolve conflicts by the clock, and what it needs, decided without any node.</summary>
public sealed class CsyncResolverPlanTests
{
    private const string Ours = "cron\0/etc/cron.d/ultrafarma-csync2-resolve\0" + "2:*/15 * * * * root /bin/sh /var/lib/ultrafarma-cluster/csync2-resolve/run resolve 90\0";
    private const string ByHand = "cron\0/etc/crontab\0" + "9:0 * * * * root /root/resolve_conflito.sh\0";
    private const string Suspended = "cron\0/etc/crontab\0" + "9:#ultrafarma-suspend# 0 * * * * root /root/resolve_conflito.sh\0";
    private static readonly CsyncSchedulePlanner Planner = new(new CsyncSettings());

    private static readonly CsyncScheduleWish Wish = new(TimeSpan.FromMinutes(15), null, Adopt: true)
    {
        Resolve = new CsyncResolveJob("/opt/it's/pwsh", "/etc/ultrafarma-cluster/cluster.psd1", CsyncWinnerPolicy.Newest),
    };

    [Fact]
    public void It_has_files_of_its_own_and_takes_the_place_of_what_resolves_only()
    {
        var look = Look("n", "no", ByHand + "cron\0/etc/crontab\0" + "10:0 * * * * root csync2 -x\0");
        var plan = Planner.Register(look, Wish, 90);
        Assert.Equal(
            ["edit crontab", "write run", "write settings", "write resolve.ps1", "write ultrafarma-csync2-resolve"],
            plan.Steps.Select(s => $"{s.Word} {s.Path.Split('/')[^1]}"));
        Assert.Equal("resolve conflicts by /etc/cron.d/ultrafarma-csync2-resolve in place of /etc/crontab, line 9", plan.Describe());
        Assert.EndsWith(
            "program=/opt/it's/pwsh\ninventory=/etc/ultrafarma-cluster/cluster.psd1\npolicy=Newest\nlimit=3600\n",
            Encoding.UTF8.GetString(plan.Steps[2].ToBytes()), StringComparison.Ordinal);
        Assert.EndsWith(
            "\n*/15 * * * * root /bin/sh /var/lib/ultrafarma-cluster/csync2-resolve/run resolve 90\n",
            Encoding.UTF8.GetString(plan.Steps[4].ToBytes()), StringComparison.Ordinal);
        var refused = Assert.Throws<CsyncScheduleException>(() => Planner.Register(look, Wish with { Adopt = false }, 90));
        Assert.Equal("ForeignSchedule", refused.Id);
        Assert.Contains("resolves conflicts already, by /etc/crontab, line 9.", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_kind_goes_alone()
    {
        const string Home = "own\0/var/lib/ultrafarma-cluster/csync2-";
        var look = Look("n", "no", Ours + Home + "schedule/run\0a\0" + Home + "resolve/run\0b\0" + Home + "resolve/resolve.ps1\0c\0"
            + "own\0/etc/cron.d/ultrafarma-csync2-resolve\0d\0backup\0/var/lib/ultrafarma-cluster/csync2-resolve\0/kept\0");
        var resolve = CsyncSchedulePlanner.Unregister(look, CsyncScheduleKind.Resolve);
        Assert.Equal(["ultrafarma-csync2-resolve", "run", "resolve.ps1"], resolve.Steps.Select(s => s.Path.Split('/')[^1]));
        Assert.Equal("/kept", resolve.Adopted.Backup);
        var sync = CsyncSchedulePlanner.Unregister(look, CsyncScheduleKind.Sync);
        Assert.Equal("/var/lib/ultrafarma-cluster/csync2-schedule/run", Assert.Single(sync.Steps).Path);
        Assert.Null(sync.Adopted.Backup);
    }

    [Theory]
    [InlineData(15, 90)]
    [InlineData(5, 90)]
    [InlineData(1, 0)]
    public void It_lets_the_nodes_push_first_where_there_is_time(int minutes, int delay) =>
        Assert.Equal(delay, CsyncSchedulePlanner.ResolveDelay(TimeSpan.FromMinutes(minutes)));

    [Theory]
    [InlineData(Ours, "Unregister-CsyncSchedule -Kind Resolve -Node other")]
    [InlineData(ByHand, "Suspend-CsyncSchedule -Kind Resolve -Foreign -Node other")]
    public void A_second_node_is_refused_by_name(string there, string what)
    {
        var looks = new[] { Answer(Look("one", "no", Ours)), Answer(Look("other", "no", there)) };
        var refused = Assert.Throws<CsyncScheduleException>(() => CsyncResolverPlace.Check("one", looks));
        Assert.Equal(("ResolverElsewhere", "one"), (refused.Id, refused.Node));
        Assert.Contains(what, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_node_that_says_nothing_may_have_it_and_one_that_is_suspended_has_not()
    {
        var looks = new List<NodeResult<CsyncScheduleLook>> { Answer(Look("one", "no", Ours)), Answer(Look("other", "no", Suspended)) };
        CsyncResolverPlace.Check("one", looks);
        looks.Add(new NodeResult<CsyncScheduleLook>("third", null, new NodeException(NodeErrorKind.Unreachable, "third", "down")));
        var refused = Assert.Throws<CsyncScheduleException>(() => CsyncResolverPlace.Check("one", looks));
        Assert.Equal("OthersUnknown", refused.Id);
        Assert.Contains("third", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("resolver\0\0/etc/a.psd1\0\0\0", null, "ProgramMissing", "Install-HttpdDaemon")]
    [InlineData("resolver\0/bin/pwsh\0\0usable\0\0", null, "InventoryMissing", "/etc/ultrafarma-cluster/cluster.psd1")]
    [InlineData("resolver\0/bin/pwsh\0\0usable\0\0", "/a.psd1", "InventoryMissing", "n has no /a.psd1")]
    [InlineData("resolver\0/bin/pwsh\0/a.psd1\0\0line 3: no\u001b\n\0", "/a.psd1", "InventoryUnusable", "line 3: no\\x1b")]
    public void Says_what_is_missing_on_the_node(string answer, string? wanted, string id, string words)
    {
        var refused = Assert.Throws<CsyncScheduleException>(() => CsyncResolverLook.Parse("n", answer).ToJob(CsyncWinnerPolicy.SafeOnly, wanted));
        Assert.Equal(id, refused.Id);
        Assert.Contains(words, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Takes_what_is_there_and_only_a_whole_answer()
    {
        var job = CsyncResolverLook.Parse("n", "resolver\0/bin/pwsh\0/a.psd1\0usable\0WARNING\0").ToJob(CsyncWinnerPolicy.Oldest, null);
        Assert.Equal(new CsyncResolveJob("/bin/pwsh", "/a.psd1", CsyncWinnerPolicy.Oldest), job);
        Assert.Throws<FormatException>(() => CsyncResolverLook.Parse("n", "Welcome\nresolver\0/bin/pwsh\0"));
    }

    private static NodeResult<CsyncScheduleLook> Answer(CsyncScheduleLook look) => new(look.Node, look, null);

    private static CsyncScheduleLook Look(string node, string systemd, string rest) =>
        CsyncScheduleLook.Parse(node, Encoding.UTF8.GetBytes($"node\0{systemd}\0yes\0{rest}end\0"));
}
