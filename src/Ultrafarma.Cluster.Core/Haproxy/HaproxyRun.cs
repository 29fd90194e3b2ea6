using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Haproxy;

/// <summary>Carries a plan out: asks, changes, looks again before it says that it is done, and waits.</summary>
/// <param name="balancer">The balancer.</param>
/// <param name="clock">Tells the time.</param>
/// <param name="progress">Who is told about the waiting.</param>
internal sealed class HaproxyRun(IHaproxyBalancer balancer, TimeProvider clock, IProgress<OperationProgress> progress)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    // The first look of this run: what comes of another process is compared with it.
    private HaproxySnapshot? _first;

    /// <summary>Changes servers. One that fails does not keep the others from being changed.</summary>
    /// <param name="plan">The steps.</param>
    /// <param name="ask">Asks whether a step may be done.</param>
    /// <param name="wait">What is waited for afterwards; null waits for nothing.</param>
    /// <param name="cancellationToken">Ends it. What was changed until then stays.</param>
    /// <returns>One outcome a step, in the plan's order.</returns>
    public async Task<IReadOnlyList<HaproxyOutcome>> ChangeAsync(
        IReadOnlyList<HaproxyChange> plan,
        Func<HaproxyChange, Task<HaproxyConsent>> ask,
        HaproxyWaitOptions? wait,
        CancellationToken cancellationToken)
    {
        var outcomes = new HaproxyOutcome[plan.Count];
        var done = new List<int>();
        for (var i = 0; i < plan.Count; i++)
        {
            if (await StepAsync(plan[i], ask, wait, cancellationToken) is { } outcome)
            {
                outcomes[i] = outcome;
            }
            else
            {
                done.Add(i);
            }
        }

        if (done.Count > 0)
        {
            await LookAgainAsync(plan, outcomes, done, cancellationToken);
            await WaitAsync(plan, outcomes, [.. done.Where(i => outcomes[i].Error is null)], wait, cancellationToken);
            foreach (var i in done.Where(i => plan[i].Request.State == HaproxyTargetState.Ready && outcomes[i] is { Error: null, Server.HasNoWeight: true }))
            {
                outcomes[i] = outcomes[i] with { Warning = HaproxyWarnings.NoWeight(outcomes[i].Server!) };
            }
        }

        return outcomes;
    }

    /// <summary>Does one step; null when it was done, and needs a second look.</summary>
    private async Task<HaproxyOutcome?> StepAsync(
        HaproxyChange change, Func<HaproxyChange, Task<HaproxyConsent>> ask, HaproxyWaitOptions? wait, CancellationToken cancellationToken)
    {
        if (change.Refusal is not null)
        {
            return new HaproxyOutcome(null, change.Refusal);
        }

        var isNothing = change.Todo.IsEmpty && wait is not { KillSessions: true };
        switch (isNothing ? HaproxyConsent.Yes : await ask(change))
        {
            case HaproxyConsent.OnlyShow:
                return new HaproxyOutcome(change.Request.ApplyTo(change.Server), null);
            case HaproxyConsent.No:
                return new HaproxyOutcome(null, null);
        }

        try
        {
            if (change.TakesOut && await LatestAsync(change, cancellationToken) is { } refusal)
            {
                return new HaproxyOutcome(null, refusal);
            }

            await ApplyAsync(change, cancellationToken);
            return null;
        }
        catch (HaproxyException e)
        {
            return new HaproxyOutcome(null, e);
        }
    }

    /// <summary>The guard once more: a question may have stood open for long, and steps before this one may have failed.</summary>
    private async Task<HaproxyException?> LatestAsync(HaproxyChange change, CancellationToken cancellationToken)
    {
        var snapshot = await balancer.ReadAsync(cancellationToken);
        _first ??= snapshot;
        return HaproxyPlanner.Plan(snapshot, [(change.Server, change.Request)], change.IsForced)[0].Refusal;
    }

    private async Task ApplyAsync(HaproxyChange change, CancellationToken cancellationToken)
    {
        // The weight first: a server that comes back must not get the load of its old weight for a moment.
        if (change.Todo.Weight is { } weight)
        {
            await balancer.Runtime("set weights")
                .DoAsync($"set weight {HaproxyName.Of(change.Server)} {weight}", change.Server, cancellationToken);
        }

        if (change.Todo.State is { } state)
        {
            await balancer.SetStateAsync(change.Server, state, cancellationToken);
        }
    }

    private async Task LookAgainAsync(
        IReadOnlyList<HaproxyChange> plan, HaproxyOutcome[] outcomes, List<int> done, CancellationToken cancellationToken)
    {
        HaproxySnapshot snapshot;
        try
        {
            snapshot = await ReadPatientlyAsync(cancellationToken);
            _first ??= snapshot;
        }
        catch (HaproxyException e)
        {
            foreach (var i in done)
            {
                outcomes[i] = new HaproxyOutcome(null, HaproxyFailure.NotReadBack(plan[i].Server, plan[i].Request.ToString(), e));
            }

            return;
        }

        foreach (var i in done)
        {
            var (server, request) = (plan[i].Server, plan[i].Request);
            outcomes[i] = snapshot.Find(server.Backend, server.Name) is not { } now
                ? new HaproxyOutcome(null, HaproxyFailure.ServerNotFound(balancer.Source, server.ToString()))

                // A page cannot tell of a server that is DOWN whether it is drained too; it said that it did it.
                : new HaproxyOutcome(now, request.IsMetBy(now) == false ? HaproxyFailure.NotApplied(now, request.ToString()) : null);
        }
    }

    /// <summary>Reads; a balancer that is just being reloaded gets a moment.</summary>
    private async Task<HaproxySnapshot> ReadPatientlyAsync(CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        while (true)
        {
            try
            {
                return await balancer.ReadAsync(cancellationToken);
            }
            catch (HaproxyException e) when (e.MayPass && clock.GetElapsedTime(started) < Patience)
            {
                await Task.Delay(Pause, clock, cancellationToken);
            }
        }
    }

    private async Task WaitAsync(
        IReadOnlyList<HaproxyChange> plan,
        HaproxyOutcome[] outcomes,
        List<int> waiting,
        HaproxyWaitOptions? wait,
        CancellationToken cancellationToken)
    {
        if (wait is null || waiting.Count == 0)
        {
            return;
        }

        var waits = await new HaproxyWaiter(balancer, clock, progress, _first!).WaitAsync(
            wait, [.. waiting.Select(i => (outcomes[i].Server!, plan[i].Request))], cancellationToken);
        for (var i = 0; i < waiting.Count; i++)
        {
            outcomes[waiting[i]] = waits[i];
        }
    }
}
