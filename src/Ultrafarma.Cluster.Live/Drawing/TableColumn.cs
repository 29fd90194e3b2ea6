using Spectre.Console.Rendering;
using Ultrafarma.Cluster.Haproxy.Live;

namespace Ultrafarma.Cluster.Live.Drawing;

/// <summary>One column of the table.</summary>
/// <param name="Title">Its head.</param>
/// <param name="Rank">What goes first in a narrow window: the highest.</param>
/// <param name="Least">The fewest cells that it is shown with.</param>
/// <param name="Wanted">How many cells it takes when there is room, for these rows.</param>
/// <param name="Draw">One cell of it, exactly as wide as it is told.</param>
internal sealed record TableColumn(
    string Title, int Rank, int Least, Func<LiveView, int> Wanted, Func<LiveView, LiveRow, int, IEnumerable<Segment>> Draw)
{
    /// <summary>The order that it shows; null when rows cannot be sorted by it.</summary>
    public LiveSort? Sort { get; init; }

    /// <summary>True for numbers.</summary>
    public bool IsRight { get; init; }

    /// <summary>True for a column that takes whatever is left over.</summary>
    public bool IsGreedy { get; init; }
}
