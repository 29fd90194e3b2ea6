using Spectre.Console;
using Ultrafarma.Cluster.Haproxy.Live;

namespace Ultrafarma.Cluster.Live.Drawing;

/// <summary>Colours, of the terminal's own sixteen: they fit whatever scheme somebody has chosen.</summary>
internal static class Look
{
    public static Style Plain { get; } = Style.Plain;

    public static Style Strong { get; } = new(decoration: Decoration.Bold);

    public static Style Faint { get; } = new(decoration: Decoration.Dim);

    public static Style Bar { get; } = new(decoration: Decoration.Invert);

    public static Style BarStrong { get; } = new(decoration: Decoration.Invert | Decoration.Bold);

    public static Style Traffic { get; } = new(Color.Teal);

    public static Style Trouble { get; } = new(Color.Red, decoration: Decoration.Bold);

    public static Style Question { get; } = new(Color.Yellow, decoration: Decoration.Bold);

    /// <summary>The colour of a state.</summary>
    public static Style Of(LiveTone tone) => tone switch
    {
        LiveTone.Down => Trouble,
        LiveTone.Unsteady => new Style(Color.Yellow),
        LiveTone.Drain => new Style(Color.Aqua),
        LiveTone.Maintenance => Faint,
        LiveTone.Good => new Style(Color.Green),
        _ => Plain,
    };
}
