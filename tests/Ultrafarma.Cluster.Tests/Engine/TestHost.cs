using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;

namespace Ultrafarma.Cluster.Tests.Engine;

/// <summary>A PowerShell host without a terminal: keeps what is shown, answers what is asked.</summary>
internal sealed class TestHost(int width) : PSHost
{
    private readonly TestHostUi _ui = new(width);

    /// <summary>What Out-Default and the like have shown so far.</summary>
    public string Screen => _ui.Screen;

    /// <summary>Every question that was asked, caption and message.</summary>
    public IReadOnlyList<string> Questions => _ui.Questions;

    /// <summary>Picks the answer to a Confirm prompt from its labels ("&amp;Yes", "Yes to &amp;All", …).</summary>
    public Func<string, IReadOnlyList<string>, int>? Answer
    {
        get => _ui.Answer;
        set => _ui.Answer = value;
    }

    /// <summary>Shows a Confirm prompt and its answer on the screen, as pwsh does.</summary>
    public bool ShowsQuestions
    {
        get => _ui.ShowsQuestions;
        set => _ui.ShowsQuestions = value;
    }

    /// <summary>Answers a prompt for a credential.</summary>
    public Func<PSCredential>? Credential
    {
        get => _ui.Credential;
        set => _ui.Credential = value;
    }

    /// <summary>What is typed when a line is read.</summary>
    public Func<string>? Line
    {
        get => _ui.Line;
        set => _ui.Line = value;
    }

    public override CultureInfo CurrentCulture => CultureInfo.InvariantCulture;

    public override CultureInfo CurrentUICulture => CultureInfo.InvariantCulture;

    public override Guid InstanceId { get; } = Guid.NewGuid();

    public override string Name => "Ultrafarma.Cluster.Tests";

    public override PSHostUserInterface UI => _ui;

    public override Version Version { get; } = new(1, 0);

    public void ClearScreen() => _ui.Clear();

    public override void EnterNestedPrompt() => throw new NotSupportedException();

    public override void ExitNestedPrompt() => throw new NotSupportedException();

    public override void NotifyBeginApplication()
    {
    }

    public override void NotifyEndApplication()
    {
    }

    public override void SetShouldExit(int exitCode)
    {
    }
}
