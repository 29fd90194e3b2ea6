using System.Globalization;
using Ultrafarma.Cluster.Httpd;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Csync;

/// <summary>Decides what a node needs for a schedule. It asks no node.</summary>
/// <param name="settings">Where csync2 is on the nodes.</param>
internal sealed class CsyncSchedulePlanner(CsyncSettings settings)
{
    private const CsyncScheduleKind Sync = CsyncScheduleKind.Sync;
    private const int Minute = 60;
    private static readonly TimeSpan LongestRun = TimeSpan.FromHours(2);

    /// <summary>For how many seconds a node waits, so that the nodes of a cluster begin spread over a minute.</summary>
    public static int Delay(IReadOnlyList<string> nodes, string node)
    {
        var place = nodes.ToList().FindIndex(n => n.Equals(node, StringComparison.OrdinalIgnoreCase));
        return place < 0 ? 0 : place * Minute / nodes.Count;
    }

    /// <summary>What makes csync2 run by the clock.</summary>
    /// <exception cref="CsyncScheduleException">Others made an entry that must not run beside ours, or nothing there watches the clock.</exception>
    public CsyncSchedulePlan Register(CsyncScheduleLook look, CsyncScheduleWish wish, int delay)
    {
        var source = wish.Source ?? (look.HasSystemd ? CsyncScheduleSource.Systemd : CsyncScheduleSource.Cron);
        if (source == CsyncScheduleSource.Systemd ? !look.HasSystemd : !look.HasCron)
        {
            throw new CsyncScheduleException("SchedulerMissing", look.Node, source == CsyncScheduleSource.Systemd
                ? $"systemd does not run on {look.Node}. Use -Source Cron there." : $"No cron is installed on {look.Node}. Install one, or use -Source Systemd.");
        }

        var foreign = look.Schedules.Where(s => s is { Kind: Sync, IsForeign: true, IsSuspended: false }).ToList();
        if (foreign.Count > 0 && !wish.Adopt)
        {
            throw new CsyncScheduleException("ForeignSchedule", look.Node,
                $"{look.Node} runs csync2 already, by {string.Join("; ", foreign.Select(CsyncSchedulePlan.Place))}. -Adopt puts this schedule in its place.");
        }

        var files = Files(source, wish.Every, delay);
        var main = source == CsyncScheduleSource.Cron ? CsyncScheduleFiles.Crontab(Sync) : CsyncScheduleFiles.Timer(Sync);
        var steps = new List<CsyncScheduleStep>();
        foreach (var schedule in foreign)
        {
            steps.Add(schedule.Source == CsyncScheduleSource.Cron
                ? CsyncScheduleStep.Edit(schedule, CsyncCrontabLine.AdoptMark + CsyncCrontabLine.Bare(schedule.Raw))
                : new CsyncScheduleStep("stop", Name(schedule)));
        }

        var stale = CsyncScheduleFiles.Of(Sync).Where(f => look.Own.ContainsKey(f) && !files.ContainsKey(f)).ToList();
        if (stale.Contains(CsyncScheduleFiles.Timer(Sync)) && look.HasSystemd)
        {
            steps.Add(new CsyncScheduleStep("stop", TimerName));
        }

        steps.AddRange(stale.Select(f => new CsyncScheduleStep("remove", f)));
        var changed = files.Where(f => look.Own.GetValueOrDefault(f.Key) != Hash(f.Value)).ToList();
        steps.AddRange(changed.Select(f => CsyncScheduleStep.Write(f.Key, f.Value)));
        var runs = look.Schedules.Any(s => s.File == main && !s.IsSuspended);
        if (source == CsyncScheduleSource.Systemd && (changed.Count > 0 || !runs))
        {
            steps.Add(new CsyncScheduleStep("reload", "-"));
            steps.Add(new CsyncScheduleStep("start", TimerName));
        }

        var action = steps.Count == 0 ? CsyncScheduleAction.Unchanged : CsyncScheduleAction.Registered;
        return new CsyncSchedulePlan(look.Node, Sync, action, main, steps, foreign);
    }

    /// <summary>What takes our schedule away. What it replaced stays in its crontab behind a mark.</summary>
    public static CsyncSchedulePlan Unregister(CsyncScheduleLook look)
    {
        var own = CsyncScheduleFiles.Of(Sync).Where(look.Own.ContainsKey).ToList();
        var hasTimer = own.Contains(CsyncScheduleFiles.Timer(Sync));
        var steps = new List<CsyncScheduleStep>();
        if (hasTimer && look.HasSystemd)
        {
            steps.Add(new CsyncScheduleStep("stop", TimerName));
        }

        steps.AddRange(own.Concat(look.Own.Keys.Where(f => f is CsyncScheduleFiles.Runner or CsyncScheduleFiles.Settings or CsyncScheduleFiles.Adopted))
            .Select(f => new CsyncScheduleStep("remove", f)));
        if (hasTimer && look.HasSystemd)
        {
            steps.Add(new CsyncScheduleStep("reload", "-"));
        }

        var main = hasTimer ? CsyncScheduleFiles.Timer(Sync) : CsyncScheduleFiles.Crontab(Sync);
        var action = steps.Count == 0 ? CsyncScheduleAction.Unchanged : CsyncScheduleAction.Unregistered;
        return new CsyncSchedulePlan(look.Node, Sync, action, main, steps, []) { Backup = look.Backup };
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

    private static string TimerName => CsyncScheduleFiles.Timer(Sync)[(CsyncScheduleFiles.Timer(Sync).LastIndexOf('/') + 1)..];

    private static string Name(CsyncSchedule schedule) => schedule.File[(schedule.File.LastIndexOf('/') + 1)..];

    private static string Hash(string text) => HttpdHash.Of(PathText.ToBytes(text));

    private Dictionary<string, string> Files(CsyncScheduleSource source, TimeSpan every, int delay)
    {
        const string Made = "# Made by Register-CsyncSchedule of Ultrafarma.Cluster, which writes it anew: change it there.\n";
        var command = string.Create(CultureInfo.InvariantCulture, $"/bin/sh {CsyncScheduleFiles.Runner} sync {delay}");
        var limit = ((int)Math.Min(LongestRun.TotalSeconds, Math.Max(every.TotalSeconds * 4, 600))).ToString(CultureInfo.InvariantCulture);
        var files = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [CsyncScheduleFiles.Runner] = CsyncScript.Load("runschedule"),
            [CsyncScheduleFiles.Settings] = $"command={settings.Command}\nconfig={settings.ConfigPath}\nlimit={limit}\n",
        };
        if (source == CsyncScheduleSource.Cron)
        {
            files[CsyncScheduleFiles.Crontab(Sync)] = $"{Made}{CsyncTimes.ToCron(every)} root {command}\n";
        }
        else
        {
            files[CsyncScheduleFiles.Service(Sync)] =
                $"{Made}[Unit]\nDescription=csync2 checks and pushes\nAfter=network-online.target\n\n[Service]\nType=oneshot\nExecStart={command}\n"
                + "SuccessExitStatus=3\nSyslogIdentifier=ultrafarma-csync2\n";
            files[CsyncScheduleFiles.Timer(Sync)] =
                $"{Made}[Unit]\nDescription=csync2 by the clock\n\n[Timer]\nOnCalendar={CsyncTimes.ToCalendar(every)}\nAccuracySec=1s\n\n[Install]\nWantedBy=timers.target\n";
        }

        return files;
    }
}
