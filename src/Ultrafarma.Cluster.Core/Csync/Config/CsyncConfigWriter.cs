using System.Diagnostics;
using System.Globalization;
using System.Text;
using Ultrafarma.Cluster.Httpd;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Csync;

/// <summary>
/// Replaces files that csync2 reads on one node: upload beside them, csync2's own check of those very files, kept copies, renames, and
/// another check, or the old files back.
/// </summary>
/// <param name="settings">Where csync2 is on the nodes.</param>
/// <param name="run">Who runs it.</param>
/// <param name="keepBackups">How many replaced files are kept a node and file.</param>
internal sealed class CsyncConfigWriter(CsyncSettings settings, CsyncRunOptions run, int keepBackups)
{
    private static readonly TimeSpan RollingBack = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);
    private readonly CsyncScript _script = new(settings);

    private readonly string _stamp =
        run.Started.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture) + "-" + Guid.NewGuid().ToString("N")[..6];

    /// <summary>Replaces the files, all or none.</summary>
    /// <returns>One result a file, in their order; Planned where it was only checked.</returns>
    /// <exception cref="NodeException"><see cref="NodeErrorKind.Busy"/> when another change runs there or a file was changed since it
    /// was read; otherwise the node could not be asked.</exception>
    public async Task<IReadOnlyList<CsyncConfigResult>> WriteAsync(
        INodeShell shell, IReadOnlyList<CsyncFilePut> puts, CsyncPutMode mode, CancellationToken cancellationToken)
    {
        if (puts.FirstOrDefault(p => p.Path.Contains('\n', StringComparison.Ordinal)) is { } odd)
        {
            throw new NodeException(NodeErrorKind.CommandFailed, shell.NodeName,
                $"{shell.NodeName}: {PathText.Display(odd.Path)} has a line feed in its name. Rename it.");
        }

        var watch = Stopwatch.StartNew();
        var command = _script.MakeWithVerdict(
            "putconfig",
            mode switch { CsyncPutMode.Check => "check", CsyncPutMode.Put => "put", _ => "unasked" },
            settings.BackupDirectory + "/csync2-config",
            _stamp,
            keepBackups.ToString(CultureInfo.InvariantCulture),
            run.Who) with
        {
            Input = Input(puts),
            Timeout = Limit,

            // Once the files are in place the script goes on to its end, or back.
            KillAfter = RollingBack,
        };
        var result = await shell.RunCheckedAsync(command, "replacing csync2's config", cancellationToken);
        return result.OutputText.Split('\0') is [var action, var reason, .. var kept] && kept.Length > puts.Count
            ? [.. puts.Select((put, i) => Result(put, action, Given(kept[i]), Given(reason)))]
            : throw BadAnswer(shell);

        CsyncConfigResult Result(CsyncFilePut put, string action, string? backup, string? reason) => new()
        {
            Node = shell.NodeName,
            Action = action switch
            {
                "Checked" => CsyncConfigChangeAction.Planned,
                "Changed" => CsyncConfigChangeAction.Changed,
                "RolledBack" => CsyncConfigChangeAction.RolledBack,
                "Refused" or "Failed" => CsyncConfigChangeAction.Failed,
                "Busy" => throw new NodeException(NodeErrorKind.Busy, shell.NodeName,
                    $"{shell.NodeName}: csync2's config is being changed by {reason}. Try again when that is done."),
                "Moved" => throw new NodeException(NodeErrorKind.Busy, shell.NodeName,
                    $"{shell.NodeName}: {reason}, so nothing was done. Run it again."),
                _ => throw BadAnswer(shell),
            },
            Path = put.ShownPath,
            Backup = backup,
            Duration = watch.Elapsed,
            Reason = action == "Refused" ? $"csync2 refuses it, so nothing was changed: {reason}" : reason,
            Changes = put.Changes,
        };
    }

    private static byte[] Input(IReadOnlyList<CsyncFilePut> puts)
    {
        var head = new StringBuilder();
        head.Append(CultureInfo.InvariantCulture, $"{puts.Count}\n");
        foreach (var put in puts)
        {
            head.Append(CultureInfo.InvariantCulture,
                $"{put.OldHash ?? "-"} {HttpdHash.Of(put.Content.Span)} {put.Content.Length} {put.Mode ?? "-"} {put.Path}\n");
        }

        return [.. PathText.ToBytes(head.ToString()), .. puts.SelectMany(p => p.Content.ToArray())];
    }

    private static string? Given(string text) => text.Trim() is { Length: > 0 } given ? PathText.Display(given) : null;

    private static NodeException BadAnswer(INodeShell shell) => new(NodeErrorKind.BadAnswer, shell.NodeName,
        $"{shell.NodeName} answered in a form that is not understood. Something that its login shell prints may be in the way.");
}
