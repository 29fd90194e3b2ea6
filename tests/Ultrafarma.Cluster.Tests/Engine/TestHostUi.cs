using System.Collections.Concurrent;
using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;
using System.Text;

namespace Ultrafarma.Cluster.Tests.Engine;

/// <summary>The screen and the keyboard of <see cref="TestHost"/>.</summary>
internal sealed class TestHostUi(int width) : PSHostUserInterface
{
    private readonly StringBuilder _screen = new();
    private readonly ConcurrentQueue<string> _questions = new();

    public string Screen
    {
        get
        {
            lock (_screen)
            {
                return _screen.ToString();
            }
        }
    }

    public IReadOnlyList<string> Questions => [.. _questions];

    public Func<string, IReadOnlyList<string>, int>? Answer { get; set; }

    public Func<PSCredential>? Credential { get; set; }

    public Func<string>? Line { get; set; }

    public bool ShowsQuestions { get; set; }

    public override PSHostRawUserInterface RawUI { get; } = new TestHostRawUi(width);

    public override bool SupportsVirtualTerminal => false;

    public void Clear()
    {
        lock (_screen)
        {
            _screen.Clear();
        }
    }

    public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
    {
        _questions.Enqueue(caption + "\n" + message);
        var chosen = Answer is { } answer
            ? answer(message, [.. choices.Select(c => c.Label)])
            : throw new HostException("This test did not expect a question: " + message);
        if (ShowsQuestions)
        {
            Show(ConsoleQuestion.Text(caption, message, [.. choices.Select(c => c.Label)], defaultChoice, chosen));
        }

        return chosen;
    }

    public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions) =>
        throw new HostException("This test did not expect a prompt for " + string.Join(", ", descriptions.Select(d => d.Name)));

    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName)
    {
        _questions.Enqueue(caption + "\n" + message);
        return Credential?.Invoke() ?? throw new HostException("This test did not expect a prompt for a credential.");
    }

    public override PSCredential PromptForCredential(
        string caption,
        string message,
        string userName,
        string targetName,
        PSCredentialTypes allowedCredentialTypes,
        PSCredentialUIOptions options) => PromptForCredential(caption, message, userName, targetName);

    public override string ReadLine() => Line?.Invoke() ?? throw new HostException("This test did not expect to be read from.");

    public override SecureString ReadLineAsSecureString() => throw new HostException("This test did not expect to be read from.");

    public override void Write(string value) => Show(value);

    public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) => Show(value);

    public override void WriteLine(string value) => Show(value + "\n");

    public override void WriteErrorLine(string value) => Show(value + "\n");

    public override void WriteWarningLine(string message) => Show("WARNING: " + message + "\n");

    public override void WriteVerboseLine(string message) => Show("VERBOSE: " + message + "\n");

    public override void WriteDebugLine(string message) => Show("DEBUG: " + message + "\n");

    public override void WriteProgress(long sourceId, ProgressRecord record)
    {
        // The pipeline's own stream keeps it: PipelineOutcome.Progress.
    }

    private void Show(string text)
    {
        lock (_screen)
        {
            _screen.Append(text);
        }
    }
}
