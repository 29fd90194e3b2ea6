using System.Management.Automation;
using Ultrafarma.Cluster.Csync;

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
}
