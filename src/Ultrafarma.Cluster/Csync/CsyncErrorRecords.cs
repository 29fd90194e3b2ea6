using System.Management.Automation;
using Ultrafarma.Cluster.Csync;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Commands.Csync;

/// <summary>The error records that are about csync2 and not about one node.</summary>
internal static class CsyncErrorRecords
{
    public static ErrorRecord ConflictsRemain(CsyncResolutionReport report)
    {
        var first = report.Results.First(r => r.Status is CsyncResolutionStatus.Failed or CsyncResolutionStatus.StillConflicting);
        return new ErrorRecord(
            new InvalidOperationException(
                $"{report.Failed + report.StillConflicting} of {report.Results.Count} conflicts remain; the first is {first.DisplayPath}: "
                + $"{first.Reason?.TrimEnd('.')}. Look at the Results (or use -PassThru), mend what they name, and run it again."),
            "ConflictsRemain", ErrorCategory.InvalidResult, first);
    }

    public static ErrorRecord VersionNotKept(CsyncResolution resolution, string? node, IReadOnlyCollection<string> kept) => new(
        new ItemNotFoundException(kept.Count == 0
            ? $"{resolution.DisplayPath}: no version is kept, so there is nothing to bring back."
            : node is null
                ? $"{resolution.DisplayPath}: several versions are kept (of {string.Join(", ", kept)}); name one with -Node."
                : $"{resolution.DisplayPath}: no version of {node} is kept. Kept are those of {string.Join(", ", kept)}."),
        "VersionNotKept", ErrorCategory.ObjectNotFound, resolution);

    public static ErrorRecord ConfigNotChanged(CsyncConfigResult result)
    {
        var isBack = result.Action == CsyncConfigChangeAction.RolledBack;
        return new ErrorRecord(
            new InvalidOperationException(isBack
                ? $"{result.Node}: csync2 refused the new {result.Path} once it was in place, so the old one is back: {result.Reason}"
                : $"{result.Node}: {result.Path} was not changed: {result.Reason}"),
            isBack ? "ConfigRolledBack" : "ConfigNotChanged", ErrorCategory.InvalidResult, result);
    }

    public static ErrorRecord NotEditable(string node, CsyncEditException error) => new(
        new InvalidOperationException($"{node}: {PathText.Display(error.Message)}", error),
        error.Fault.ToString(),
        error.Fault switch
        {
            CsyncEditFault.GroupNotFound => ErrorCategory.ObjectNotFound,
            CsyncEditFault.GroupAmbiguous => ErrorCategory.InvalidArgument,
            CsyncEditFault.ConfigInvalid => ErrorCategory.InvalidData,
            _ => ErrorCategory.InvalidOperation,
        },
        node);

    public static ErrorRecord ValueInvalid(string value, string fault) => new(
        new ArgumentException($"'{PathText.Display(value)}' cannot be written to csync2's config: {fault}"),
        "ValueInvalid", ErrorCategory.InvalidArgument, value);

    public static ErrorRecord NothingToSet() => new(
        new ArgumentException("Say what to set: -Auto, -BackupDirectory or -BackupGenerations."),
        "NothingToSet", ErrorCategory.InvalidArgument, null);

    public static ErrorRecord IncludeOrExclude() => new(
        new ArgumentException("Say what the path is to be: -Include or -Exclude, one of them."),
        "IncludeOrExclude", ErrorCategory.InvalidArgument, null);

    public static ErrorRecord ScheduleRefused(CsyncScheduleException error) => new(
        new InvalidOperationException(error.Message, error),
        error.Id,
        error.Id == "ForeignSchedule" ? ErrorCategory.ResourceExists : ErrorCategory.NotInstalled,
        error.Node);

    public static ErrorRecord EveryInvalid(TimeSpan every) => new(
        new ArgumentException(
            $"{every} cannot be told to cron. Give minutes that divide an hour (1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30) or hours that divide a day."),
        "EveryInvalid", ErrorCategory.InvalidArgument, every);
}
