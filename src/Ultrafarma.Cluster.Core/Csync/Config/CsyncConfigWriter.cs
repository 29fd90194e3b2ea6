using System.Diagnostics;
using System.Globalization;
using Ultrafarma.Cluster.Httpd;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Csync;

/// <summary>
/// Replaces one config file on one node: upload beside it, csync2's own check of that very file, a kept copy, a rename, and another
/// check, or the old file back.
/// </summary>
/// <param name="settings">Where csync2 is on the nodes.</param>
/// <param name="run">Who runs it.</param>
/// <param name="keepBackups">How many replaced files are kept a node and file.</param>
internal sealed class CsyncConfigWriter(CsyncSettings settings, CsyncRunOptions run, int keepBackups)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);
    private readonly CsyncScript _script = new(settings);

    private readonly string _stamp =
        run.Started.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture) + "-" + Guid.NewGuid().ToString("N")[..6];

    /// <summary>Replaces the file.</summary>
    /// <exception cref="NodeException"><see cref="NodeErrorKind.Busy"/> when another change runs there or the file was changed since it
    /// was read; otherwise the node could not be asked.</exception>
    public async Task<CsyncConfigResult> WriteAsync(INodeShell shell, CsyncConfigChanges changes, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        var file = changes.File!;
        var command = _script.MakeWithVerdict(
            "putconfig",
            file.Path,
            file.Hash,
            HttpdHash.Of(changes.Content.Span),
            settings.BackupDirectory + "/csync2-config",
            _stamp,
            keepBackups.ToString(CultureInfo.InvariantCulture),
            run.Who) with
        {
            Input = changes.Content,
            Timeout = Limit,
        };
        var result = await shell.RunCheckedAsync(command, "replacing csync2's config", cancellationToken);
        return result.OutputText.Split('\0') is [var action, var backup, var reason, ..]
            ? Result(action, Given(backup), Given(reason))
            : throw BadAnswer(shell);

        CsyncConfigResult Result(string action, string? backup, string? reason) => new()
        {
            Node = shell.NodeName,
            Action = action switch
            {
                "Changed" => CsyncConfigChangeAction.Changed,
                "RolledBack" => CsyncConfigChangeAction.RolledBack,
                "Refused" or "Failed" => CsyncConfigChangeAction.Failed,
                "Busy" => throw new NodeException(NodeErrorKind.Busy, shell.NodeName,
                    $"{shell.NodeName}: csync2's config is being changed by {reason}. Try again when that is done."),
                "Moved" => throw new NodeException(NodeErrorKind.Busy, shell.NodeName,
                    $"{shell.NodeName}: {reason}, so nothing was done. Run it again."),
                _ => throw BadAnswer(shell),
            },
            Path = file.Path,
            Backup = backup,
            Duration = watch.Elapsed,
            Reason = action == "Refused" ? $"csync2 refuses it, so nothing was changed: {reason}" : reason,
            Changes = changes.Changes,
        };
    }

    private static string? Given(string text) => text.Trim() is { Length: > 0 } given ? PathText.Display(given) : null;

    private static NodeException BadAnswer(INodeShell shell) => new(NodeErrorKind.BadAnswer, shell.NodeName,
        $"{shell.NodeName} answered in a form that is not understood. Something that its login shell prints may be in the way.");
}
