using System.Diagnostics;
using System.Globalization;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Csync;

/// <summary>Carries out plans, each all or not at all.</summary>
/// <param name="settings">Where csync2 is on the nodes.</param>
/// <param name="run">Who runs it.</param>
internal sealed class CsyncScheduleWriter(CsyncSettings settings, CsyncRunOptions run)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);
    private readonly CsyncScript _script = new(settings);

    private readonly string _folder = settings.BackupDirectory + "/csync2-schedule/"
        + run.Started.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture) + "-" + Guid.NewGuid().ToString("N")[..6];

    /// <summary>Carries out one plan.</summary>
    /// <exception cref="NodeException"><see cref="NodeErrorKind.Busy"/> when somebody else works on csync2 there, or a line was changed meanwhile.</exception>
    public async Task<CsyncScheduleResult> WriteAsync(INodeShell shell, CsyncSchedulePlan plan, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        var changesCrontab = plan.Steps.Count > 0 && plan.Foreign.Any(f => f.Source == CsyncScheduleSource.Cron);
        if (plan.Steps.Count > 0)
        {
            var steps = plan.Foreign.Count > 0 && plan.Action == CsyncScheduleAction.Registered ? plan.Steps.Append(Note(plan, changesCrontab)) : plan.Steps;
            var command = _script.Make("putschedule", _folder, run.Who) with
            {
                Input = steps.SelectMany(s => s.ToBytes()).ToArray(),
                Timeout = Limit,
                KillAfter = TimeSpan.FromSeconds(20),
            };
            var result = await shell.RunCheckedAsync(command, "changing csync2's schedule", cancellationToken);
            Check(shell, result.OutputText.Split('\0'));
        }

        return new CsyncScheduleResult
        {
            Node = plan.Node,
            Kind = plan.Kind,
            Action = plan.Action,
            File = plan.File,
            Foreign = [.. plan.Foreign.Select(CsyncSchedulePlan.Place)],
            Backup = plan.Action == CsyncScheduleAction.Unregistered ? plan.Adopted.Backup : changesCrontab ? _folder : null,
            Duration = watch.Elapsed,
        };
    }

    /// <summary>What Unregister-CsyncSchedule has to know: the folders of what was replaced, the newest first, and the timers.</summary>
    private CsyncScheduleStep Note(CsyncSchedulePlan plan, bool changesCrontab)
    {
        IEnumerable<string> folders = changesCrontab ? [_folder, .. plan.Adopted.Folders] : plan.Adopted.Folders;
        var timers = plan.Foreign.Where(f => f.Source == CsyncScheduleSource.Systemd).Select(f => f.File[(f.File.LastIndexOf('/') + 1)..]);
        var lines = folders.Concat(plan.Adopted.Timers.Union(timers, StringComparer.Ordinal).Select(t => "timer " + t));
        return CsyncScheduleStep.Write(CsyncScheduleFiles.Adopted(plan.Kind), string.Join('\n', lines) + "\n");
    }

    private static void Check(INodeShell shell, string[] answer)
    {
        if (answer is not ["done", ..])
        {
            throw answer switch
            {
                ["busy", var holder, ..] => new NodeException(NodeErrorKind.Busy, shell.NodeName,
                    $"Another run works on csync2 at {shell.NodeName}: {PathText.Display(holder.Trim())}. Wait for it to end, then run this again."),
                ["moved", var why, ..] => new NodeException(NodeErrorKind.Busy, shell.NodeName,
                    $"{shell.NodeName}: {PathText.Display(why)}, so nothing was done. Run it again."),
                _ => new NodeException(NodeErrorKind.BadAnswer, shell.NodeName,
                    $"{shell.NodeName} answered in a form that is not understood. Something that its login shell prints may be in the way."),
            };
        }
    }
}
