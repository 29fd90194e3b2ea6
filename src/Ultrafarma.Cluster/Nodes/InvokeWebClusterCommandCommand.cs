using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Language;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Commands.Nodes;

/// <summary>Invoke-WebClusterCommand: runs a command of the user's own on many nodes.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "WebClusterCommand", SupportsShouldProcess = true, DefaultParameterSetName = ShellSet)]
[OutputType(typeof(NodeCommandResult))]
public sealed class InvokeWebClusterCommandCommand : NodeScopedCommand
{
    private const string ShellSet = "Command";
    private const string PowerShellSet = "ScriptBlock";
    private const int ShownLength = 80;

    /// <summary>The text that the <c>sh</c> of each node is to run.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = ShellSet)]
    [ValidateNotNullOrEmpty]
    public string Command { get; set; } = "";

    /// <summary>What the <c>pwsh</c> of each node is to run.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = PowerShellSet)]
    [ValidateNotNull]
    public ScriptBlock? ScriptBlock { get; set; }

    /// <summary>What the command finds as <c>$1</c>, <c>$2</c>, …, and the script block as its arguments: data, and never a part of the text.</summary>
    [Parameter(Position = 1)]
    [AllowEmptyString]
    [ValidateNotNull]
    public string[] ArgumentList { get; set; } = [];

    /// <summary>How long the command may take on a node: a number of seconds, or a time such as <c>15m</c>; then it is ended there.</summary>
    [Parameter]
    [Duration(MinimumSeconds = 0.1)]
    public TimeSpan Timeout { get; set; }

    /// <summary>Emits each node's result as soon as it is there, and not all of them at the end with equal ones side by side.</summary>
    [Parameter]
    public SwitchParameter Stream { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        var command = MakeCommand();
        var scope = ScopedGroup();
        var what = Describe();
        var agreed = scope.NodeNames.Where(n => ShouldProcess(n, what)).ToList();
        if (agreed.Count == 0)
        {
            return;
        }

        var group = new NodeGroupScope(scope, agreed, scope.ThrottleLimit);
        Run(async (pump, token) =>
        {
            var results = new List<NodeCommandResult>();
            var run = new UserCommandRun(
                command,
                result => Take(pump, result, results),
                error => pump.WriteError(error.ToErrorRecord()),
                ProgressTo(pump));
            await run.RunAsync(group, token);
            pump.WriteAll(AlikeNodes.Gather(results, group.NodeNames, Guid.NewGuid().ToString("N")));
        });
    }

    private void Take(PipelinePump pump, NodeCommandResult result, List<NodeCommandResult> gathered)
    {
        if (result.IsCut)
        {
            pump.WriteWarning(
                $"{result.Node} printed more than is kept, the first {UserCommandRun.OutputLimit / 1024 / 1024} MiB. Let the command print less, or write to a file there.");
        }

        if (Stream)
        {
            pump.Write(result);
            return;
        }

        lock (gathered)
        {
            gathered.Add(result);
        }
    }

    private NodeCommand MakeCommand()
    {
        try
        {
            var command = ScriptBlock is null ? UserCommand.Shell(Command, ArgumentList) : UserCommand.PowerShell(TextOf(ScriptBlock), ArgumentList);
            return command with { Timeout = TimeLimit() };
        }
        catch (ArgumentException e)
        {
            ThrowTerminatingError(NodeErrorRecords.InvalidCommand(e));
            throw;
        }
    }

    private TimeSpan TimeLimit() => MyInvocation.BoundParameters.ContainsKey(nameof(Timeout))
        ? Timeout
        : TimeSpan.FromSeconds((Slot.Current?.Inventory.Ssh ?? new SshSettings()).CommandTimeoutSeconds);

    private string TextOf(ScriptBlock block)
    {
        if (block.Ast.Find(ast => ast is UsingExpressionAst, searchNestedScriptBlocks: true) is { } variable)
        {
            ThrowTerminatingError(NodeErrorRecords.UsingNotSupported(variable.Extent.Text));
        }

        // As pwsh -Command tells by its exit code whether the last statement went well.
        var isPlain = block.Ast is ScriptBlockAst { EndBlock: { Unnamed: true }, BeginBlock: null, ProcessBlock: null };
        return block + (isPlain ? "\nexit [int](-not $?)" : "");
    }

    // Not the arguments: what is kept out of the text may be kept out of it for a reason.
    private string Describe()
    {
        var text = PathText.Display((ScriptBlock?.ToString() ?? Command).Trim());
        var shown = text.Length > ShownLength ? text[..(ShownLength - 1)] + "…" : text;
        var with = ArgumentList.Length == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", with {ArgumentList.Length} argument(s)");
        return $"{(ScriptBlock is null ? "Run by sh" : "Run by pwsh")}: {shown}{with}";
    }
}
