using System.Diagnostics;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Httpd;

/// <summary>Carries out edits of one node's files: all are checked before any is put in place, and all come back when one fails.</summary>
/// <param name="settings">Where Apache is on the nodes.</param>
/// <param name="run">Who runs it.</param>
internal sealed class HttpdEditRun(HttpdSettings settings, HttpdRun run)
{
    private readonly HttpdNodeEditor _editor = new(settings);

    /// <summary>Carries the edits out.</summary>
    /// <param name="shell">The node.</param>
    /// <param name="edits">One a file, at least one.</param>
    /// <param name="reload">Whether Apache takes them at once.</param>
    /// <param name="healthUrl">The URL that has to answer then.</param>
    /// <param name="ports">The ports that must listen then.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<HttpdChangeResult> RunAsync(
        INodeShell shell,
        IReadOnlyList<HttpdFileEdit> edits,
        bool reload,
        string? healthUrl,
        IReadOnlyList<int> ports,
        CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        var staged = new List<HttpdStaged>();
        var done = 0;
        try
        {
            foreach (var edit in edits)
            {
                var upload = await StageAsync(shell, edit, cancellationToken);
                if (upload.Problem is { } problem)
                {
                    return Result(HttpdChangeAction.Failed, null, $"Apache refuses it, so nothing was changed: {problem}");
                }

                staged.Add(upload);
            }

            HttpdApplied? applied = null;
            var last = edits.Count - 1;
            for (; done <= last; done++)
            {
                var options = Options(reload && done == last, healthUrl, ports, done);
                applied = await _editor.ApplyAsync(shell, staged[done], options, cancellationToken);
                if (applied.Action != HttpdChangeAction.Published)
                {
                    var action = await PutBackAsync(shell, edits.Take(done)) ? applied.Action : HttpdChangeAction.Failed;
                    return Result(action, applied.Backup, applied.Reason);
                }
            }

            return Result(HttpdChangeAction.Published, applied!.Backup, null);
        }
        finally
        {
            await DiscardAsync(shell, staged.Skip(done + 1));
        }

        HttpdChangeResult Result(HttpdChangeAction action, string? backup, string? reason) => new()
        {
            Node = shell.NodeName,
            Action = action,
            Path = edits[Math.Min(done, edits.Count - 1)].File.Path,
            Backup = backup,
            Duration = watch.Elapsed,
            Reason = reason,
            Changes = [.. edits.SelectMany(e => e.Changes)],
        };
    }

    private async Task<HttpdStaged> StageAsync(INodeShell shell, HttpdFileEdit edit, CancellationToken cancellationToken)
    {
        var upload = await _editor.StageAsync(shell, edit.File.Path, edit.Document.Bytes, cancellationToken);
        if (upload.Problem is null && upload.TargetHash != edit.File.Hash)
        {
            await DiscardAsync(shell, [upload]);
            throw new NodeException(NodeErrorKind.Busy, shell.NodeName,
                $"{shell.NodeName}: {edit.File.Path} was changed by somebody else meanwhile, so nothing was done. Run it again.");
        }

        return upload;
    }

    private HttpdApplyOptions Options(bool reload, string? healthUrl, IReadOnlyList<int> ports, int index) => new()
    {
        Reload = reload,
        KeepBackups = run.KeepBackups,
        HealthUrl = healthUrl,
        Ports = ports,
        Who = run.Who,
        Stamp = index == 0 ? run.Stamp : $"{run.Stamp}-{index}",
    };

    /// <summary>Puts files that were already replaced back; Apache still runs with, or has gone back to, what they said.</summary>
    private async Task<bool> PutBackAsync(INodeShell shell, IEnumerable<HttpdFileEdit> edits)
    {
        var isWhole = true;
        var index = 100;
        foreach (var edit in edits)
        {
            var upload = await _editor.StageAsync(shell, edit.File.Path, edit.File.Content, CancellationToken.None);
            isWhole = isWhole && upload.Problem is null
                && (await _editor.ApplyAsync(shell, upload, Options(false, null, [], index++), CancellationToken.None)).Action
                    == HttpdChangeAction.Published;
        }

        return isWhole;
    }

    private async Task DiscardAsync(INodeShell shell, IEnumerable<HttpdStaged> uploads)
    {
        foreach (var upload in uploads)
        {
            try
            {
                await _editor.DiscardAsync(shell, upload, CancellationToken.None);
            }
            catch (NodeException)
            {
                // The node is gone; a hidden file that no Include takes is all that stays.
            }
        }
    }
}
