using System.Diagnostics;
using Ultrafarma.Cluster.Haproxy;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Httpd;

/// <summary>
/// Carries a publish out: a lock on the nodes, all files uploaded and checked before any is put in place, then batch by batch
/// out of the balancer, the change with its proof or its way back, and back into the balancer.
/// </summary>
internal sealed class HttpdPublishRun
{
    private const string Activity = "Publishing httpd.conf";
    private static readonly TimeSpan LastWords = TimeSpan.FromMilliseconds(700);
    private readonly INodeGroup _group;
    private readonly IReadOnlyList<InventoryNode> _nodes;
    private readonly HttpdSettings _settings;
    private readonly HttpdRun _run;
    private readonly HttpdPublishOptions _options;
    private readonly HttpdBalancerSide? _balancer;
    private readonly HttpdPublishReport _report;
    private readonly HttpdNodeEditor _editor;

    /// <summary>Creates the run.</summary>
    /// <param name="group">The nodes.</param>
    /// <param name="nodes">The same nodes, as the inventory has them.</param>
    /// <param name="settings">Where Apache is on them.</param>
    /// <param name="run">Who runs it.</param>
    /// <param name="options">How.</param>
    /// <param name="balancer">The balancer, or null.</param>
    /// <param name="report">Told of each result as it comes.</param>
    public HttpdPublishRun(
        INodeGroup group,
        IReadOnlyList<InventoryNode> nodes,
        HttpdSettings settings,
        HttpdRun run,
        HttpdPublishOptions options,
        HttpdBalancerSide? balancer,
        HttpdPublishReport report)
    {
        _group = group;
        _nodes = nodes;
        _settings = settings;
        _run = run;
        _options = options;
        _balancer = balancer;
        _report = report;
        _editor = new HttpdNodeEditor(settings, run.UploadId);
    }

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
                _report.Add(Result(step, HttpdChangeAction.Unchanged));
            }
            else if (step.Error is not null)
            {
                _report.AddFailure(Result(step, HttpdChangeAction.NotReached, step.Error.Message), step.Error);
            }
        }

        var todo = steps.Where(s => s.Action == HttpdChangeAction.Planned).ToList();
        if (todo.Count == 0 || IsOver(todo))
        {
            return;
        }

        await using var held = await HttpdLock.AcquireAsync(
            _group, [.. todo.Select(s => s.Node)], _settings, _run, _report.Warn, cancellationToken);
        todo = Keep(todo, held);
        if (IsOver(todo))
        {
            return;
        }

        await LookAtBalancerAsync(todo, cancellationToken);
        var uploads = new Dictionary<string, HttpdStaged>(StringComparer.OrdinalIgnoreCase);
        try
        {
            todo = await StageAsync(todo, uploads, cancellationToken);
            await RunBatchesAsync(todo, uploads, held, cancellationToken);
        }
        finally
        {
            await TidyAsync(uploads);
        }
    }

    private static string Refusal(HttpdPublishStep step, HttpdConfigProblem problem)
    {
        // The node's own file has the source's lines, only with other hosts in some.
        var isSource = problem.File is not null && step.Current is not null && problem.File == step.Current.Path;
        var shown = isSource ? problem with { File = step.SourceName, Message = problem.Message.Replace(step.Current!.Path, step.SourceName, StringComparison.Ordinal) } : problem;
        return PathText.Display($"Apache refuses it, so no node was changed: {shown}");
    }

    /// <summary>True when so much has failed that nothing more is begun; then the rest is reported as not reached.</summary>
    private bool IsOver(IReadOnlyList<HttpdPublishStep> rest, string? why = null)
    {
        if (why is null && _report.Failures <= _options.MaxFailures)
        {
            return false;
        }

        why ??= FormattableString.Invariant($"{_report.Failures} of the nodes before failed, and -MaxFailures is {_options.MaxFailures}");
        foreach (var step in rest)
        {
            _report.Add(Result(step, HttpdChangeAction.NotReached, why));
        }

        return true;
    }

    private List<HttpdPublishStep> Keep(List<HttpdPublishStep> todo, HttpdLock held)
    {
        var kept = new List<HttpdPublishStep>();
        foreach (var step in todo)
        {
            if (held.Failures.FirstOrDefault(f => f.NodeName == step.Node) is { } error)
            {
                _report.AddFailure(Result(step, HttpdChangeAction.NotReached, error.Message), error);
            }
            else if (held.HashOf(step.Node) != step.MainHash)
            {
                _report.AddFailure(Result(step, HttpdChangeAction.NotReached,
                    $"{step.Current!.Path} was changed by somebody else meanwhile, so nothing was done here. Run it again"));
            }
            else
            {
                kept.Add(step);
            }
        }

        return kept;
    }

    private async Task LookAtBalancerAsync(List<HttpdPublishStep> todo, CancellationToken cancellationToken)
    {
        if (_balancer is null)
        {
            return;
        }

        try
        {
            foreach (var words in await _balancer.LookAsync([.. todo.Select(s => NodeOf(s.Node))], cancellationToken))
            {
                _report.Warn(words);
            }
        }
        catch (HaproxyException e) when (!_options.Drain)
        {
            _report.Warn($"Whether the balancer sees the nodes up is not looked at: {e.Message}");
        }
    }

    private async Task<List<HttpdPublishStep>> StageAsync(
        List<HttpdPublishStep> todo,
        Dictionary<string, HttpdStaged> uploads,
        CancellationToken cancellationToken)
    {
        _report.Progress(Activity, "Uploading and checking", 0);
        var byNode = todo.ToDictionary(s => s.Node, StringComparer.OrdinalIgnoreCase);
        var results = await _group.AskAsync(
            [.. byNode.Keys],
            async (shell, token) =>
            {
                var step = byNode[shell.NodeName];
                var upload = await _editor.StageAsync(shell, step.Current!.Path, step.Content, token);
                lock (uploads)
                {
                    uploads[shell.NodeName] = upload;
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
                _report.AddFailure(Result(step, HttpdChangeAction.Failed, result.Error.Message), result.Error);
            }
            else if (result.Value!.Problem is { } problem)
            {
                refused ??= $"Apache at {step.Node} refuses the file";
                _report.AddFailure(Result(step, HttpdChangeAction.Failed, Refusal(step, problem)));
            }
            else if (result.Value.TargetHash != step.Current!.Hash)
            {
                // The lock knows the main config only, and an editor knows no lock.
                _report.AddFailure(Result(step, HttpdChangeAction.Failed,
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

    private async Task RunBatchesAsync(
        List<HttpdPublishStep> todo, Dictionary<string, HttpdStaged> uploads, HttpdLock held, CancellationToken cancellationToken)
    {
        var dead = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        try
        {
            for (var at = 0; at < todo.Count; at += _options.BatchSize)
            {
                if (IsOver(todo[at..]))
                {
                    return;
                }

                var batch = todo.Skip(at).Take(_options.BatchSize).ToList();
                _report.Progress(Activity, string.Join(", ", batch.Select(s => s.Node)), 100 * at / todo.Count);
                await RunBatchAsync(batch, uploads, held, dead, cancellationToken);
            }
        }
        finally
        {
            await EndBalancerAsync(dead);
        }
    }

    private async Task RunBatchAsync(
        List<HttpdPublishStep> batch,
        Dictionary<string, HttpdStaged> uploads,
        HttpdLock held,
        HashSet<string> dead,
        CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        var undrained = await DrainAsync(batch, cancellationToken);
        var byNode = batch.ToDictionary(s => s.Node, StringComparer.OrdinalIgnoreCase);
        var results = await FanOut.RunAsync(
            batch, s => s.Node, batch.Count, (step, token) => ChangeAsync(step, uploads, held, undrained, token), cancellationToken);
        foreach (var result in results)
        {
            var step = byNode[result.NodeName];
            var applied = result.Value ?? new HttpdApplied(HttpdChangeAction.Failed, null,
                result.Error!.Message + " Whatever had begun there ends by itself, with the new file proven or the old one back. Run it again");
            applied = await ServeAsync(step, applied, dead, cancellationToken);
            var shown = Result(step, applied.Action, applied.Reason) with { Backup = applied.Backup, Duration = watch.Elapsed };
            if (applied.Action == HttpdChangeAction.Published)
            {
                _report.Add(shown);
            }
            else
            {
                _report.AddFailure(shown, result.Error);
            }
        }
    }

    private async Task<IReadOnlyDictionary<string, string>> DrainAsync(List<HttpdPublishStep> batch, CancellationToken cancellationToken)
    {
        if (!_options.Drain)
        {
            return new Dictionary<string, string>();
        }

        try
        {
            return await _balancer!.DrainAsync([.. batch.Select(s => s.Node)], _options.DrainTimeout, cancellationToken);
        }
        catch (HaproxyException e)
        {
            return batch.ToDictionary(s => s.Node, _ => e.Message);
        }
    }

    private async Task<HttpdApplied> ChangeAsync(
        HttpdPublishStep step,
        Dictionary<string, HttpdStaged> uploads,
        HttpdLock held,
        IReadOnlyDictionary<string, string> undrained,
        CancellationToken cancellationToken)
    {
        if (undrained.TryGetValue(step.Node, out var why))
        {
            return new HttpdApplied(HttpdChangeAction.Failed, null, $"nothing was changed here: {why}");
        }

        if (!held.IsHeldOn(step.Node))
        {
            return new HttpdApplied(HttpdChangeAction.Failed, null, "nothing was changed here: the node no longer holds its lock. Run it again");
        }

        // From here on the upload is the node's own business.
        HttpdStaged? upload;
        lock (uploads)
        {
            uploads.Remove(step.Node, out upload);
        }

        return await _editor.ApplyAsync(_group[step.Node], upload!, ApplyOptions(step, _run.Stamp), cancellationToken);
    }

    /// <summary>Lets the balancer have the node again, and puts the old file back when HAProxy does not see it serve with the new one.</summary>
    private async Task<HttpdApplied> ServeAsync(
        HttpdPublishStep step, HttpdApplied applied, HashSet<string> dead, CancellationToken cancellationToken)
    {
        if (_balancer is null)
        {
            return applied;
        }

        if (applied.Action == HttpdChangeAction.Failed)
        {
            if (_balancer.DrainedServers(step.Node) is { Count: > 0 } drained)
            {
                dead.Add(step.Node);
                return applied with { Reason = $"{applied.Reason}; {string.Join(", ", drained)} stays drained until Resume-HaproxyServer" };
            }

            return applied;
        }

        var problem = await _balancer.ServeAsync(step.Node, _options.ServingTimeout, cancellationToken);
        if (problem is null)
        {
            return applied;
        }

        if (applied.Action == HttpdChangeAction.RolledBack)
        {
            return applied with { Reason = $"{applied.Reason}; and the balancer does not see it serve: {problem}" };
        }

        var back = await PutBackAsync(step, cancellationToken);
        return new HttpdApplied(
            back.Action == HttpdChangeAction.Published ? HttpdChangeAction.RolledBack : HttpdChangeAction.Failed,
            applied.Backup,
            back.Action == HttpdChangeAction.Published
                ? $"the balancer did not see it serve: {problem}"
                : $"the balancer did not see it serve: {problem}; and the old file could not be put back: {back.Reason}");
    }

    private async Task<HttpdApplied> PutBackAsync(HttpdPublishStep step, CancellationToken cancellationToken)
    {
        try
        {
            var shell = _group[step.Node];
            var upload = await _editor.StageAsync(shell, step.Current!.Path, step.Current.Content, cancellationToken);
            return upload.Problem is { } problem
                ? new HttpdApplied(HttpdChangeAction.Failed, null, problem.ToString())
                : await _editor.ApplyAsync(shell, upload, ApplyOptions(step, _run.Stamp + "-back") with { Ports = step.OldPorts }, cancellationToken);
        }
        catch (NodeException e)
        {
            return new HttpdApplied(HttpdChangeAction.Failed, null, e.Message);
        }
    }

    private async Task EndBalancerAsync(HashSet<string> dead)
    {
        if (_balancer is not null && await _balancer.EndAsync(dead) is { Count: > 0 } left)
        {
            _report.Warn($"These servers stay drained: {string.Join(", ", left)}. Resume-HaproxyServer puts them back.");
        }
    }

    private async Task TidyAsync(Dictionary<string, HttpdStaged> uploads)
    {
        using var limit = new CancellationTokenSource(LastWords);
        await Task.WhenAll(uploads.Values.ToList().Select(async upload =>
        {
            try
            {
                await _editor.DiscardAsync(_group[upload.Node], upload, limit.Token);
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
        KeepBackups = _run.KeepBackups,
        HealthUrl = HttpdRun.HealthUrl(_settings, step.Node, NodeOf(step.Node).Address),
        Ports = step.Ports,
        OldPorts = step.OldPorts,
        Who = _run.Who,
        Stamp = stamp,
    };

    private InventoryNode NodeOf(string name) => _nodes.First(n => n.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    private HttpdPublishResult Result(HttpdPublishStep step, HttpdChangeAction action, string? reason = null) => new()
    {
        Node = step.Node,
        Action = action,
        Path = step.Current?.Path,
        Reason = reason,
        Diff = _options.ShowDiff ? step.Diff : null,
    };
}
