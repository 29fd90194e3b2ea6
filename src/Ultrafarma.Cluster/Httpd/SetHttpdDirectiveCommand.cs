using System.Management.Automation;
using Ultrafarma.Cluster.Httpd;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Commands.Httpd;

/// <summary>Set-HttpdDirective: gives one directive another value and keeps every other byte of the file.</summary>
[Cmdlet(VerbsCommon.Set, "HttpdDirective", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(HttpdChangeResult))]
public sealed class SetHttpdDirectiveCommand : HttpdChangeCommand
{
    private readonly List<(IReadOnlyList<string>? Nodes, HttpdDirectiveRequest Request)> _requests = [];

    /// <summary>The directive's name, in upper or lower case.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = "";

    /// <summary>What shall follow the name, as it stands in the file: several arguments with blanks between, quoted where needed.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [AllowEmptyString]
    public string Value { get; set; } = "";

    /// <summary>The sections around it, by their whole path or the innermost alone, as text or wildcard; empty for the top of the file.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [AllowEmptyString]
    public string? Section { get; set; }

    /// <summary>The file on the node.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string? File { get; set; }

    /// <summary>The line of the file.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateRange(1, int.MaxValue)]
    public int? Line { get; set; }

    /// <summary>Lets Apache take the change at once, and puts the old file back when it does not live with it.</summary>
    [Parameter]
    public SwitchParameter Reload { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        base.ProcessRecord();
        try
        {
            HttpdQuoting.ThrowIfNoLine(Value);
        }
        catch (ArgumentException e)
        {
            ThrowTerminatingError(HttpdErrorRecords.ValueInvalid(Value, e));
        }

        _requests.Add((Node, new HttpdDirectiveRequest(Name, Value, HttpdSectionFilter.For(Section), File, Line)));
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        var group = ScopedGroup();
        var reader = new HttpdConfigReader(Settings);
        var run = NewRun(KeepBackups);
        Run(async (pump, token) =>
        {
            var configs = new List<HttpdNodeConfig>();
            await AskAsync(group, pump, reader.ReadAsync, configs.Add, token);
            foreach (var config in configs)
            {
                pump.WriteProgress(new ProgressRecord(1, "Setting Apache's directives", config.Node));
                await SetAsync(pump, group, run, config, token);
            }
        });
    }

    private async Task SetAsync(
        PipelinePump pump, INodeGroup group, HttpdRun run, HttpdNodeConfig config, CancellationToken cancellationToken)
    {
        if (Wanted(pump, config) is not { } changes)
        {
            return;
        }

        var edits = HttpdDirectiveRequest.Edits(changes);
        if (edits.Count == 0)
        {
            pump.Write(new HttpdChangeResult { Node = config.Node, Action = HttpdChangeAction.Unchanged, Path = changes[0].Directive.File });
            return;
        }

        // A Listen that is being changed is proven at its new port.
        var ports = config.Ports()
            .Except(changes.Where(IsListen).Select(c => HttpdNodeConfig.PortOf(c.Directive.Arguments[0])))
            .Union(changes.Where(IsListen).Select(c => HttpdNodeConfig.PortOf(c.Value.Split(' ')[0])))
            .Where(p => p > 0);
        try
        {
            if (await ChangeAsync(pump, group[config.Node], run, edits, Reload, [.. ports], cancellationToken) is { } result)
            {
                Write(pump, result);
            }
        }
        catch (NodeException e)
        {
            pump.WriteError(e.ToErrorRecord());
        }
    }

    /// <summary>The directives that are meant on a node, with their new values; null, and an error, when that is not clear.</summary>
    private List<(HttpdConfigDirective Directive, string Value)>? Wanted(PipelinePump pump, HttpdNodeConfig config)
    {
        var changes = new List<(HttpdConfigDirective, string)>();
        foreach (var (nodes, request) in _requests.Where(r => Means(r.Nodes, config.Node)))
        {
            var found = request.Find(config);
            if (found.Count != 1)
            {
                pump.WriteError(found.Count == 0
                    ? HttpdErrorRecords.DirectiveNotFound(config.Node, request.Name)
                    : HttpdErrorRecords.DirectiveAmbiguous(config.Node, found));
                return null;
            }

            changes.Add((found[0], request.Value));
        }

        return [.. changes.DistinctBy(c => (c.Item1.File, c.Item1.Line))];
    }

    private static bool Means(IReadOnlyList<string>? patterns, string node) =>
        patterns is null || patterns.Any(p => new WildcardPattern(p, WildcardOptions.IgnoreCase).IsMatch(node));

    private static bool IsListen((HttpdConfigDirective Directive, string Value) change) =>
        change.Directive.Name.Equals("Listen", StringComparison.OrdinalIgnoreCase) && change.Directive.Arguments.Count > 0;
}
