using System.Globalization;
using System.Management.Automation;
using Ultrafarma.Cluster.Httpd;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Commands.Httpd;

/// <summary>A cmdlet about Apache on some or all nodes, or on this machine alone.</summary>
public abstract class HttpdCommand : NodeScopedCommand
{
    /// <inheritdoc/>
    /// <remarks>Without the alias Name, which is a directive's in these cmdlets.</remarks>
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

    /// <summary>Where Apache is on the nodes: as the inventory says, or the usual places on this machine alone.</summary>
    private protected HttpdSettings Settings => Slot.Current?.Inventory.Httpd ?? new HttpdSettings();

    /// <summary>All nodes' hosts; null without an inventory: then the machine is asked.</summary>
    private protected HttpdHosts? Hosts => Slot.Current?.Inventory is { } inventory ? HttpdHosts.From(inventory.Nodes, inventory.Httpd) : null;

    /// <summary>The URL that proves that a node serves, or null.</summary>
    private protected string? HealthUrl(string node) => HttpdRun.HealthUrl(Settings, node, AddressOf(node));

    /// <summary>A node's address, as the inventory has it or as this machine has.</summary>
    private protected string AddressOf(string node) =>
        Slot.Current?.Inventory.Nodes.FirstOrDefault(n => n.Name.Equals(node, StringComparison.OrdinalIgnoreCase))?.Address ?? "127.0.0.1";

    /// <summary>How this run is known on the nodes.</summary>
    private protected static HttpdRun NewRun(int keepBackups) => new(
        string.Create(
            CultureInfo.InvariantCulture, $"{Environment.UserName}@{Environment.MachineName}, process {Environment.ProcessId}"),
        DateTimeOffset.UtcNow,
        keepBackups);

    /// <summary>Reads the config of each chosen node.</summary>
    private protected void ReadConfigs(Action<PipelinePump, HttpdNodeConfig> onConfig)
    {
        var group = ScopedGroup();
        var reader = new HttpdConfigReader(Settings);
        Run(async (pump, token) =>
        {
            pump.WriteProgress(new ProgressRecord(1, "Reading Apache's config", $"{group.NodeNames.Count} nodes"));
            await AskAsync(group, pump, reader.ReadAsync, config => WithWarnings(pump, config, onConfig), token);
        });
    }

    private protected static void WithWarnings(PipelinePump pump, HttpdNodeConfig config, Action<PipelinePump, HttpdNodeConfig> onConfig)
    {
        foreach (var warning in config.Warnings)
        {
            pump.WriteWarning($"{config.Node}: {warning}");
        }

        onConfig(pump, config);
    }
}
