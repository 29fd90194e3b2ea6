using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Text.RegularExpressions;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Tests.Engine;

/// <summary>
/// A runspace of the real engine with the built module (out/Ultrafarma.Cluster) imported. The engine has its core cmdlets
/// only (Where-Object, ForEach-Object, Get-Command, Out-Default, …): Sort-Object and the like belong to pwsh.
/// </summary>
internal sealed partial class ModuleHost : IDisposable
{
    // Inside a try block an error that ends a statement ends the script too, and so can be told from one that does not.
    private const string Frame =
        "param($script, $arguments) try { . ([scriptblock]::Create($script)) @arguments } catch { throw }";

    private readonly TestHost _host;

    public ModuleHost(int width = 120, string? manifest = null)
    {
        _host = new TestHost(width);
        var state = InitialSessionState.CreateDefault2();
        Runspace = RunspaceFactory.CreateRunspace(_host, state);
        Runspace.Open();
        Module = Run("param($path) Import-Module -Name $path -PassThru -ErrorAction Stop", manifest ?? Repository.Manifest)
            .Single<PSModuleInfo>();
    }

    public Runspace Runspace { get; }

    public PSModuleInfo Module { get; }

    /// <inheritdoc cref="TestHost.Questions"/>
    public IReadOnlyList<string> Questions => _host.Questions;

    /// <summary>Answers Confirm prompts: the label to choose, without its ampersand, such as "Yes to All".</summary>
    public void AnswerWith(string label) => _host.Answer = (_, labels) =>
        labels.Select((text, index) => (Text: text.Replace("&", "", StringComparison.Ordinal), index)).First(l => l.Text == label).index;

    /// <summary>Answers a prompt for a user and a password.</summary>
    public void AnswerWith(PSCredential credential) => _host.Credential = () => credential;

    /// <summary>Types a line where one is read; until it returns, the reader waits.</summary>
    public void TypeWith(Func<string> line) => _host.Line = line;

    /// <summary>What was shown so far.</summary>
    public string Screen => _host.Screen;

    /// <summary>Lets Connect-WebCluster open its connections with this instead of ssh.</summary>
    public void UseConnector(INodeConnector connector) =>
        ((System.Collections.Hashtable)Module.PrivateData)["Connector"] = connector;

    /// <summary>Changes PowerShell's current folder (the bare engine has no Set-Location).</summary>
    public void GoTo(string folder) => Runspace.SessionStateProxy.Path.SetLocation(folder);

    /// <summary>Sets a variable for the scripts.</summary>
    public void Set(string name, object? value) => Runspace.SessionStateProxy.SetVariable(name, value);

    /// <summary>Starts a script; the arguments arrive in its param() block or $args.</summary>
    public RunningPipeline Start(string script, params object?[] arguments)
    {
        var shell = PowerShell.Create(Runspace);
        shell.AddScript(Frame).AddArgument(script).AddArgument(arguments);
        return new RunningPipeline(shell);
    }

    public async Task<PipelineOutcome> RunAsync(string script, params object?[] arguments)
    {
        using var running = Start(script, arguments);
        return await running.OutcomeAsync();
    }

    public PipelineOutcome Run(string script, params object?[] arguments) => RunAsync(script, arguments).GetAwaiter().GetResult();

    /// <summary>What the user sees: the script's output through Out-Default, at the host's width.</summary>
    public string Render(string script, params object?[] arguments)
    {
        _host.ClearScreen();
        using var shell = PowerShell.Create(Runspace);
        shell.AddScript(script);
        foreach (var argument in arguments)
        {
            shell.AddArgument(argument);
        }

        shell.AddCommand("Out-Default");
        shell.Commands.Commands[0].MergeMyResults(PipelineResultTypes.Error, PipelineResultTypes.Output);
        shell.Invoke();
        return EscapeSequence().Replace(_host.Screen, "");
    }

    /// <summary>What Tab offers at the end of the input.</summary>
    public IReadOnlyList<CompletionResult> Complete(string input)
    {
        using var shell = PowerShell.Create(Runspace);
        return CommandCompletion.CompleteInput(input, input.Length, null, shell).CompletionMatches;
    }

    public void Dispose() => Runspace.Dispose();

    [GeneratedRegex(@"\x1b\[[0-9;]*m")]
    private static partial Regex EscapeSequence();
}
