using System.Collections.ObjectModel;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;
using Ultrafarma.Cluster.Shell.Prompts;

namespace Ultrafarma.Cluster.Shell.Hosting;

/// <summary>
/// Writes where pwsh writes: errors to standard error; warnings, verbose and debug text to standard output beside the
/// results. Asks only where somebody can answer.
/// </summary>
internal sealed class ShellUserInterface : PSHostUserInterface, IHostUISupportsMultipleChoiceSelection
{
    private readonly Terminal terminal;
    private readonly LineReader lines;
    private readonly bool nonInteractive;

    /// <summary>Makes the interface of one screen.</summary>
    public ShellUserInterface(Terminal terminal, LineReader lines, bool nonInteractive)
    {
        this.terminal = terminal;
        this.lines = lines;
        this.nonInteractive = nonInteractive;
        RawUI = new ShellRawUserInterface(terminal);
        Progress = new ProgressLine(terminal);

        // https://no-color.org: a word from the user, whatever its value.
        if (!string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")))
        {
            PSStyle.Instance.OutputRendering = OutputRendering.PlainText;
        }
    }

    /// <inheritdoc/>
    public override PSHostRawUserInterface RawUI { get; }

    /// <inheritdoc/>
    public override bool SupportsVirtualTerminal => terminal.SupportsEscapes;

    /// <summary>The line of progress, for those who must take it away.</summary>
    public ProgressLine Progress { get; }

    /// <summary>Whether a question reaches somebody and an answer can come back.</summary>
    public bool CanAsk => !nonInteractive && terminal.InputIsTerminal && (terminal.OutputIsTerminal || terminal.ErrorIsTerminal);

    /// <summary>The error for a question that nobody could answer.</summary>
    public HostException CannotAsk(string what)
    {
        string why = nonInteractive ? "-NonInteractive was given" : "standard input is not a terminal";
        string message = $"{what} needs an answer, but {why}. "
            + "Use -Confirm:$false to run without confirmation, and give values as parameters.";
        return new HostException(message, null, "CannotPrompt", ErrorCategory.ResourceUnavailable);
    }

    /// <inheritdoc/>
    public override string ReadLine()
    {
        RequireAnswers("Reading a line");
        return lines.ReadText() ?? string.Empty;
    }

    /// <inheritdoc/>
    public override SecureString ReadLineAsSecureString()
    {
        RequireAnswers("Reading a secret");
        return lines.ReadSecret();
    }

    /// <inheritdoc/>
    public override void Write(string value) => WriteText(value, newLine: false);

    /// <inheritdoc/>
    public override void WriteLine(string value) => WriteText(value, newLine: true);

    /// <inheritdoc/>
    public override void WriteLine() => WriteText(string.Empty, newLine: true);

    /// <inheritdoc/>
    public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) =>
        WriteText(Colored(foregroundColor, backgroundColor, value), newLine: false);

    /// <inheritdoc/>
    public override void WriteLine(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) =>
        WriteText(Colored(foregroundColor, backgroundColor, value), newLine: true);

    /// <inheritdoc/>
    public override void WriteErrorLine(string value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            terminal.WriteError(Rendered(value, terminal.ErrorIsTerminal), newLine: true);
        }
    }

    /// <inheritdoc/>
    public override void WriteWarningLine(string message) => WriteMessage("WARNING: ", message, FormatStyle.Warning);

    /// <inheritdoc/>
    public override void WriteVerboseLine(string message) => WriteMessage("VERBOSE: ", message, FormatStyle.Verbose);

    /// <inheritdoc/>
    public override void WriteDebugLine(string message) => WriteMessage("DEBUG: ", message, FormatStyle.Debug);

    /// <inheritdoc/>
    public override void WriteProgress(long sourceId, ProgressRecord record) => Progress.Show(record);

    /// <inheritdoc/>
    public override Dictionary<string, PSObject> Prompt(
        string caption, string message, Collection<FieldDescription> descriptions)
    {
        RequireAnswers("A mandatory parameter (" + string.Join(", ", descriptions.Select(d => d.Name)) + ")");
        return new FieldPrompt(terminal, lines, this).Ask(caption, message, descriptions);
    }

    /// <inheritdoc/>
    public override int PromptForChoice(
        string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
    {
        RequireAnswers(string.IsNullOrEmpty(caption) ? "A choice" : $"The question '{caption}'");
        return new ChoicePrompt(terminal, lines, choices).AskOne(caption, message, defaultChoice);
    }

    /// <inheritdoc/>
    public Collection<int> PromptForChoice(
        string? caption, string? message, Collection<ChoiceDescription> choices, IEnumerable<int>? defaultChoices)
    {
        RequireAnswers(string.IsNullOrEmpty(caption) ? "A choice" : $"The question '{caption}'");
        return new ChoicePrompt(terminal, lines, choices).AskMany(caption, message, defaultChoices ?? []);
    }

    /// <inheritdoc/>
    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName) =>
        PromptForCredential(caption, message, userName, targetName, PSCredentialTypes.Default, PSCredentialUIOptions.Default);

    /// <inheritdoc/>
    public override PSCredential PromptForCredential(
        string caption,
        string message,
        string userName,
        string targetName,
        PSCredentialTypes allowedCredentialTypes,
        PSCredentialUIOptions options)
    {
        RequireAnswers("A credential");
        return new CredentialPrompt(terminal, lines).Ask(caption, message, userName);
    }

    private static string Colored(ConsoleColor foreground, ConsoleColor background, string value)
    {
        // Colours as text, not as the console's state: the renderer takes them out where the output is no terminal.
        string start = (Enum.IsDefined(foreground) ? PSStyle.Instance.Foreground.FromConsoleColor(foreground) : string.Empty)
            + (Enum.IsDefined(background) ? PSStyle.Instance.Background.FromConsoleColor(background) : string.Empty);
        return start.Length == 0 ? value : start + value + PSStyle.Instance.Reset;
    }

    private void WriteMessage(string label, string message, FormatStyle style) =>
        WriteText(
            terminal.SupportsEscapes
                ? string.Create(CultureInfo.InvariantCulture, $"{GetFormatStyleString(style)}{label}{message}{PSStyle.Instance.Reset}")
                : label + message,
            newLine: true);

    private void WriteText(string value, bool newLine) =>
        terminal.WriteOutput(Rendered(value, terminal.OutputIsTerminal), newLine);

    // The engine's renderer looks at standard output and $PSStyle; for the stream at hand we know better.
    private string Rendered(string value, bool streamIsTerminal) =>
        streamIsTerminal || PSStyle.Instance.OutputRendering == OutputRendering.Ansi
            ? GetOutputString(value, terminal.SupportsEscapes)
            : new System.Management.Automation.Internal.StringDecorated(value).ToString(OutputRendering.PlainText);

    private void RequireAnswers(string what)
    {
        Progress.Erase();
        if (!CanAsk)
        {
            throw CannotAsk(what);
        }
    }
}
