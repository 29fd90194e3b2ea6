namespace Ultrafarma.Cluster.Shell.Hosting;

/// <summary>
/// The three standard streams as one screen: what is written never mixes with the progress line, and who writes first
/// is written first.
/// </summary>
internal sealed class Terminal
{
    private readonly Lock gate = new();
    private string progress = string.Empty;
    private int questionColumn;

    /// <summary>Whether a person can type an answer.</summary>
    public bool InputIsTerminal { get; } = !Console.IsInputRedirected;

    /// <summary>Whether standard output is seen by a person.</summary>
    public bool OutputIsTerminal { get; } = !Console.IsOutputRedirected;

    /// <summary>Whether standard error is seen by a person.</summary>
    public bool ErrorIsTerminal { get; } = !Console.IsErrorRedirected;

    /// <summary>Whether escape sequences may be sent to a terminal at all.</summary>
    public bool SupportsEscapes { get; } = Environment.GetEnvironmentVariable("TERM") != "dumb";

    /// <summary>Whether a progress line has a place: as in pwsh not when the output goes elsewhere.</summary>
    public bool CanShowProgress => OutputIsTerminal && ErrorIsTerminal && SupportsEscapes;

    /// <summary>Width in cells; 80 without a terminal, as pwsh has it.</summary>
    public static int Width => Console.WindowWidth is > 0 and int width ? width : 80;

    /// <summary>Height in cells; 24 without a terminal.</summary>
    public static int Height => Console.WindowHeight is > 0 and int height ? height : 24;

    /// <summary>Writes to standard output.</summary>
    public void WriteOutput(string text, bool newLine) => Write(Console.Out, text, newLine);

    /// <summary>Writes to standard error.</summary>
    public void WriteError(string text, bool newLine) => Write(Console.Error, text, newLine);

    /// <summary>Writes a question where a person sees it: on standard error when the output goes to a file or a pipe.</summary>
    public void WriteQuestion(string text, bool newLine)
    {
        lock (gate)
        {
            int lastLine = text.LastIndexOf('\n') + 1;
            questionColumn = newLine ? 0 : (lastLine > 0 ? 0 : questionColumn) + CellWidth.Of(text.AsSpan(lastLine));
            Write(QuestionWriter, text, newLine);
        }
    }

    /// <summary>
    /// Echoes a typed character after the question. At the right edge a blank moves the cursor on at once: terminals
    /// differ in where they think it is before the next character.
    /// </summary>
    public void EchoTyped(char typed)
    {
        lock (gate)
        {
            WriteQuestion(typed.ToString(), newLine: false);
            if (questionColumn % Width == 0)
            {
                Write(QuestionWriter, " \r", newLine: false);
            }
        }
    }

    /// <summary>
    /// Takes the last cell of the echo back. Where the cursor is, is counted: asking the terminal would wait for an
    /// answer that may never come, and mix it with what is being typed.
    /// </summary>
    public void RubTyped()
    {
        lock (gate)
        {
            Write(QuestionWriter, questionColumn % Width == 0 ? "\e[A\e[999C\e[K" : "\b \b", newLine: false);
            questionColumn--;
        }
    }

    /// <summary>Shows a line of progress in place of the one before; an empty text erases it.</summary>
    public void ShowProgress(string text)
    {
        lock (gate)
        {
            if (text == progress)
            {
                return;
            }

            Console.Error.Write(text.Length == 0 ? "\r\e[K" : "\r" + text + "\e[K");
            progress = text;
        }
    }

    private TextWriter QuestionWriter => OutputIsTerminal || !ErrorIsTerminal ? Console.Out : Console.Error;

    private void Write(TextWriter writer, string text, bool newLine)
    {
        lock (gate)
        {
            if (progress.Length > 0)
            {
                Console.Error.Write("\r\e[K");
                progress = string.Empty;
            }

            if (newLine)
            {
                writer.WriteLine(text);
            }
            else
            {
                writer.Write(text);
            }
        }
    }
}
