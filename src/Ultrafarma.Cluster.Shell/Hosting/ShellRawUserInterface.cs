using System.Management.Automation.Host;

namespace Ultrafarma.Cluster.Shell.Hosting;

/// <summary>Sizes, colours and keys of the terminal. What only the Windows console can do is refused by name.</summary>
internal sealed class ShellRawUserInterface(Terminal terminal) : PSHostRawUserInterface
{
    private string title = string.Empty;

    /// <inheritdoc/>
    public override ConsoleColor ForegroundColor
    {
        // An unset colour is -1 in .NET on Unix, and stays so: scripts save and restore it.
        get => Console.ForegroundColor;
        set => SetColor(() => Console.ForegroundColor = value);
    }

    /// <inheritdoc/>
    public override ConsoleColor BackgroundColor
    {
        get => Console.BackgroundColor;
        set => SetColor(() => Console.BackgroundColor = value);
    }

    /// <inheritdoc/>
    public override Coordinates CursorPosition
    {
        get
        {
            // To learn the position, .NET asks the terminal: without one there is nobody to answer.
            if (!terminal.OutputIsTerminal || !terminal.InputIsTerminal)
            {
                return new Coordinates(0, 0);
            }

            (int left, int top) = Console.GetCursorPosition();
            return new Coordinates(left, top);
        }

        set
        {
            if (terminal.OutputIsTerminal)
            {
                Console.SetCursorPosition(Math.Max(0, value.X), Math.Max(0, value.Y));
            }
        }
    }

    /// <inheritdoc/>
    public override int CursorSize
    {
        get => 25;
        set => throw Unsupported("The size of the cursor cannot be set.");
    }

    /// <inheritdoc/>
    public override Size BufferSize
    {
        get => WindowSize;
        set => throw Unsupported("A terminal has no buffer size that could be set.");
    }

    /// <inheritdoc/>
    public override Size WindowSize
    {
        get => new(Terminal.Width, Terminal.Height);
        set => throw Unsupported("The size of the terminal's window cannot be set from inside.");
    }

    /// <inheritdoc/>
    public override Size MaxWindowSize => WindowSize;

    /// <inheritdoc/>
    public override Size MaxPhysicalWindowSize => WindowSize;

    /// <inheritdoc/>
    public override Coordinates WindowPosition
    {
        get => new(0, 0);
        set => throw Unsupported("The position of the terminal's window cannot be set from inside.");
    }

    /// <inheritdoc/>
    public override string WindowTitle
    {
        // A terminal does not tell its title; what was set is what is known.
        get => title;
        set
        {
            title = value;
            if (terminal.OutputIsTerminal && terminal.SupportsEscapes)
            {
                Console.Title = value;
            }
        }
    }

    /// <inheritdoc/>
    public override bool KeyAvailable => terminal.InputIsTerminal && Console.KeyAvailable;

    /// <inheritdoc/>
    public override int LengthInBufferCells(char source) => CellWidth.Of(source);

    /// <inheritdoc/>
    public override int LengthInBufferCells(string source) => CellWidth.Of(source);

    /// <inheritdoc/>
    public override int LengthInBufferCells(string source, int offset) => CellWidth.Of(source.AsSpan(offset));

    /// <inheritdoc/>
    public override KeyInfo ReadKey(ReadKeyOptions options)
    {
        if (!terminal.InputIsTerminal)
        {
            throw Unsupported("There is no terminal to read a key from.");
        }

        ConsoleKeyInfo key = Console.ReadKey(options.HasFlag(ReadKeyOptions.NoEcho));
        ControlKeyStates state = 0;
        state |= key.Modifiers.HasFlag(ConsoleModifiers.Alt) ? ControlKeyStates.LeftAltPressed : 0;
        state |= key.Modifiers.HasFlag(ConsoleModifiers.Control) ? ControlKeyStates.LeftCtrlPressed : 0;
        state |= key.Modifiers.HasFlag(ConsoleModifiers.Shift) ? ControlKeyStates.ShiftPressed : 0;
        return new KeyInfo((int)key.Key, key.KeyChar, state, options.HasFlag(ReadKeyOptions.IncludeKeyDown));
    }

    /// <inheritdoc/>
    public override void FlushInputBuffer()
    {
        while (KeyAvailable)
        {
            _ = Console.ReadKey(intercept: true);
        }
    }

    /// <inheritdoc/>
    public override BufferCell[,] GetBufferContents(Rectangle rectangle) =>
        throw Unsupported("A terminal does not tell what it shows.");

    /// <inheritdoc/>
    public override void ScrollBufferContents(Rectangle source, Coordinates destination, Rectangle clip, BufferCell fill) =>
        throw Unsupported("Parts of a terminal cannot be scrolled.");

    /// <inheritdoc/>
    public override void SetBufferContents(Coordinates origin, BufferCell[,] contents) =>
        throw Unsupported("A terminal's cells cannot be set.");

    /// <inheritdoc/>
    public override void SetBufferContents(Rectangle rectangle, BufferCell fill)
    {
        // The whole screen with blanks is how Clear-Host clears; nothing else is asked for in practice.
        if (rectangle is { Left: -1, Top: -1, Right: -1, Bottom: -1 })
        {
            if (terminal.OutputIsTerminal)
            {
                Console.Clear();
            }
        }
        else
        {
            throw Unsupported("A terminal's cells cannot be set.");
        }
    }

    private static NotSupportedException Unsupported(string message) => new(message);

    // A redirected output must not get colour codes, and .NET writes them at once.
    private void SetColor(Action set)
    {
        if (terminal.OutputIsTerminal && terminal.SupportsEscapes)
        {
            set();
        }
    }
}
