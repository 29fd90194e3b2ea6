using System.Management.Automation;
using Ultrafarma.Cluster.Commands.Haproxy;
using Ultrafarma.Cluster.Haproxy;
using Ultrafarma.Cluster.Httpd;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Commands.Httpd;

/// <summary>Publish-HttpdConfig: brings one httpd.conf to all nodes, each with its own host in it, without taking the site down.</summary>
/// <remarks>Its impact is Medium: every node proves that it lives, and has its old file back when it does not.</remarks>
[Cmdlet(VerbsData.Publish, "HttpdConfig", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium, DefaultParameterSetName = "Path")]
[OutputType(typeof(HttpdPublishResult))]
public sealed class PublishHttpdConfigCommand : HttpdChangeCommand
{
    private const string PlannedType = "#Planned";

    /// <summary>The config, a file on this machine.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "Path")]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>The node whose main config is published.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "FromNode")]
    [ArgumentCompleter(typeof(NodeNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string FromNode { get; set; } = "";

    /// <summary>How many nodes change at once.</summary>
    [Parameter]
    [ValidateRange(1, 1000)]
    public int BatchSize { get; set; } = 1;

    /// <summary>How many nodes may fail before no further batch is begun.</summary>
    [Parameter]
    [ValidateRange(0, 1000)]
    public int MaxFailures { get; set; }

    /// <summary>Takes each node's server out of the balancer before it changes, and puts it back afterwards.</summary>
    [Parameter]
    public SwitchParameter Drain { get; set; }

    /// <summary>How long a server may take until nobody is on it any more: a number of seconds, or a time such as <c>90s</c>.</summary>
    [Parameter]
    [Duration]
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Has Apache take the file on nodes that have it already, too.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Puts each node's diff into its result.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>The user and the password of the balancer's stats page.</summary>
    [Parameter]
    [Credential]
    [ValidateNotNull]
    public PSCredential Credential { get; set; } = PSCredential.Empty;

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (Slot.Current is not { } session)
        {
            ThrowTerminatingError(NodeErrorRecords.NotConnected());
            return;
        }

        var inventory = session.Inventory;
        var hasBalancer = inventory.Haproxy is { Uri: not null } or { Socket: not null };
        if (Drain && !hasBalancer)
        {
            ThrowTerminatingError(HaproxyErrorRecords.NoSource());
        }

        var local = ParameterSetName == "Path" ? ReadLocal(FilePath(Path)) : null;
        var from = local is null ? SourceNode(session) : null;
        var group = ScopedGroup();
        var planner = new HttpdPublishPlanner(Settings, Hosts!);
        Run(async (pump, token) =>
        {
            pump.WriteProgress(new ProgressRecord(1, "Publishing httpd.conf", $"Reading from {group.NodeNames.Count} nodes"));
            var source = local ?? await planner.ReadSourceAsync(session[from!], token);
            var steps = await planner.PlanAsync(group, source, Force, token);
            var agreed = await ConsentAsync(pump, source, steps);
            var report = new HttpdPublishReport((result, error) => Write(pump, result, error), pump.WriteWarning, ProgressTo(pump));
            var balancer = hasBalancer
                ? new HttpdBalancerSide(
                    HaproxyInventory.Open(session, Slot.Haproxy, Credential, pump, Host), TimeProvider.System, ProgressTo(pump))
                : null;
            var run = new HttpdPublishRun(group, inventory.Nodes, Settings, NewRun(KeepBackups), Options(), balancer, report);
            try
            {
                await run.PublishAsync(source, agreed, token);
            }
            catch (HaproxyException e)
            {
                pump.WriteError(e.ToErrorRecord());
            }
        });
    }

    private static void Write(PipelinePump pump, HttpdPublishResult result, NodeException? error)
    {
        pump.Write(result);
        if (error is not null)
        {
            pump.WriteError(error.ToErrorRecord());
        }
        else if (result.Action is HttpdChangeAction.Failed or HttpdChangeAction.RolledBack)
        {
            pump.WriteError(HttpdErrorRecords.NotPublished(result));
        }
    }

    private HttpdPublishOptions Options() => new()
    {
        BatchSize = BatchSize,
        MaxFailures = MaxFailures,
        Drain = Drain,
        DrainTimeout = DrainTimeout,
        ShowDiff = PassThru,
    };

    /// <summary>Asks about each node that changes; with -WhatIf its diff is the result.</summary>
    /// <returns>The steps without those that are not to be done.</returns>
    private async Task<IReadOnlyList<HttpdPublishStep>> ConsentAsync(
        PipelinePump pump, HttpdPublishSource source, IReadOnlyList<HttpdPublishStep> steps)
    {
        var agreed = new List<HttpdPublishStep>();
        foreach (var step in steps)
        {
            if (step.Action != HttpdChangeAction.Planned)
            {
                agreed.Add(step);
                continue;
            }

            var words = step.Describe(source.Name);
            var (isAgreed, reason) = await pump.AskAsync(_ =>
                (ShouldProcess($"{step.Node}: {words}", $"{step.Node}: {words}?", "Apache", out var why), why));
            if (isAgreed)
            {
                agreed.Add(step);
            }
            else if (reason == ShouldProcessReason.WhatIf)
            {
                pump.Write(Planned(step));
            }
        }

        return agreed;
    }

    private static PSObject Planned(HttpdPublishStep step)
    {
        var result = new PSObject(new HttpdPublishResult
        {
            Node = step.Node,
            Action = HttpdChangeAction.Planned,
            Path = step.Current!.Path,
            Diff = step.Diff,
        });

        // Its view shows the diff, which no table can.
        result.TypeNames.Insert(0, typeof(HttpdPublishResult).FullName + PlannedType);
        return result;
    }

    private HttpdPublishSource ReadLocal(string path)
    {
        try
        {
            return new HttpdPublishSource(path, HttpdDocument.Parse(File.ReadAllBytes(path)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            ThrowTerminatingError(NodeErrorRecords.FileNotRead(path, e.Message, e));
            throw;
        }
    }

    private string SourceNode(ClusterSession session)
    {
        var name = session.NodeNames.FirstOrDefault(n => n.Equals(FromNode, StringComparison.OrdinalIgnoreCase));
        if (name is null)
        {
            ThrowTerminatingError(NodeErrorRecords.UnknownNode(FromNode, session.NodeNames));
        }

        return name!;
    }
}
