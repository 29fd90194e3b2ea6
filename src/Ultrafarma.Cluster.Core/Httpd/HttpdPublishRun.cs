using Ultrafarma.Cluster.Haproxy;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Httpd;

/// <summary>
/// Carries a publish out: a lock on the nodes, all files uploaded and checked before any is put in place, then batch by batch
/// out of the balancer, the change with its proof or its way back, and back into the balancer.
/// </summary>
/// <param name="group">The nodes.</param>
/// <param name="nodes">The same nodes, as the inventory has them.</param>
/// <param name="settings">Where Apache is on them.</param>
/// <param name="run">Who runs it.</param>
/// <param name="options">How.</param>
/// <param name="balancer">The balancer, or null.</param>
/// <param name="report">Told of each result as it comes.</param>
internal sealed class HttpdPublishRun(
    INodeGroup group,
    IReadOnlyList<InventoryNode> nodes,
    HttpdSettings settings,
    HttpdRun run,
    HttpdPublishOptions options,
    HttpdBalancerSide? balancer,
    HttpdReport<HttpdPublishResult> report)
    : HttpdRollout<HttpdPublishStep, HttpdApplied, HttpdPublishResult>(nodes, options, balancer, report, "Publishing httpd.conf")
{
    private static readonly TimeSpan LastWords = TimeSpan.FromMilliseconds(700);
    private readonly HttpdNodeEditor _editor = new(settings, run.UploadId);

    // What was uploaded and is neither in place nor removed.
    private readonly Dictionary<string, HttpdStaged> _uploads = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Carries the steps out.</summary>
    /// <param name="steps">The plan, without the nodes that somebody said no to.</param>
    /// <param name="cancellationToken">Ends it: what had begun on a node ends there by itself, with the new file proven or the old one back.</param>
    /// <exception cref="NodeException"><see cref="NodeErrorKind.Busy"/>: another run holds a node. Nothing was done.</exception>
    /// <exception cref="HaproxyException">The balancer cannot be asked before the first change. Nothing was done.</exception>
    public async Task PublishAsync(IReadOnlyList<HttpdPublishStep> steps, CancellationToken cancellationToken)
    {
        foreach (var step in steps)
        {
            if (step.Action == HttpdChangeAction.Unchanged)
            {
                Report.Add(Result(step, HttpdChangeAction.Unchanged));
            }
            else if (step.Error is not null)
            {
                Report.AddFailure(Result(step, HttpdChangeAction.NotReached, step.Error.Message), step.Error);
            }
        }

        var todo = steps.Where(s => s.Action == HttpdChangeAction.Planned).ToList();
        if (todo.Count == 0 || IsOver(todo))
        {
            return;
        }

        await using var held = await HttpdLock.AcquireAsync(
            group, [.. todo.Select(s => s.Node)], settings, run, Report.Warn, cancellationToken);
        todo = Keep(todo, held);
        if (IsOver(todo))
        {
            return;
        }

        await LookAtBalancerAsync(todo, cancellationToken);
        try
        {
            todo = await StageAsync(todo, cancellationToken);
            await RunBatchesAsync(todo, held, cancellationToken);
        }
        finally
        {
            await TidyAsync();
        }
    }

    private static string Refusal(HttpdPublishStep step, HttpdConfigProblem problem)
    {
        // The node's own file has the source's lines, only with other hosts in some.
        var isSource = problem.File is not null && step.Current is not null && problem.File == step.Current.Path;
        var shown = isSource ? problem with { File = step.SourceName, Message = problem.Message.Replace(step.Current!.Path, step.SourceName, StringComparison.Ordinal) } : problem;
        return PathText.Display($"Apache refuses it, so no node was changed: {shown}");
    }

    private List<HttpdPublishStep> Keep(List<HttpdPublishStep> todo, HttpdLock held)
    {
        var kept = new List<HttpdPublishStep>();
        foreach (var step in todo)
        {
            if (held.Failures.FirstOrDefault(f => f.NodeName == step.Node) is { } error)
            {
                Report.AddFailure(Result(step, HttpdChangeAction.NotReached, error.Message), error);
            }
            else if (held.HashOf(step.Node) != step.MainHash)
            {
                Report.AddFailure(Result(step, HttpdChangeAction.NotReached,
                    $"{step.Current!.Path} was changed by somebody else meanwhile, so nothing was done here. Run it again"));
            }
            else
            {
                kept.Add(step);
            }
        }

        return kept;
    }

    private async Task<List<HttpdPublishStep>> StageAsync(List<HttpdPublishStep> todo, CancellationToken cancellationToken)
    {
        Report.Progress(Activity, "Uploading and checking", 0);
        var byNode = todo.ToDictionary(s => s.Node, StringComparer.OrdinalIgnoreCase);
        var results = await group.AskAsync(
            [.. byNode.Keys],
            async (shell, token) =>
            {
                var step = byNode[shell.NodeName];
                var upload = await _editor.StageAsync(shell, step.Current!.Path, step.Content, token);
                lock (_uploads)
                {
                    _uploads[shell.NodeName] = upload;
                }

                return upload;
            },
            cancellationToken);
        string? refused = null;
        var staged = new List<HttpdPublishStep>();
        foreach (var result in results)
        {
            var step = byNode[result.NodeName];
            if (result.Error is not null)
            {
                Report.AddFailure(Result(step, HttpdChangeAction.Failed, result.Error.Message), result.Error);
            }
            else if (result.Value!.Problem is { } problem)
            {
                refused ??= $"Apache at {step.Node} refuses the file";
                Report.AddFailure(Result(step, HttpdChangeAction.Failed, Refusal(step, problem)));
            }
            else if (result.Value.TargetHash != step.Current!.Hash)
            {
                // The lock knows the main config only, and an editor knows no lock.
                Report.AddFailure(Result(step, HttpdChangeAction.Failed,
                    $"{step.Current.Path} was changed by somebody else meanwhile, so nothing was done here. Run it again"));
            }
            else
            {
                staged.Add(step);
            }
        }

        // A file that one Apache refuses goes nowhere, however many failures are allowed.
        return IsOver(staged, refused) ? [] : staged;
    }

    private protected override async Task<HttpdApplied> ChangeAsync(HttpdPublishStep step, CancellationToken cancellationToken)
    {
        // From here on the upload is the node's own business.
        HttpdStaged? upload;
        lock (_uploads)
        {
            _uploads.Remove(step.Node, out upload);
        }

        return await _editor.ApplyAsync(group[step.Node], upload!, ApplyOptions(step, run.Stamp), cancellationToken);
    }

    /// <summary>Lets the balancer have the node again, and puts the old file back when HAProxy does not see it serve with the new one.</summary>
    private protected override async Task<HttpdApplied> ServeAsync(
        HttpdPublishStep step, HttpdApplied outcome, CancellationToken cancellationToken)
    {
        if (Balancer is null)
        {
            return outcome;
        }

        if (outcome.Action == HttpdChangeAction.Failed)
        {
            if (Balancer.DrainedServers(step.Node) is { Count: > 0 } drained)
            {
                Dead.Add(step.Node);
                return outcome with { Reason = $"{outcome.Reason}; {string.Join(", ", drained)} stays drained until Resume-HaproxyServer" };
            }

            return outcome;
        }

        var problem = await Balancer.ServeAsync(step.Node, options.ServingTimeout, cancellationToken);
        if (problem is null)
        {
            return outcome;
        }

        if (outcome.Action == HttpdChangeAction.RolledBack)
        {
            return outcome with { Reason = $"{outcome.Reason}; and the balancer does not see it serve: {problem}" };
        }

        var back = await PutBackAsync(step, cancellationToken);
        return new HttpdApplied(
            back.Action == HttpdChangeAction.Published ? HttpdChangeAction.RolledBack : HttpdChangeAction.Failed,
            outcome.Backup,
            back.Action == HttpdChangeAction.Published
                ? $"the balancer did not see it serve: {problem}"
                : $"the balancer did not see it serve: {problem}; and the old file could not be put back: {back.Reason}");
    }

    private async Task<HttpdApplied> PutBackAsync(HttpdPublishStep step, CancellationToken cancellationToken)
    {
        try
        {
            var shell = group[step.Node];
            var upload = await _editor.StageAsync(shell, step.Current!.Path, step.Current.Content, cancellationToken);
            return upload.Problem is { } problem
                ? new HttpdApplied(HttpdChangeAction.Failed, null, problem.ToString())
                : await _editor.ApplyAsync(shell, upload, ApplyOptions(step, run.Stamp + "-back") with { Ports = step.OldPorts }, cancellationToken);
        }
        catch (NodeException e)
        {
            return new HttpdApplied(HttpdChangeAction.Failed, null, e.Message);
        }
    }

    private async Task TidyAsync()
    {
        using var limit = new CancellationTokenSource(LastWords);
        await Task.WhenAll(_uploads.Values.ToList().Select(async upload =>
        {
            try
            {
                await _editor.DiscardAsync(group[upload.Node], upload, limit.Token);
            }
            catch (Exception e) when (e is NodeException or OperationCanceledException)
            {
                // A hidden file that no Include takes is all that stays; a later run removes it.
            }
        }));
    }

    private HttpdApplyOptions ApplyOptions(HttpdPublishStep step, string stamp) => new()
    {
        Reload = true,
        KeepBackups = run.KeepBackups,
        HealthUrl = HttpdRun.HealthUrl(settings, step.Node, NodeOf(step.Node).Address),
        Ports = step.Ports,
        OldPorts = step.OldPorts,
        Who = run.Who,
        Stamp = stamp,
    };

    private protected override HttpdApplied Untouched(string reason) =>
        new(HttpdChangeAction.Failed, null, $"nothing was changed here: {reason}");

    private protected override HttpdApplied Lost(NodeException error) => new(HttpdChangeAction.Failed, null,
        error.Message + " Whatever had begun there ends by itself, with the new file proven or the old one back. Run it again");

    private protected override bool IsFailure(HttpdApplied outcome) => outcome.Action != HttpdChangeAction.Published;

    private protected override HttpdPublishResult Show(HttpdPublishStep step, HttpdApplied outcome, TimeSpan duration) =>
        Result(step, outcome.Action, outcome.Reason) with { Backup = outcome.Backup, Duration = duration };

    private protected override HttpdPublishResult NotReached(HttpdPublishStep step, string reason) =>
        Result(step, HttpdChangeAction.NotReached, reason);

    private HttpdPublishResult Result(HttpdPublishStep step, HttpdChangeAction action, string? reason = null) => new()
    {
        Node = step.Node,
        Action = action,
        Path = step.Current?.Path,
        Reason = reason,
        Diff = options.ShowDiff ? step.Diff : null,
    };
}
