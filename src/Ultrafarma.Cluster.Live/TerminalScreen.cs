using System.Diagnostics.CodeAnalysis;
using Spectre.Console;
using Ultrafarma.Cluster.Haproxy.Live;
using Ultrafarma.Cluster.Live.Drawing;
using Ultrafarma.Cluster.Live.Terminals;

namespace Ultrafarma.Cluster.Live;

/// <summary>The terminal of this process, drawn on with Spectre.Console.</summary>
[SuppressMessage("Performance", "CA1812", Justification = "The module creates it by its name, in a load context of its own.")]
internal sealed class TerminalScreen : IHaproxyScreen
{
    // Terminals that know it show the frame when it is complete; the others ignore it.
    private const string FrameStart = "\e[?2026h\e[H";
    private const string FrameEnd = "\e[0m\e[?2026l";

    private readonly StringWriter _frame = new();
    private readonly IAnsiConsole _console;
    private readonly TerminalSession _session;
    private (string Text, int Width, int Height, int Generation) _shown;
    private LiveView? _drawn;

    /// <summary>Takes the terminal.</summary>
    public TerminalScreen()
    {
        _console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            ColorSystem = Environment.GetEnvironmentVariable("NO_COLOR") is { Length: > 0 } ? ColorSystemSupport.NoColors : ColorSystemSupport.Standard,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(_frame),
            Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
        });
        _session = new TerminalSession();
    }

    /// <inheritdoc/>
    public int Rows => ViewPainter.Rows(Console.WindowHeight);

    /// <inheritdoc/>
    public bool TryReadKey(out LiveKey key) => KeyReader.TryRead(out key);

    /// <inheritdoc/>
    public void Draw(LiveView view)
    {
        var (width, height, generation) = (Math.Max(1, Console.WindowWidth), Math.Max(1, Console.WindowHeight), _session.Generation);
        var isSameWindow = (_shown.Width, _shown.Height, _shown.Generation) == (width, height, generation);
        if (isSameWindow && ReferenceEquals(view, _drawn))
        {
            return;
        }

        (_console.Profile.Width, _console.Profile.Height) = (width, height);
        ViewPainter.Paint(_console, view);
        var text = _frame.ToString();
        _frame.GetStringBuilder().Clear();
        if (!isSameWindow || text != _shown.Text)
        {
            _session.Write(FrameStart + (isSameWindow ? "" : "\e[2J") + text + FrameEnd);
        }

        (_shown, _drawn) = ((text, width, height, generation), view);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _session.Dispose();
        _frame.Dispose();
    }
}
