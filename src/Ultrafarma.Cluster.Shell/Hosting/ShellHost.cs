using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;
using Ultrafarma.Cluster.Shell.CommandLine;

namespace Ultrafarma.Cluster.Shell.Hosting;

/// <summary>What the engine sees of this program.</summary>
internal sealed class ShellHost(ShellUserInterface userInterface) : PSHost
{
    // The engine and the module speak English, and this program runs without ICU data: one culture, said clearly.
    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en-US");

    /// <inheritdoc/>
    public override string Name => "ufcluster";

    /// <inheritdoc/>
    public override Version Version { get; } = typeof(ShellHost).Assembly.GetName().Version ?? new Version(0, 0);

    /// <inheritdoc/>
    public override Guid InstanceId { get; } = Guid.NewGuid();

    /// <inheritdoc/>
    public override PSHostUserInterface UI => userInterface;

    /// <inheritdoc/>
    public override CultureInfo CurrentCulture => English;

    /// <inheritdoc/>
    public override CultureInfo CurrentUICulture => English;

    /// <inheritdoc/>
    public override PSObject PrivateData { get; } = new PSObject();

    /// <summary>What `exit N` asked for, or null while nothing did.</summary>
    public int? RequestedExitCode { get; private set; }

    /// <summary>Runs a prompt inside the running command ("Suspend" of a confirmation).</summary>
    public Action? NestedPrompt { get; set; }

    /// <summary>Ends the innermost nested prompt.</summary>
    public Action? NestedPromptExit { get; set; }

    /// <inheritdoc/>
    public override void SetShouldExit(int exitCode) => RequestedExitCode = exitCode;

    /// <inheritdoc/>
    public override void EnterNestedPrompt()
    {
        if (!userInterface.CanAsk || NestedPrompt is null)
        {
            throw userInterface.CannotAsk("A nested prompt");
        }

        NestedPrompt();
    }

    /// <inheritdoc/>
    public override void ExitNestedPrompt() => NestedPromptExit?.Invoke();

    /// <inheritdoc/>
    public override void NotifyBeginApplication() => userInterface.Progress.Erase();

    /// <inheritdoc/>
    public override void NotifyEndApplication()
    {
        // Whatever the native program wrote is its own; there is nothing of ours to restore.
    }
}
