using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Haproxy.Live;

/// <summary>Runs the live view: looks at the balancer again and again, takes keys, draws.</summary>
/// <param name="balancer">The balancer.</param>
/// <param name="screen">The terminal.</param>
/// <param name="clock">Tells the time.</param>
/// <param name="isWanted">Chooses backends.</param>
internal sealed class HaproxyWatch(IHaproxyBalancer balancer, IHaproxyScreen screen, TimeProvider clock, Func<string, bool> isWanted)
{
    // Short enough for keys and a changed window to be answered at once, long enough to cost nothing.
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(40);

    private Task<HaproxySnapshot>? _looking;
    private Task<HaproxyOutcome>? _changing;
    private LiveAction.Change? _change;
    private long _lastSeen;
    private long _nextLook;
    private bool _isLeaving;
    private string? _asked;

    /// <summary>Looks at the balancer, at the wanted backends only.</summary>
    public static async Task<HaproxySnapshot> LookAsync(IHaproxyBalancer balancer, Func<string, bool> isWanted, CancellationToken cancellationToken)
    {
        var snapshot = await balancer.ReadAsync(cancellationToken);
        return snapshot with { Backends = [.. snapshot.Backends.Where(b => isWanted(b.Name))] };
    }

    /// <summary>Runs until somebody leaves.</summary>
    /// <param name="view">The view after the first look.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task RunAsync(LiveView view, CancellationToken cancellationToken)
    {
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _lastSeen = clock.GetTimestamp();
        PlanLook(view.Interval);
        try
        {
            // A change that is under way is seen to its end; only Ctrl-C does not wait for it.
            while (!_isLeaving || _changing is not null)
            {
                view = Turn(view, leaving.Token);
                await Task.Delay(Tick, clock, cancellationToken);
            }
        }
        finally
        {
            await leaving.CancelAsync();
            await AbandonAsync(_looking);
            await AbandonAsync(_changing);
        }
    }

    private static async Task AbandonAsync(Task? task)
    {
        if (task is not null)
        {
            await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private LiveView Turn(LiveView view, CancellationToken cancellationToken)
    {
        if (screen.Rows != view.Height)
        {
            view = view.Resize(screen.Rows);
        }

        view = Take(Take(view, ref _looking, Seen), ref _changing, Changed);
        while (!_isLeaving && !IsUnseen(view.Question) && screen.TryReadKey(out var key))
        {
            (view, var action) = LiveKeys.Press(view, key);
            view = Do(view, action, cancellationToken);
        }

        if (IsUnseen(view.Question))
        {
            // What was typed ahead, or pasted, is no answer to a question that nobody could read.
            while (screen.TryReadKey(out _))
            {
            }

            _asked = view.Question!.Text;
        }

        if (_looking is null && clock.GetTimestamp() >= _nextLook)
        {
            PlanLook(view.Interval);
            _looking = LookAsync(balancer, isWanted, cancellationToken);
        }

        screen.Draw(view);
        return view;
    }

    private bool IsUnseen(LiveQuestion? question)
    {
        _asked = question is null ? null : _asked;
        return question is not null && question.Text != _asked;
    }

    private static LiveView Take<T>(LiveView view, ref Task<T>? task, Func<LiveView, Task<T>, LiveView> use)
    {
        if (task is not { IsCompleted: true } done)
        {
            return view;
        }

        task = null;
        return use(view, done);
    }

    private LiveView Seen(LiveView view, Task<HaproxySnapshot> look)
    {
        try
        {
            var snapshot = look.GetAwaiter().GetResult();
            var passed = clock.GetElapsedTime(_lastSeen);
            _lastSeen = clock.GetTimestamp();
            return view.Seen(snapshot, passed);
        }
        catch (Exception e) when (e is HaproxyException or NodeException)
        {
            return view.Missed(e.Message);
        }
    }

    private LiveView Changed(LiveView view, Task<HaproxyOutcome> change)
    {
        _nextLook = clock.GetTimestamp();
        try
        {
            return view.Changed(_change!, change.GetAwaiter().GetResult());
        }
        catch (Exception e) when (e is HaproxyException or NodeException)
        {
            return view with { Message = new LiveMessage(e.Message, IsError: true) };
        }
    }

    private LiveView Do(LiveView view, LiveAction? action, CancellationToken cancellationToken)
    {
        switch (action)
        {
            case LiveAction.Quit:
                _isLeaving = true;
                break;
            case LiveAction.Look:
                _nextLook = clock.GetTimestamp();
                break;
            case LiveAction.Change when _changing is not null:
                return view with { Message = new LiveMessage($"{_change!.Server} is being changed still; one after the other.", IsError: true) };
            case LiveAction.Change change:
                _change = change;
                _changing = ChangeAsync(change, cancellationToken);
                break;
        }

        return view;
    }

    private async Task<HaproxyOutcome> ChangeAsync(LiveAction.Change change, CancellationToken cancellationToken)
    {
        // A new look: the guard must count on what is so now, not on what the screen shows.
        var snapshot = await balancer.ReadAsync(cancellationToken);
        var plan = HaproxyPlanner.Plan(snapshot, [(change.Server, new HaproxyRequest(change.State))], change.Force);
        var run = new HaproxyRun(balancer, clock, new Progress<OperationProgress>());
        var outcomes = await run.ChangeAsync(plan, _ => Task.FromResult(HaproxyConsent.Yes), null, cancellationToken);
        return outcomes[0];
    }

    private void PlanLook(TimeSpan interval) => _nextLook = clock.GetTimestamp() + (long)(interval.TotalSeconds * clock.TimestampFrequency);
}
