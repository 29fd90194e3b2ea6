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

    public static ErrorRecord BackupNotFound(string path, int? generation) => new(
        new ItemNotFoundException(
            $"{PathText.Display(path)}: no copy{(generation is { } number ? $" of generation {number}" : "")} is kept. "
            + "Get-CsyncBackup lists what is; csync2 keeps none without a backup-directory in its config."),
        "BackupNotFound", ErrorCategory.ObjectNotFound, path);

    public static ErrorRecord BackupNotClear(string path, IReadOnlyList<CsyncKeptFile> copies)
    {
        var nodes = copies.Select(c => c.Node).Distinct().ToList();
        return new ErrorRecord(
            new ArgumentException(nodes.Count > 1
                ? $"{PathText.Display(path)}: copies are kept on {string.Join(", ", nodes)}; name one with -Node, or pipe that of one node."
                : $"{PathText.Display(path)}: {copies.Count} copies are kept on {nodes[0]}; say which by -Generation."),
            "BackupNotClear", ErrorCategory.InvalidArgument, path);
    }

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
            CsyncEditFault.GroupNotFound or CsyncEditFault.KeyNotFound => ErrorCategory.ObjectNotFound,
            CsyncEditFault.GroupAmbiguous or CsyncEditFault.KeyAmbiguous => ErrorCategory.InvalidArgument,
            CsyncEditFault.ConfigInvalid => ErrorCategory.InvalidData,
            _ => ErrorCategory.InvalidOperation,
        },
        node);

    public static ErrorRecord NotRun(string node, Exception error) =>
        error is CsyncEditException edit ? NotEditable(node, edit) : ((NodeException)error).ToErrorRecord();

    public static ErrorRecord PathNotIncluded(string node, string path) => new(
        new ItemNotFoundException(
            $"{node}: csync2 does not keep {PathText.Display(path)} in sync. Get-CsyncConfig shows what it does, and Add-CsyncPath -Include adds it."),
        "PathNotIncluded", ErrorCategory.ObjectNotFound, path);

    public static ErrorRecord PathNotFound(string path) => new(
        new ItemNotFoundException($"{PathText.Display(path)} is on no node that was asked. Name it as Get-CsyncPending and Test-CsyncSync do, from / on."),
        "PathNotFound", ErrorCategory.ObjectNotFound, path);

    public static ErrorRecord FilesRefused(CsyncSyncReport report)
    {
        var first = report.Deliveries.First(d => d.Action == CsyncDeliveryAction.Refused);
        return new ErrorRecord(
            new InvalidOperationException(
                $"{report.Node}: {report.Refused} path(s) were not taken everywhere; the first is {first.DisplayPath} at {first.Peer}: "
                + $"{first.Reason}{(first.ReasonText is { Length: > 0 } words ? $" ({words.TrimEnd('.', '!')})" : "")}. "
                + "Look at the Deliveries (or use -PassThru), mend what they name, and run it again; Get-CsyncConflict has the conflicts."),
            "FilesRefused", ErrorCategory.InvalidResult, report);
    }

    public static ErrorRecord UploadNotInSync(CsyncUploadReport report) => new(
        new InvalidOperationException(
            $"{report.Node}: not every node holds what was uploaded: {report.Refused} refused, {report.Conflicts.Count} in conflict, "
            + $"{report.Different.Count} different, {report.AbsentNodes.Count} node(s) not reached. "
            + "Look at Push.Deliveries, Conflicts and Different; Get-CsyncConflict | Resolve-CsyncConflict is for conflicts, and Sync-CsyncGroup pushes the rest later."),
        "UploadNotInSync", ErrorCategory.InvalidResult, report);

    public static ErrorRecord UploadNodeUnclear(string role, IReadOnlyCollection<string> chosen) => new(
        new ArgumentException(chosen.Count == 0
            ? $"No node of the inventory has the role {role}: say with -Node which one is meant, or give the node Roles = @('{role}') in the inventory."
            : $"{string.Join(", ", chosen)} have the role {role}: say with -Node which of them is meant."),
        "UploadNodeUnclear", ErrorCategory.InvalidArgument, role);

    public static ErrorRecord NobodyToAsk(Exception e) => new(
        new InvalidOperationException("Nobody is here to say when the upload is done: give it as a script block, as in Invoke-CsyncUpload { rsync ... }.", e),
        "NobodyToAsk", ErrorCategory.InvalidOperation, null);

    public static ErrorRecord ValueInvalid(string value, string fault) => new(
        new ArgumentException($"'{PathText.Display(value)}' cannot be written to csync2's config: {fault}"),
        "ValueInvalid", ErrorCategory.InvalidArgument, value);

    public static ErrorRecord NothingToSet() => new(
        new ArgumentException("Say what to set: -Auto, -BackupDirectory or -BackupGenerations."),
        "NothingToSet", ErrorCategory.InvalidArgument, null);

    public static ErrorRecord IncludeOrExclude() => new(
        new ArgumentException("Say what the path is to be: -Include or -Exclude, one of them."),
        "IncludeOrExclude", ErrorCategory.InvalidArgument, null);

    public static ErrorRecord KeyPlaceMissing() => new(
        new ArgumentException("Say where the key is to be: -Path for a file on this machine, -Node for the key that nodes' configs name."),
        "KeyPlaceMissing", ErrorCategory.InvalidArgument, null);

    public static ErrorRecord KeyExists(string place, string target) => new(
        new IOException($"{PathText.Display(place)} exists already. With -Force it is replaced, and the old key kept."),
        "KeyExists", ErrorCategory.ResourceExists, target);

    public static ErrorRecord ScheduleRefused(CsyncScheduleException error) => new(
        new InvalidOperationException(error.Message, error),
        error.Id,
        error.Id switch
        {
            "ForeignSchedule" or "ResolverElsewhere" => ErrorCategory.ResourceExists,
            "InventoryMissing" or "AdoptedChanged" => ErrorCategory.ObjectNotFound,
            "InventoryUnusable" => ErrorCategory.InvalidData,
            "OthersUnknown" => ErrorCategory.ResourceUnavailable,
            _ => ErrorCategory.NotInstalled,
        },
        error.Node);

    public static ErrorRecord OneNodeOnly(IReadOnlyList<string> nodes) => new(
        new ArgumentException($"Conflicts are resolved by the clock on one node, and -Node names {string.Join(", ", nodes)}. Name one of them."),
        "OneNodeOnly", ErrorCategory.InvalidArgument, nodes);

    public static ErrorRecord InventoryPathInvalid(string path) => new(
        new ArgumentException($"'{PathText.Display(path)}' cannot be an inventory on the node. Give its whole path there, which begins with /."),
        "InventoryPathInvalid", ErrorCategory.InvalidArgument, path);

    public static ErrorRecord EveryInvalid(TimeSpan every) => new(
        new ArgumentException(
            $"{every} cannot be told to cron. Give minutes that divide an hour (1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30) or hours that divide a day."),
        "EveryInvalid", ErrorCategory.InvalidArgument, every);
}
