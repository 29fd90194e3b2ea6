using Spectre.Console.Rendering;

namespace Ultrafarma.Cluster.Live.Drawing;

/// <summary>A whole window, line by line. The last line has no end, which would scroll the window.</summary>
/// <param name="lines">The lines.</param>
internal sealed class Frame(IReadOnlyList<IEnumerable<Segment>> lines) : Renderable
{
    /// <inheritdoc/>
    protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth) =>
        lines.SelectMany((line, index) => index == 0 ? line : line.Prepend(Segment.LineBreak));
}
