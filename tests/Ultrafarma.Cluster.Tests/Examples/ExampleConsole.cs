using System.Management.Automation;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;
using System.Reflection;
using System.Text.RegularExpressions;
using Ultrafarma.Cluster.Tests.Engine;
using Xunit;

namespace Ultrafarma.Cluster.Tests.Examples;

/// <summary>The engine as pwsh has it, as wide as pages are: the built module, and pwsh's own cmdlets (Select-Object, Format-List, …).</summary>
internal sealed partial class ExampleConsole : IDisposable
{
    // What an example may use beside our module and the engine's core.
    private static readonly string[] PwshsOwn =
        ["Microsoft.PowerShell.Commands.Management", "Microsoft.PowerShell.Commands.Utility", "Microsoft.PowerShell.Security"];

    // The width of pages: Get-Help indents them by four.
    private const int Width = 116;

    private readonly TestHost _host = new(Width) { ShowsQuestions = true };
    private readonly Runspace _runspace;

    public ExampleConsole(string folder)
    {
        _runspace = RunspaceFactory.CreateRunspace(_host, InitialSessionState.CreateDefault2());
        _runspace.Open();
        Do($"Import-Module -Name '{Repository.Manifest}' -ErrorAction Stop");
        using (var shell = PowerShell.Create(_runspace))
        {
            shell.AddCommand("Import-Module").AddParameter("Assembly", PwshsOwn.Select(Assembly.Load).ToArray()).AddParameter("ErrorAction", "Stop").Invoke();
        }

        _runspace.SessionStateProxy.Path.SetLocation(folder);
    }

    /// <summary>Answers Confirm prompts with this label, such as "Yes".</summary>
    public string Answer
    {
        set => _host.Answer = (_, labels) => labels.ToList().FindIndex(l => l.Replace("&", "", StringComparison.Ordinal) == value);
    }

    /// <summary>Answers prompts for a user and a password.</summary>
    public PSCredential Login
    {
        set => _host.Credential = () => value;
    }

    /// <summary>What is typed where a line is read.</summary>
    public Func<string> Line
    {
        set => _host.Line = value;
    }

    /// <summary>
    /// Types it, statement by statement as at a prompt, and gives what then stands on the screen: output, errors, warnings,
    /// questions, in their order.
    /// </summary>
    public string Show(string script)
    {
        _host.ClearScreen();
        foreach (var statement in Parser.ParseInput(script, out _, out var errors).EndBlock.Statements)
        {
            Assert.Empty(errors);
            Type(statement.Extent.Text);
        }

        return EscapeSequence().Replace(_host.Screen, "");
    }

    /// <summary>Does what an example takes for granted, or looks at what it has done; any error is the test's.</summary>
    public IReadOnlyList<PSObject> Do(string script)
    {
        using var shell = PowerShell.Create(_runspace);
        var output = shell.AddScript(script).Invoke();
        return shell.HadErrors && shell.Streams.Error.Count > 0
            ? throw new InvalidOperationException($"{script}: {string.Join('\n', shell.Streams.Error)}")
            : output;
    }

    public void Dispose() => _runspace.Dispose();

    private void Type(string statement)
    {
        using var shell = PowerShell.Create(_runspace);
        shell.AddScript(statement).AddCommand("Out-Default");
        shell.Commands.Commands[0].MergeMyResults(PipelineResultTypes.All, PipelineResultTypes.Output);
        try
        {
            shell.Invoke();
        }
        catch (RuntimeException e)
        {
            using var error = PowerShell.Create(_runspace);
            error.AddCommand("Out-Default").Invoke(new[] { e.ErrorRecord });
        }
    }

    [GeneratedRegex(@"\x1b\[[0-9;]*m")]
    private static partial Regex EscapeSequence();
}
