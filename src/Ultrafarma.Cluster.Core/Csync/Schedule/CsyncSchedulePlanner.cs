using System.Globalization;
using Ultrafarma.Cluster.Httpd;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Csync;

/// <summary>Decides what a node needs for a schedule. It asks no node.</summary>
/// <param name="settings">Where csync2 is on the nodes.</param>
internal sealed class CsyncSchedulePlanner(CsyncSettings settings)
{
    private const int Minute = 60;
    private static readonly TimeSpan OftenEnough = TimeSpan.FromMinutes(5);
    private readonly CsyncScheduleContent _content = new(settings);

    /// <summary>For how many seconds a node waits, so that the nodes of a cluster begin spread over a minute.</summary>
    public static int Delay(IReadOnlyList<string> nodes, string node)
    {
        var place = nodes.ToList().FindIndex(n => n.Equals(node, StringComparison.OrdinalIgnoreCase));
        return place < 0 ? 0 : place * Minute / nodes.Count;
    }

    /// <summary>For how many seconds a node waits before it resolves: at the full minute the nodes push, and would all be held off.</summary>
    public static int ResolveDelay(TimeSpan every) => every < OftenEnough ? 0 : Minute + (Minute / 2);

    /// <summary>What makes csync2, or the repair of its conflicts, run by the clock.</summary>
    /// <exception cref="CsyncScheduleException">Others made an entry that must not run beside ours, or nothing there watches the clock.</exception>
    public CsyncSchedulePlan Register(CsyncScheduleLook look, CsyncScheduleWish wish, int delay)
    {
        var kind = wish.Kind;
        var source = wish.Source ?? (look.HasSystemd ? CsyncScheduleSource.Systemd : CsyncScheduleSource.Cron);
        if (source == CsyncScheduleSource.Systemd ? !look.HasSystemd : !look.HasCron)
        {
            throw new CsyncScheduleException("SchedulerMissing", look.Node, source == CsyncScheduleSource.Systemd
                ? $"systemd does not run on {look.Node}. Use -Source Cron there." : $"No cron is installed on {look.Node}. Install one, or use -Source Systemd.");
        }

        var foreign = look.Schedules.Where(s => s.Kind == kind && s is { IsForeign: true, IsSuspended: false }).ToList();
        if (foreign.Count > 0 && !wish.Adopt)
        {
            throw new CsyncScheduleException("ForeignSchedule", look.Node,
                $"{look.Node} {(kind == CsyncScheduleKind.Sync ? "runs csync2" : "resolves conflicts")} already, by {string.Join("; ", foreign.Select(CsyncSchedulePlan.Place))}. -Adopt puts this schedule in its place.");
        }

        var files = _content.Make(wish, source, delay);
        var main = source == CsyncScheduleSource.Cron ? CsyncScheduleFiles.Crontab(kind) : CsyncScheduleFiles.Timer(kind);
        var steps = new List<CsyncScheduleStep>();
        foreach (var schedule in foreign)
        {
            steps.Add(schedule.Source == CsyncScheduleSource.Cron
                ? CsyncScheduleStep.Edit(schedule, CsyncCrontabLine.AdoptMark + CsyncCrontabLine.Bare(schedule.Raw))
                : new CsyncScheduleStep("stop", Name(schedule)));
        }

        var stale = CsyncScheduleFiles.Of(kind).Where(f => look.Own.ContainsKey(f) && !files.ContainsKey(f)).ToList();
        if (stale.Contains(CsyncScheduleFiles.Timer(kind)) && look.HasSystemd)
        {
            steps.Add(new CsyncScheduleStep("stop", CsyncScheduleFiles.TimerName(kind)));
        }

        steps.AddRange(stale.Select(f => new CsyncScheduleStep("remove", f)));
        var changed = files.Where(f => look.Own.GetValueOrDefault(f.Key) != Hash(f.Value)).ToList();
        steps.AddRange(changed.Select(f => CsyncScheduleStep.Write(f.Key, f.Value)));
        var runs = look.Schedules.Any(s => s.File == main && !s.IsSuspended);
        if (source == CsyncScheduleSource.Systemd && (changed.Count > 0 || !runs))
        {
            steps.Add(new CsyncScheduleStep("reload", "-"));
            steps.Add(new CsyncScheduleStep("start", CsyncScheduleFiles.TimerName(kind)));
        }

        var action = steps.Count == 0 ? CsyncScheduleAction.Unchanged : CsyncScheduleAction.Registered;
        return new CsyncSchedulePlan(look.Node, kind, action, main, steps, foreign) { Adopted = look.Adopted.GetValueOrDefault(kind, CsyncAdopted.Nothing) };
    }

    /// <summary>What takes our schedule away.</summary>
    /// <param name="look">What the node has.</param>
    /// <param name="kind">What the schedule does.</param>
    /// <param name="restore">What it took the place of runs again; else it stays behind its mark.</param>
    /// <exception cref="CsyncScheduleException">What it took the place of is not there any more as it was kept.</exception>
    public static CsyncSchedulePlan Unregister(CsyncScheduleLook look, CsyncScheduleKind kind, bool restore = false)
    {
        var own = CsyncScheduleFiles.Of(kind).Where(look.Own.ContainsKey).ToList();
        var hasTimer = own.Contains(CsyncScheduleFiles.Timer(kind));
        var steps = new List<CsyncScheduleStep>();
        if (hasTimer && look.HasSystemd)
        {
            steps.Add(new CsyncScheduleStep("stop", CsyncScheduleFiles.TimerName(kind)));
        }

        steps.AddRange(own.Concat(CsyncScheduleFiles.InHome(kind).Where(look.Own.ContainsKey)).Select(f => new CsyncScheduleStep("remove", f)));
        if (hasTimer && look.HasSystemd)
        {
            steps.Add(new CsyncScheduleStep("reload", "-"));
        }

        var main = hasTimer ? CsyncScheduleFiles.Timer(kind) : CsyncScheduleFiles.Crontab(kind);
        var action = steps.Count == 0 ? CsyncScheduleAction.Unchanged : CsyncScheduleAction.Unregistered;
        var given = restore ? CsyncScheduleReturn.Find(look, kind) : [];
        steps.AddRange(given.Select(s => s.Source == CsyncScheduleSource.Cron
            ? CsyncScheduleStep.Edit(s, CsyncCrontabLine.Given(s.Raw)) : new CsyncScheduleStep("start", Name(s))));
        return new CsyncSchedulePlan(look.Node, kind, action, main, steps, given) { Adopted = look.Adopted.GetValueOrDefault(kind, CsyncAdopted.Nothing) };
    }

    /// <summary>What switches an entry off, or on again.</summary>
    public static CsyncSchedulePlan Switch(CsyncSchedule schedule, bool suspend)
    {
        List<CsyncScheduleStep> steps = schedule.IsSuspended == suspend ? [] : schedule.Source == CsyncScheduleSource.Systemd
            ? [new CsyncScheduleStep(suspend ? "stop" : "start", Name(schedule))]
            : [CsyncScheduleStep.Edit(schedule, (suspend ? CsyncCrontabLine.SuspendMark : "") + CsyncCrontabLine.Bare(schedule.Raw))];
        var action = steps.Count == 0 ? CsyncScheduleAction.Unchanged : suspend ? CsyncScheduleAction.Suspended : CsyncScheduleAction.Resumed;
        return new CsyncSchedulePlan(schedule.Node, schedule.Kind, action, schedule.File, steps, schedule.IsForeign ? [schedule] : []);
    }

    private static string Name(CsyncSchedule schedule) => schedule.File[(schedule.File.LastIndexOf('/') + 1)..];

    private static string Hash(string text) => HttpdHash.Of(PathText.ToBytes(text));
}
