using System.Collections.Immutable;

namespace Ultrafarma.Cluster.Haproxy.Live;

/// <summary>All that the live view shows. Immutable: looks and keys give another one.</summary>
internal sealed record LiveView
{
    /// <summary>The time that histories reach back.</summary>
    public static readonly TimeSpan Span = TimeSpan.FromMinutes(5);

    /// <summary>Where the balancer is asked.</summary>
    public required string Balancer { get; init; }

    /// <summary>HAProxy's version; null where the source does not tell.</summary>
    public string? Version { get; init; }

    /// <summary>The time between two looks.</summary>
    public required TimeSpan Interval { get; init; }

    /// <summary>True when keys only say what they would do.</summary>
    public bool OnlyShows { get; init; }

    /// <summary>The last look that succeeded.</summary>
    public required HaproxySnapshot Snapshot { get; init; }

    /// <summary>How many looks there were, with those that failed.</summary>
    public int Looks { get; init; }

    /// <summary>The history of every server of the last look.</summary>
    public ImmutableDictionary<LiveServerId, LiveHistory> Histories { get; init; } = ImmutableDictionary<LiveServerId, LiveHistory>.Empty;

    /// <summary>The sums of the last look.</summary>
    public required LiveTotals Totals { get; init; }

    /// <summary>The rows that the filter lets through, sorted.</summary>
    public IReadOnlyList<LiveRow> Rows { get; init; } = [];

    /// <summary>What the rows are sorted by.</summary>
    public LiveSort Sort { get; init; }

    /// <summary>True for the opposite order.</summary>
    public bool IsReversed { get; init; }

    /// <summary>What names or statuses must contain.</summary>
    public string Filter { get; init; } = "";

    /// <summary>What keys mean.</summary>
    public LiveMode Mode { get; init; }

    /// <summary>The selected server; null when there is none.</summary>
    public LiveServerId? Selected { get; init; }

    /// <summary>The selected row; -1 when there is none.</summary>
    public int SelectedIndex { get; init; } = -1;

    /// <summary>The first row that is shown.</summary>
    public int Top { get; init; }

    /// <summary>How many rows the window has room for.</summary>
    public int Height { get; init; } = 1;

    /// <summary>The first line of the list of keys that is shown.</summary>
    public int HelpTop { get; init; }

    /// <summary>The question that waits; null when there is none.</summary>
    public LiveQuestion? Question { get; init; }

    /// <summary>The line under the table; null when there is nothing to say.</summary>
    public LiveMessage? Message { get; init; }

    /// <summary>How many rates a history keeps.</summary>
    public int Capacity => (int)Math.Clamp(Math.Ceiling(Span / Interval), 30, 600);

    /// <summary>The rows that are shown.</summary>
    public IEnumerable<LiveRow> Shown => Rows.Skip(Top).Take(Height);

    /// <summary>The selected server as it was seen last; null when there is none.</summary>
    public HaproxyServer? SelectedServer => SelectedIndex < 0 ? null : Rows[SelectedIndex].Server;

    /// <summary>Makes the rows anew, after a look, another filter or another order.</summary>
    public LiveView WithRows()
    {
        var rows = LiveRows.Of(Snapshot, Histories, Filter, Sort, IsReversed);
        var index = -1;
        for (var i = 0; i < rows.Count && index < 0; i++)
        {
            index = rows[i].Id == Selected ? i : -1;
        }

        // The selection follows its server; when that is gone, it stays at its place.
        return (this with { Rows = rows }).Select(index >= 0 ? index : SelectedIndex);
    }

    /// <summary>Selects a row, or the nearest one that there is, and scrolls to it.</summary>
    public LiveView Select(int index)
    {
        var selected = Rows.Count == 0 ? -1 : Math.Clamp(index, 0, Rows.Count - 1);
        var top = Math.Clamp(Top, Math.Max(0, selected - Height + 1), Math.Max(0, selected));
        return this with
        {
            SelectedIndex = selected,
            Selected = selected < 0 ? null : Rows[selected].Id,

            // No empty lines under the last row while rows are hidden above the first one.
            Top = Math.Min(top, Math.Max(0, Rows.Count - Height)),
        };
    }

    /// <summary>Fits the view to another window.</summary>
    /// <param name="height">How many rows there is room for.</param>
    public LiveView Resize(int height) => (this with { Height = Math.Max(1, height) }).Select(SelectedIndex);
}
