using System.Globalization;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Csync;

/// <summary>Resolves conflicts: holds the schedules, looks again, keeps the losers, forces and pushes, and proves the result.</summary>
public sealed class CsyncResolver
{
    private const string Activity = "Resolving csync2 conflicts";
    private readonly INodeGroup _group;
    private readonly CsyncSettings _settings;
    private readonly CsyncPusher _pusher;
    private readonly CsyncRunOptions _run;
    private readonly IProgress<OperationProgress>? _progress;
    private readonly Action<string> _warn;

    /// <summary>Creates the resolver.</summary>
    /// <param name="group">The nodes.</param>
    /// <param name="settings">Where csync2 is on them.</param>
    /// <param name="run">How this run is known to others.</param>
    /// <param name="progress">Told of each step, or null.</param>
    /// <param name="warn">Told what the user should know.</param>
    public CsyncResolver(
        INodeGroup group, CsyncSettings settings, CsyncRunOptions run, IProgress<OperationProgress>? progress, Action<string> warn)
    {
        _group = group;
        _settings = settings;
        _pusher = new CsyncPusher(settings);
        _run = run;
        _progress = progress;
        _warn = warn;
        BackupDirectory = string.Create(
            CultureInfo.InvariantCulture,
            $"{settings.BackupDirectory}/{run.Started.UtcDateTime:yyyyMMdd'T'HHmmss'Z'}-{Guid.NewGuid().ToString("N")[..6]}");
    }

    /// <summary>The folder on each losing node that holds what it lost.</summary>
    public string BackupDirectory { get; }

    /// <summary>Resolves conflicts as they were found.</summary>
    /// <param name="conflicts">The conflicts.</param>
    /// <param name="choice">Who shall win.</param>
    /// <param name="confirm">Asked once a winner with the plan's summary; the plan is carried out when it says true.</param>
    /// <param name="cancellationToken">Stops the run; schedules are put back and force marks taken back.</param>
    /// <returns>One result a conflict.</returns>
    /// <exception cref="NodeException">Nothing could be done at all: another run holds the nodes, or a node refuses us.</exception>
    public async Task<IReadOnlyList<CsyncResolution>> ResolveAsync(
        IReadOnlyList<CsyncConflict> conflicts,
        CsyncChoice choice,
        Func<string, string, Task<bool>> confirm,
        CancellationToken cancellationToken)
    {
        var (plans, skipped) = CsyncResolutionPlanner.Plan(conflicts, choice);
        var results = new List<CsyncResolution>(skipped);
        var agreed = new List<CsyncResolutionPlan>();
        foreach (var plan in plans)
        {
            if (await confirm(plan.Winner, plan.Summary))
            {
                agreed.Add(plan);
            }
            else
            {
                results.AddRange(plan.Steps.Select(s => Result(plan.Winner, s, CsyncResolutionStatus.Planned, null)));
            }
        }

        if (agreed.Count > 0)
        {
            results.AddRange(await CarryOutAsync(agreed, choice, cancellationToken));
        }

        return results;
    }

    private async Task<List<CsyncResolution>> CarryOutAsync(
        List<CsyncResolutionPlan> plans, CsyncChoice choice, CancellationToken cancellationToken)
    {
        Report("Holding csync2's schedules", 0);
        await using var hold = await CsyncScheduleHold.AcquireAsync(_group, _settings, _run, cancellationToken);
        if (plans.FirstOrDefault(p => !hold.Nodes.Contains(p.Winner, StringComparer.OrdinalIgnoreCase)) is { } lost)
        {
            throw hold.Absent.First(a => a.NodeName.Equals(lost.Winner, StringComparison.OrdinalIgnoreCase));
        }

        foreach (var node in hold.StillRunning)
        {
            _warn($"A scheduled csync2 still runs on {node}; what it refuses meanwhile may need a second run.");
        }

        Report("Looking again", 5);
        var nodes = new NodeGroupScope(_group, hold.Nodes, _group.ThrottleLimit);
        var finder = new CsyncConflictFinder(nodes, _settings);
        var paths = plans.SelectMany(p => p.Steps).Select(s => s.Conflict.Path).ToList();
        var (now, state) = await finder.LookAtAsync(paths, hashes: false, null, cancellationToken);
        var results = new List<CsyncResolution>();
        var work = plans.ConvertAll(plan => CsyncWork.Prepare(plan, now, state, choice, results, _warn));
        if (_group.NodeNames.Count == 1 && !choice.EvenIfClean)
        {
            await DeliverPendingAsync(work, nodes, state, results, cancellationToken);
        }

        // Only nodes that were looked at get anything, since only their versions are kept; one node alone sees none of its peers.
        var onlyPeers = _group.NodeNames.Count == 1 ? null : state.Answering.SelectMany(state.HostsOfNode).Distinct().ToList();
        var answers = new Dictionary<CsyncWork, CsyncPushAnswer>();
        foreach (var part in work)
        {
            await DropLinkedAsync(part, state, results, cancellationToken);
            await KeepLosersAsync(part, state, results, cancellationToken);
            if (part.Steps.Count > 0)
            {
                hold.ThrowIfLost();
                answers[part] = await PushAsync(part, state, onlyPeers, cancellationToken);
            }
        }

        await VerifyAsync(finder, answers, results, cancellationToken);
        return results;
    }

    /// <summary>
    /// One node alone cannot tell a conflict from a change that only waits: it lets csync2 deliver first, and only what the
    /// peers then refuse as a conflict is forced.
    /// </summary>
    private async Task DeliverPendingAsync(
        List<CsyncWork> work, INodeGroup nodes, CsyncClusterState state, List<CsyncResolution> results, CancellationToken cancellationToken)
    {
        // csync2 prints names as they are: one of them can look like a peer's refusal of another file.
        if (state.Paths.FirstOrDefault(p => p.Contains("\nresponse from peer(", StringComparison.Ordinal) || p.Contains("] <- ", StringComparison.Ordinal)) is { } forged)
        {
            var reason = $"a file name looks like an answer of csync2's, so nothing is forced on its word: {PathText.Display(forged)}";
            work.ForEach(part => part.Drop(_ => true, step => results.Add(Result(part.Winner, step, CsyncResolutionStatus.Skipped, reason))));
            return;
        }

        Report("Delivering what is only pending", 10);
        foreach (var part in work)
        {
            var peers = part.Steps.SelectMany(s => state.DirtyTowards(part.Winner, s.Conflict.Path)).Distinct().Count();
            var answer = await _pusher.PushPendingAsync(_group[part.Winner], peers, cancellationToken);
            var refused = answer.Refusals;
            var left = await CsyncClusterState.ReadAsync(nodes, new CsyncNodeReader(_settings), cancellationToken);
            part.Drop(
                step => !refused[step.Conflict.Path].Any(r => r.Reason == CsyncPendingReason.Conflict),
                step => results.Add(refused[step.Conflict.Path].FirstOrDefault() is { } refusal
                    ? Result(part.Winner, step, CsyncResolutionStatus.Skipped, $"no conflict: {refusal.Peer}: {refusal.Words} ({refusal.Reason})")
                    : Result(part.Winner, step, CsyncResolutionStatus.Skipped, answer.Trouble ?? Fate(left, step.Conflict.Path))));
        }
    }

    private static string Fate(CsyncClusterState left, string path) =>
        left.Failures.Count == 0 && left.DirtyNodeCount(path) == 0
            ? "it was only pending and is delivered"
            : "it is still pending and csync2 gave no reason that can be trusted; name the cluster's nodes in an inventory to resolve it";

    /// <summary>csync2 takes a file below a linked folder for deleted, and its commands take the path for another one.</summary>
    private async Task DropLinkedAsync(
        CsyncWork work, CsyncClusterState state, List<CsyncResolution> results, CancellationToken cancellationToken)
    {
        string FolderOf(CsyncResolutionStep step)
        {
            var path = state.RealPath(work.Winner, step.Conflict.Path);
            return path[..Math.Max(1, path.LastIndexOf('/'))];
        }

        var folders = work.Steps.Select(FolderOf).Distinct(StringComparer.Ordinal).ToList();
        if (folders.Count == 0)
        {
            return;
        }

        var linked = await new CsyncNodeReader(_settings).ReadLinkedFoldersAsync(_group[work.Winner], folders, cancellationToken);
        work.Drop(
            step => linked.Contains(FolderOf(step)),
            step => results.Add(Result(work.Winner, step, CsyncResolutionStatus.Skipped,
                $"a folder above it is a symbolic link on {work.Winner}, which csync2 does not follow")));
    }

    private async Task KeepLosersAsync(
        CsyncWork work, CsyncClusterState state, List<CsyncResolution> results, CancellationToken cancellationToken)
    {
        var byNode = work.Steps
            .SelectMany(s => s.Losers.Select(l => (l.Node, s.Conflict.Path)))
            .ToLookup(p => p.Node, p => p.Path, StringComparer.OrdinalIgnoreCase);
        if (byNode.Count == 0)
        {
            return;
        }

        Report("Keeping the losing versions", 15);
        var answers = await _group.AskAsync(
            [.. byNode.Select(g => g.Key)],
            async (shell, token) =>
            {
                await _pusher.KeepAsync(shell, BackupDirectory, byNode[shell.NodeName].Select(p => state.RealPath(shell.NodeName, p)), token);
                return true;
            },
            cancellationToken);
        foreach (var failure in answers.Where(a => a.Error is not null))
        {
            work.Drop(
                step => step.Losers.Any(l => l.Node == failure.NodeName),
                step => results.Add(Result(work.Winner, step, CsyncResolutionStatus.Failed,
                    "its losing version could not be kept, so nothing was overwritten: " + failure.Error!.Message)));
        }
    }

    private async Task<CsyncPushAnswer> PushAsync(
        CsyncWork work, CsyncClusterState state, IReadOnlyList<string>? onlyPeers, CancellationToken cancellationToken)
    {
        var peers = Math.Max(_group.NodeNames.Count - 1, work.Steps.Max(s => state.DirtyTowards(work.Winner, s.Conflict.Path).Count));
        var paths = work.Steps.ToDictionary(
            s => s.Conflict.Path, s => state.RealPath(work.Winner, s.Conflict.Path), StringComparer.Ordinal);
        var total = paths.Count * Math.Max(1, peers);
        var status = $"Pushing {paths.Count} paths from {work.Winner}";
        Report(status, 25);
        try
        {
            return await _pusher.ApplyAsync(
                _group[work.Winner],
                paths,
                work.Steps.Where(s => s.NeedsMark).Select(s => paths[s.Conflict.Path]),
                onlyPeers,
                peers,
                delivered => Report(status, 25 + (int)(60L * Math.Min(delivered, total) / total)),
                cancellationToken);
        }
        catch (NodeException e)
        {
            // Some may be delivered: the nodes themselves will tell, and the user learns where the losers are kept.
            return new CsyncPushAnswer { Broken = e.Message };
        }
    }

    private async Task VerifyAsync(
        CsyncConflictFinder finder,
        Dictionary<CsyncWork, CsyncPushAnswer> answers,
        List<CsyncResolution> results,
        CancellationToken cancellationToken)
    {
        var paths = answers.Keys.SelectMany(w => w.Steps).Select(s => s.Conflict.Path).ToList();
        if (paths.Count == 0)
        {
            return;
        }

        Report("Looking at the result on every node", 88);
        var (after, state) = await finder.LookAtAsync(paths, hashes: true, null, cancellationToken);
        var afterOf = after.ToDictionary(c => c.Path, StringComparer.Ordinal);
        foreach (var (work, answer) in answers)
        {
            var judge = new CsyncVerdict(work.Winner, state, answer, alone: _group.NodeNames.Count == 1);
            foreach (var step in work.Steps)
            {
                var (status, reason) = judge.Judge(step.Conflict, afterOf[step.Conflict.Path]);
                results.Add(Result(work.Winner, step, status, reason) with { Backups = BackupsOf(step, state) });
            }
        }

        Report("Done", 100);
    }

    private List<CsyncBackup> BackupsOf(CsyncResolutionStep step, CsyncClusterState state) =>
        [.. step.Losers.Select(l => new CsyncBackup(l.Node, BackupDirectory, state.RealPath(l.Node, step.Conflict.Path)))];

    private static CsyncResolution Result(string winner, CsyncResolutionStep step, CsyncResolutionStatus status, string? reason) => new()
    {
        Path = step.Conflict.Path,
        Kind = step.Conflict.Kind,
        Status = status,
        Winner = winner,
        Reason = reason,
        Versions = step.Conflict.Versions,
    };

    private void Report(string status, int percent) => _progress?.Report(new OperationProgress(Activity, status, percent));
}
