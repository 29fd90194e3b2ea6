using System.Management.Automation;
using Ultrafarma.Cluster.Csync;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Commands.Csync;

/// <summary>A cmdlet that changes csync2's config on nodes, each with csync2's check before, a kept copy, and a way back.</summary>
public abstract class CsyncConfigCommand : CsyncPutCommand
{
    private readonly List<(IReadOnlyList<string>? Nodes, CsyncConfigRequest Request)> _requests = [];

    /// <inheritdoc/>
    /// <remarks>Without the alias Name, which is a host's in these cmdlets.</remarks>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Nodes")]
    [ArgumentCompleter(typeof(NodeNameCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public override string[]? Node
    {
        get => base.Node;
        set => base.Node = value;
    }

    /// <summary>The group; needed where the config has several.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public new string? Group { get; set; }

    /// <summary>Takes a wish of the present pipeline object.</summary>
    private protected void Want(CsyncConfigRequest request) => _requests.Add((Node, request));

    /// <summary>Ends the cmdlet when a value cannot be written.</summary>
    private protected void ThrowIf(string value, string? fault)
    {
        if (fault is not null)
        {
            ThrowTerminatingError(CsyncErrorRecords.ValueInvalid(value, fault));
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (_requests.Count == 0)
        {
            return;
        }

        var group = ScopedGroup();
        var reader = new CsyncConfigReader(Settings);
        var writer = NewWriter();
        Run(async (pump, token) =>
        {
            foreach (var result in await group.AskAsync(group.NodeNames, reader.ReadAsync, token))
            {
                try
                {
                    pump.WriteProgress(new ProgressRecord(1, "Changing csync2's config", result.NodeName));
                    var reading = result.Error is { } error ? throw error : result.Value!;
                    await ChangeAsync(pump, group[result.NodeName], writer, reading, token);
                }
                catch (NodeException e)
                {
                    pump.WriteError(e.ToErrorRecord());
                }
                catch (CsyncEditException e)
                {
                    pump.WriteError(CsyncErrorRecords.NotEditable(result.NodeName, e));
                }
            }
        });
    }

    private async Task ChangeAsync(
        PipelinePump pump, INodeShell shell, CsyncConfigWriter writer, CsyncConfigReading reading, CancellationToken cancellationToken)
    {
        var node = shell.NodeName;
        var changes = CsyncConfigChanges.Plan(reading, _requests.Where(r => Means(r.Nodes, node)).Select(r => r.Request));
        if (changes.File is null)
        {
            pump.Write(new CsyncConfigResult { Node = node, Action = CsyncConfigChangeAction.Unchanged, Path = reading.Config.Path });
            return;
        }

        if (!await pump.AskAsync(cmdlet => cmdlet.ShouldProcess(node, $"{changes.File.Path}: {string.Join("; ", changes.Changes)}")))
        {
            return;
        }

        Write(pump, await writer.WriteAsync(shell, [changes.Put], CsyncPutMode.Put, cancellationToken));
    }

    private static bool Means(IReadOnlyList<string>? patterns, string node) =>
        patterns is null || patterns.Any(p => new WildcardPattern(p, WildcardOptions.IgnoreCase).IsMatch(node));
}
