using System.Collections.Immutable;
using System.Globalization;

namespace Ultrafarma.Cluster.Haproxy.Live;

/// <summary>What looks at the balancer, and changes to it, make of the view.</summary>
internal static class LiveLooks
{
    /// <summary>The view after the first look.</summary>
    /// <param name="snapshot">The first look.</param>
    /// <param name="balancer">Where it was asked.</param>
    /// <param name="version">HAProxy's version, or null.</param>
    /// <param name="interval">The time between two looks.</param>
    /// <param name="onlyShows">True when keys only say what they would do.</param>
    public static LiveView Begin(HaproxySnapshot snapshot, string balancer, string? version, TimeSpan interval, bool onlyShows)
    {
        var histories = ImmutableDictionary<LiveServerId, LiveHistory>.Empty.SetItems(
            snapshot.Servers.Select(server => KeyValuePair.Create(LiveServerId.Of(server), LiveHistory.Begin(server))));
        return new LiveView
        {
            Balancer = balancer,
            Version = version,
            Interval = interval,
            OnlyShows = onlyShows,
            Snapshot = snapshot,
            Looks = 1,
            Histories = histories,
            Totals = LiveTotals.Of(snapshot, histories),
        }.WithRows();
    }

    /// <summary>The view after another look.</summary>
    /// <param name="view">The view.</param>
    /// <param name="snapshot">The look.</param>
    /// <param name="passed">The time since the last one that succeeded.</param>
    public static LiveView Seen(this LiveView view, HaproxySnapshot snapshot, TimeSpan passed)
    {
        var histories = ImmutableDictionary.CreateBuilder<LiveServerId, LiveHistory>();
        var isReset = HaproxyCounters.BeganAnew(view.Snapshot, snapshot);
        foreach (var server in snapshot.Servers)
        {
            var id = LiveServerId.Of(server);
            if (!view.Histories.TryGetValue(id, out var history))
            {
                histories[id] = LiveHistory.Begin(server);
                continue;
            }

            var traffic = HaproxyTraffic.Between(history.Last, server, snapshot.Time, passed, isReset);
            histories[id] = history.Add(server, LiveRate.Of(traffic), view.Capacity);
        }

        var seen = histories.ToImmutable();
        var reset = string.Create(CultureInfo.InvariantCulture,
            $"{snapshot.Time.ToLocalTime():HH:mm:ss}: the counters began anew. The balancer was reloaded{(view.Snapshot.IsOfFormerProcess(snapshot) ? "." : ", or they were cleared.")}");
        return (view with
        {
            Snapshot = snapshot,
            Looks = view.Looks + 1,
            Histories = seen,
            Totals = LiveTotals.Of(snapshot, seen),
            Message = isReset ? new LiveMessage(reset) : view.Message?.IsAboutReading == true ? null : view.Message,
        }).WithRows();
    }

    /// <summary>The view after a look that failed: what was seen stays, the sparklines get a gap.</summary>
    /// <param name="view">The view.</param>
    /// <param name="why">Why it failed.</param>
    public static LiveView Missed(this LiveView view, string why) => (view with
    {
        Looks = view.Looks + 1,
        Histories = view.Histories.ToImmutableDictionary(
            pair => pair.Key, pair => pair.Value.Add(pair.Value.Last, LiveRate.Unknown, view.Capacity)),
        Message = new LiveMessage(why, IsError: true, IsAboutReading: true),
    }).WithRows();

    /// <summary>The view after a server was changed, or was not.</summary>
    /// <param name="view">The view.</param>
    /// <param name="change">What was asked for.</param>
    /// <param name="outcome">What came of it.</param>
    public static LiveView Changed(this LiveView view, LiveAction.Change change, HaproxyOutcome outcome) => outcome switch
    {
        // It became the last one while the question stood.
        { Error: { Kind: HaproxyErrorKind.LastServer } error } when !change.Force => view with
        {
            Mode = LiveMode.Question,
            Question = LiveQuestion.AskLast((HaproxyServer)error.Target, change.State),
            Message = null,
        },
        { Error: { } error } => view with { Message = new LiveMessage(error.Message, IsError: true) },
        { Server: { } server } => view with { Message = new LiveMessage($"{server}: {HaproxyWords.Of(change.State)} is done, it is {server.Status} now.{(outcome.Warning is null ? "" : " " + outcome.Warning)}") },
        _ => view,
    };
}
