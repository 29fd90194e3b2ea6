using System.Diagnostics;
using System.Management.Automation;
using Ultrafarma.Cluster.Httpd;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Commands.Httpd;

/// <summary>Uninstall-HttpdDaemon: removes the services httpd-local and httpd-cluster from nodes, and all that was put there for them.</summary>
[Cmdlet(VerbsLifecycle.Uninstall, "HttpdDaemon", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(HttpdDaemonResult))]
public sealed class UninstallHttpdDaemonCommand : HttpdDaemonCommand
{
    private readonly List<(WildcardPattern[]? Nodes, IReadOnlyList<string> Names)> _wanted = [];

    /// <inheritdoc/>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateSet(HttpdDaemonName.Local, HttpdDaemonName.Cluster, IgnoreCase = true)]
    [ValidateNotNullOrEmpty]
    public override string[]? Name
    {
        get => base.Name;
        set => base.Name = value;
    }

    /// <summary>Emits what was done for each service.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        base.ProcessRecord();
        _wanted.Add((Node?.Select(n => new WildcardPattern(n, WildcardOptions.IgnoreCase)).ToArray(), NamesOf(Name)));
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (_wanted.Count == 0)
        {
            return;
        }

        var group = ScopedGroup();
        Run(async (pump, token) =>
        {
            var looks = new List<HttpdDaemonLook>();
            pump.WriteProgress(new ProgressRecord(1, "Removing services", $"Looking at {group.NodeNames.Count} nodes"));
            await AskAsync(
                group, pump, (shell, t) => HttpdDaemonInstaller.LookAsync(shell, HttpdDaemonName.All, null, probe: false, t), looks.Add, token);
            foreach (var look in looks)
            {
                await UninstallAsync(pump, group, look, token);
            }
        });
    }

    private async Task UninstallAsync(PipelinePump pump, INodeGroup group, HttpdDaemonLook look, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var service in look.Services.Where(s => IsWanted(look.Node, s.Name)))
            {
                await UninstallAsync(pump, group[look.Node], look, service, cancellationToken);
            }
        }
        catch (NodeException e)
        {
            pump.WriteError(e.ToErrorRecord());
        }
    }

    private async Task UninstallAsync(
        PipelinePump pump, INodeShell shell, HttpdDaemonLook look, HttpdDaemonState service, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        var isGone = false;

        if (look.HasLeft(service))
        {
            var action = $"remove the service {service.Name} and what was put there for it";
            if (!await pump.AskAsync(cmdlet => cmdlet.ShouldProcess(shell.NodeName, action)))
            {
                return;
            }

            pump.WriteProgress(new ProgressRecord(1, "Removing services", $"{service.Name} on {shell.NodeName}"));
            isGone = await HttpdDaemonInstaller.UninstallAsync(shell, service.Name, cancellationToken);
        }

        if (PassThru)
        {
            pump.Write(new HttpdDaemonResult
            {
                Node = shell.NodeName,
                Name = service.Name,
                Action = isGone ? HttpdDaemonAction.Removed : HttpdDaemonAction.Unchanged,
                Kind = look.Kind,
                Duration = watch.Elapsed,
            });
        }
    }

    private bool IsWanted(string node, string name) =>
        _wanted.Any(w => w.Names.Contains(name) && (w.Nodes is null || w.Nodes.Any(n => n.IsMatch(node))));
}
