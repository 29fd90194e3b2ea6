using System.Globalization;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Haproxy;

/// <summary>Waits until servers are drained, or serve again; never longer than it was told.</summary>
/// <param name="balancer">The balancer.</param>
/// <param name="clock">Tells the time.</param>
/// <param name="progress">Who is told how many are left.</param>
/// <param name="first">A look from before, to notice a reload that came before the first one of the waiting; null when there is none.</param>
internal sealed class HaproxyWaiter(
    IHaproxyBalancer balancer, TimeProvider clock, IProgress<OperationProgress> progress, HaproxySnapshot? first = null)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan KillPatience = TimeSpan.FromSeconds(5);

    private HaproxySnapshot? _last = first;
    private long _lastSeen;
    private HaproxyProcess? _former;
    private bool _isBlind;
    private bool _wasReloaded;

    /// <summary>Waits.</summary>
    /// <param name="options">What for, and how long.</param>
    /// <param name="servers">The servers as they were after the change, and what they were told to be.</param>
    /// <param name="cancellationToken">Ends the waiting; the servers stay as they are.</param>
    /// <returns>For each server, how it was seen last, and why the goal was not reached.</returns>
    public async Task<IReadOnlyList<HaproxyOutcome>> WaitAsync(
        HaproxyWaitOptions options,
        IReadOnlyList<(HaproxyServer Server, HaproxyRequest Request)> servers,
        CancellationToken cancellationToken)
    {
        var waits = servers.Select(s => new HaproxyWait(s.Server, false, null)).ToArray();
        _lastSeen = clock.GetTimestamp();
        await WatchAsync(options.Goal, servers, waits, options.Timeout, cancellationToken);
        if (options.KillSessions && Open(waits).Any())
        {
            for (var i = 0; i < waits.Length; i++)
            {
                if (!waits[i].IsDone && waits[i].Error is null)
                {
                    waits[i] = await KillAsync(waits[i], cancellationToken);
                }
            }

            await WatchAsync(options.Goal, servers, waits, KillPatience, cancellationToken);
        }

        return
        [
            .. waits.Select((wait, i) => wait.IsDone
                ? new HaproxyOutcome(wait.Server, null, IsDrainedHereOnly(options) ? HaproxyWarnings.FormerProcess(wait.Server, _former) : null)
                : new HaproxyOutcome(wait.Server, wait.Error ?? TimedOut(options, servers[i].Server, wait.Server))),
        ];
    }

    // A state file keeps the drain over a reload, and the new process has no sessions to wait for.
    private bool IsDrainedHereOnly(HaproxyWaitOptions options) => _wasReloaded && options.Goal == HaproxyGoal.Drained;

    private async Task<HaproxyWait> KillAsync(HaproxyWait wait, CancellationToken cancellationToken)
    {
        try
        {
            await balancer.KillSessionsAsync(wait.Server, cancellationToken);
            return wait;
        }
        catch (HaproxyException e)
        {
            return wait with { Error = e };
        }
    }

    private static IEnumerable<HaproxyWait> Open(IEnumerable<HaproxyWait> waits) => waits.Where(w => !w.IsDone && w.Error is null);

    private HaproxyException TimedOut(HaproxyWaitOptions options, HaproxyServer before, HaproxyServer now)
    {
        // Null when the last look succeeded: then what it saw is so now.
        TimeSpan? age = _isBlind ? clock.GetElapsedTime(_lastSeen) : null;
        return options.Goal == HaproxyGoal.Serving
            ? HaproxyFailure.ReadyTimeout(now, options.Timeout, age)
            : HaproxyFailure.DrainTimeout(now, options.Timeout, (now.SessionsTotal ?? 0) - (before.SessionsTotal ?? 0), age);
    }

    private async Task WatchAsync(
        HaproxyGoal goal,
        IReadOnlyList<(HaproxyServer Server, HaproxyRequest Request)> servers,
        HaproxyWait[] waits,
        TimeSpan timeout,
        CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        var pause = FirstPause;
        while (true)
        {
            if (await LookAsync(cancellationToken) is { } snapshot)
            {
                for (var i = 0; i < waits.Length; i++)
                {
                    if (!waits[i].IsDone && waits[i].Error is null)
                    {
                        var last = waits[i].Server;
                        waits[i] = HaproxyWait.Judge(goal, servers[i].Request, last, snapshot.Find(last.Backend, last.Name));
                    }
                }
            }

            var left = timeout - clock.GetElapsedTime(started);
            if (!Open(waits).Any() || left <= TimeSpan.Zero)
            {
                return;
            }

            Report(goal, waits, left, timeout);
            await Task.Delay(left < pause ? left : pause, clock, cancellationToken);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    // While a balancer is reloaded, nobody may answer for a moment.
    private async Task<HaproxySnapshot?> LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            var snapshot = await balancer.ReadAsync(cancellationToken);
            if (_last is not null && HaproxyCounters.MayBeReloaded(_last, snapshot))
            {
                _wasReloaded = true;
                _former ??= _last.Process;
            }

            (_last, _lastSeen, _isBlind) = (snapshot, clock.GetTimestamp(), false);
            return snapshot;
        }
        catch (HaproxyException e) when (e.MayPass)
        {
            _isBlind = true;
            return null;
        }
    }

    private void Report(HaproxyGoal goal, HaproxyWait[] waits, TimeSpan left, TimeSpan timeout)
    {
        var open = Open(waits).ToList();
        var text = goal == HaproxyGoal.Serving
            ? string.Create(CultureInfo.InvariantCulture, $"{open.Count} of {waits.Length} servers are not up yet")
            : string.Create(CultureInfo.InvariantCulture,
                $"{open.Count} of {waits.Length} servers still have {open.Sum(w => w.Server.SessionsCurrent ?? 0)} sessions");
        var percent = timeout > TimeSpan.Zero ? (int)Math.Clamp(100 - (100 * left / timeout), 0, 100) : -1;
        progress.Report(new OperationProgress(
            goal == HaproxyGoal.Serving ? "Waiting for servers to serve" : "Waiting for servers to drain",
            string.Create(CultureInfo.InvariantCulture, $"{text}; {left.TotalSeconds:0} s left"), percent));
    }
}
