using Xunit;

namespace Ultrafarma.Cluster.Tests.Examples;

/// <summary>The pages about what starts csync2 by the clock.</summary>
internal static class ScheduleExamples
{
    private const string Sync = "/etc/cron.d/ultrafarma-csync2-sync";

    public static readonly IReadOnlyDictionary<string, PageCase> Pages = new Dictionary<string, PageCase>
    {
        ["Get-CsyncSchedule"] = new()
        {
            Changes = Parts.Nodes,
            Before = s =>
            {
                s.On(1, "echo '*/15 * * * * root csync2 -x' >>/etc/crontab");
                s.On(2, "echo '*/10 * * * * /root/resolve_conflito.sh' >/var/spool/cron/crontabs/root");
            },
        },
        ["Register-CsyncSchedule"] = new()
        {
            Changes = Parts.Nodes,
            Examples = new Dictionary<int, ExampleCase>
            {
                [1] = new() { Proof = s => Assert.Equal(["", "none\n", "", "none\n", "none\n"], Files(s)) },
                [2] = new()
                {
                    Before = s => s.On(2, "echo '*/15 * * * * root csync2 -x' >>/etc/crontab"),
                    Proof = s => Assert.Contains("#ultrafarma-adopted# */15 * * * * root csync2 -x", s.On(2, "cat /etc/crontab"), StringComparison.Ordinal),
                },
                [3] = new() { Before = FirstNode.Install },
            },
            After = FirstNode.Remove,
        },
        ["Resume-CsyncSchedule"] = new()
        {
            Changes = Parts.Nodes,
            Before = s => s.Do("Register-CsyncSchedule -Sync -Node *APP01, *APP02; Suspend-CsyncSchedule -Node *APP01"),
            Examples = new Dictionary<int, ExampleCase>
            {
                [1] = new() { Proof = s => Assert.DoesNotContain("suspend", s.On(1, $"cat {Sync}"), StringComparison.Ordinal) },
                [2] = new() { Before = s => s.Do("Suspend-CsyncSchedule -Node *APP02") },
            },
        },
        ["Suspend-CsyncSchedule"] = new()
        {
            Changes = Parts.Nodes,
            Before = s => s.Do("Register-CsyncSchedule -Sync -Node *APP01; Register-CsyncSchedule -Sync -Every 5m -Node *APP02"),
            Examples = new Dictionary<int, ExampleCase>
            {
                [1] = new() { Proof = s => Assert.Contains("\n#ultrafarma-suspend# ", s.On(1, $"cat {Sync}"), StringComparison.Ordinal) },
            },
        },
        ["Unregister-CsyncSchedule"] = new()
        {
            Changes = Parts.Nodes,
            Before = s => s.Do("Register-CsyncSchedule -Sync -Node *APP0[123]"),
            Examples = new Dictionary<int, ExampleCase>
            {
                [1] = new() { Proof = s => Assert.Equal(["", "", "", "none\n", "none\n"], Files(s)) },
                [2] = new() { Proof = s => Assert.Equal(["none\n", "none\n", "", "none\n", "none\n"], Files(s)) },
                [3] = new()
                {
                    Before = s =>
                    {
                        s.ByTheClock(2);
                        s.Do("Register-CsyncSchedule -Sync -Adopt -Node *APP02");
                    },
                    Proof = s => Assert.EndsWith("\n*/15 * * * * root csync2 -x\n", s.On(2, "cat /etc/crontab"), StringComparison.Ordinal),
                },
            },
        },
    };

    // Which nodes have csync2's schedule.
    private static IReadOnlyList<string> Files(ExampleScene scene) => scene.OnAll($"[ -f {Sync} ] || echo none");
}
