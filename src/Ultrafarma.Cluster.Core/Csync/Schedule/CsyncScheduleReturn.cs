namespace Ultrafarma.Cluster.Csync;

/// <summary>Finds what a schedule of ours took the place of and what can be given back. It asks no node.</summary>
internal static class CsyncScheduleReturn
{
    /// <summary>The lines behind their marks and the timers that are to run again.</summary>
    /// <exception cref="CsyncScheduleException">One is not there any more as it was kept, so nobody knows what is wanted there now.</exception>
    public static IReadOnlyList<CsyncSchedule> Find(CsyncScheduleLook look, CsyncScheduleKind kind)
    {
        var adopted = look.Adopted.GetValueOrDefault(kind, CsyncAdopted.Nothing);
        if (adopted.Gone is { } folder)
        {
            throw Changed(look.Node, $"The folder {folder} with what was replaced", "What was replaced stands in its crontab behind a mark.");
        }

        var given = new List<CsyncSchedule>();
        foreach (var (file, line) in adopted.Lines.Where(l => WasReplaced(l.File, l.Line, kind)))
        {
            var bare = CsyncCrontabLine.Bare(line);
            if (look.Marked.FirstOrDefault(m => m.File == file && CsyncCrontabLine.Given(m.Raw) == bare && !given.Contains(m)) is { } marked)
            {
                given.Add(marked);
            }
            else if (!look.Schedules.Any(s => s.File == file && CsyncCrontabLine.Bare(s.Raw) == bare))
            {
                throw Changed(look.Node, $"The line of {file} that was replaced", $"The file as it was is in {adopted.Backup}.");
            }
        }

        foreach (var name in adopted.Timers)
        {
            var timer = look.Schedules.FirstOrDefault(s => s.Source == CsyncScheduleSource.Systemd && s.File.EndsWith("/" + name, StringComparison.Ordinal))
                ?? throw Changed(look.Node, $"The timer {name} that was stopped", "Nothing was kept of it.");
            if (timer.IsSuspended)
            {
                given.Add(timer);
            }
        }

        return given;
    }

    // The kept file is as it was before, so what stood behind a mark in it was replaced earlier or switched off by somebody.
    private static bool WasReplaced(string file, string line, CsyncScheduleKind kind) =>
        CsyncCrontabLine.Parse(line, CsyncCrontabLine.OwnerOf(file)) is { IsSuspended: false } job && CsyncCrontabLine.KindOf(job.Command) == kind;

    private static CsyncScheduleException Changed(string node, string what, string kept) => new("AdoptedChanged", node,
        $"{what} is not there any more as it was, so nothing was done on {node}. {kept} Leave -Restore out, and put back by hand what is wanted now.");
}
