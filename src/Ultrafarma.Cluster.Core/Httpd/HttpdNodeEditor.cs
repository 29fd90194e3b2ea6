using System.Globalization;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Httpd;

/// <summary>
/// Replaces one config file on one node: upload beside it, Apache's check of that very file, a kept copy, a rename, a reload, and
/// proof that Apache lives, or the old file back. From the rename on the node does it alone, so nothing is left half-way.
/// </summary>
/// <param name="settings">Where Apache is on the nodes.</param>
/// <param name="uploadId">What all its uploads have in their names, so that a lock can remove them when the run is cut off; or null.</param>
internal sealed class HttpdNodeEditor(HttpdSettings settings, string? uploadId = null)
{
    private const int Refused = 65;
    private readonly HttpdScript _script = new(settings);

    /// <summary>Uploads a file beside its target and lets Apache check it. The target stays as it is.</summary>
    /// <param name="shell">The node.</param>
    /// <param name="target">The file that it is to replace: the main config or one that it includes; null for the main config.</param>
    /// <param name="content">The new file.</param>
    /// <param name="cancellationToken">Ends it; the node removes the upload.</param>
    /// <exception cref="NodeException">It could not be uploaded; a refusal by Apache is no exception.</exception>
    public async Task<HttpdStaged> StageAsync(
        INodeShell shell, string? target, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        var path = target ?? settings.ConfigPath;
        var id = (uploadId is null ? "" : uploadId + "-") + Guid.NewGuid().ToString("N")[..8];
        var command = _script.Make("stage", path, id, HttpdHash.Of(content.Span)) with { Input = content };
        var result = await shell.RunAsync(command, cancellationToken);
        if (result.ExitCode == Refused)
        {
            var name = path[(path.LastIndexOf('/') + 1)..];
            var upload = path[..(path.LastIndexOf('/') + 1)] + $".{name}.ultrafarma-{id}";
            var problem = HttpdSyntax.Parse(result.ErrorText, isGood: false, upload, path).First(p => p.IsError);
            return new HttpdStaged { Node = shell.NodeName, Problem = problem, TargetPath = path };
        }

        if (result.ExitCode != 0)
        {
            throw NodeFailure.FromResult(shell.NodeName, "uploading Apache's config", result);
        }

        return result.OutputText.Split('\0') is [var newPath, var real, var hash, var pending, var pidFile, ..]
            ? new HttpdStaged
            {
                Node = shell.NodeName,
                NewPath = newPath,
                TargetPath = real,
                TargetHash = hash,
                WasInterrupted = pending == "yes",
                PidFile = pidFile,
            }
            : throw BadAnswer(shell);
    }

    /// <summary>Puts a checked upload in place, and the old file back when Apache does not live with it.</summary>
    /// <exception cref="NodeException"><see cref="NodeErrorKind.Busy"/> when another change runs there; otherwise the node could not be
    /// asked, and whatever had begun there ends by itself.</exception>
    public async Task<HttpdApplied> ApplyAsync(
        INodeShell shell, HttpdStaged staged, HttpdApplyOptions options, CancellationToken cancellationToken)
    {
        var how = !options.Reload ? "none" : settings.ReloadCommand is null ? "graceful" : "command";
        var command = _script.Make(
            "apply",
            HttpdScript.Text("change"),
            staged.NewPath,
            staged.TargetPath,
            options.IgnoreChanges ? "" : staged.TargetHash,
            settings.BackupDirectory,
            options.Stamp,
            Text(options.KeepBackups),
            how,
            settings.ReloadCommand ?? "",
            staged.PidFile,
            options.HealthUrl ?? "",
            Text(settings.HealthStatus),
            string.Join(' ', options.Ports.Select(Text)),
            Text((int)Math.Ceiling(options.Patience.TotalSeconds)),
            options.Who,
            string.Join(' ', (options.OldPorts ?? options.Ports).Select(Text))) with
        {
            // A reload, a way back and a start, each with its proof.
            Timeout = TimeSpan.FromSeconds(60) + (options.Patience * 3),
        };
        var result = await shell.RunAsync(command, cancellationToken);
        if (result.ExitCode != 0)
        {
            throw NodeFailure.FromResult(shell.NodeName, "replacing Apache's config", result);
        }

        var fields = result.OutputText.Split('\0');
        var (backup, reason) = fields is [_, var b, var r, ..] ? (Given(b), Given(r)) : throw BadAnswer(shell);
        return fields[0] switch
        {
            "Published" => new HttpdApplied(HttpdChangeAction.Published, backup, null),
            "RolledBack" => new HttpdApplied(HttpdChangeAction.RolledBack, backup, reason),
            "Failed" or "Changed" => new HttpdApplied(HttpdChangeAction.Failed, backup, reason),
            "Busy" => throw new NodeException(NodeErrorKind.Busy, shell.NodeName,
                $"{shell.NodeName}: Apache's config is being changed by {reason}. Try again when that is done."),
            _ => throw BadAnswer(shell),
        };
    }

    /// <summary>Removes an upload that is not used.</summary>
    public async Task DiscardAsync(INodeShell shell, HttpdStaged staged, CancellationToken cancellationToken)
    {
        if (staged.NewPath.Length > 0)
        {
            await shell.RunCheckedAsync(
                _script.Make("discard", staged.NewPath), "removing an upload", cancellationToken);
        }
    }

    private static string? Given(string text) => text.Trim() is { Length: > 0 } given ? PathText.Display(given) : null;

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static NodeException BadAnswer(INodeShell shell) => new(NodeErrorKind.BadAnswer, shell.NodeName,
        $"{shell.NodeName} answered in a form that is not understood. Something that its login shell prints may be in the way.");
}
