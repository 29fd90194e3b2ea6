using System.Management.Automation;
using Ultrafarma.Cluster.Httpd;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Commands.Httpd;

/// <summary>Compare-HttpdConfig: where nodes' configs drift apart, each node's own host left out.</summary>
[Cmdlet(VerbsData.Compare, "HttpdConfig")]
[OutputType(typeof(HttpdConfigDifference))]
public sealed class CompareHttpdConfigCommand : HttpdCommand
{
    /// <summary>The node, or else the file on this machine, that the others are compared with; what most nodes have unless given.</summary>
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(NodeNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Reference { get; set; }

    /// <summary>Gives files that say the same, too.</summary>
    [Parameter]
    public SwitchParameter IncludeEqual { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        var all = Group;
        var node = all.NodeNames.FirstOrDefault(n => n.Equals(Reference, StringComparison.OrdinalIgnoreCase));
        var local = Reference is null || node is not null ? null : ReadLocal(Reference, all);
        var scope = ScopedGroup();
        if (scope.NodeNames.Count == 0)
        {
            return;
        }

        // What most nodes have is known only when all are asked.
        var asked = local is not null ? scope.NodeNames
            : node is null ? all.NodeNames
            : [.. all.NodeNames.Where(n => n == node || scope.NodeNames.Contains(n))];
        var group = new NodeGroupScope(all, asked, scope.ThrottleLimit);
        Run(async (pump, token) =>
        {
            pump.WriteProgress(new ProgressRecord(1, "Comparing Apache's configs", $"Reading from {asked.Count} nodes"));
            var configs = new List<HttpdNodeConfig>();
            await AskAsync(group, pump, new HttpdConfigReader(Settings).ReadAsync, config => WithWarnings(pump, config, (_, c) => configs.Add(c)), token);
            if (configs.Count == 0)
            {
                return;
            }

            var hosts = Hosts ?? await HttpdLocalHosts.ReadAsync(all[configs[0].Node], Settings, token);
            var comparer = new HttpdConfigComparer(hosts);
            var reference = local ?? ReferenceOf(comparer, configs, node);
            foreach (var config in configs.Where(c => reference is not null && c.Node != reference.Name && scope.NodeNames.Contains(c.Node)))
            {
                foreach (var difference in comparer.Compare(reference!, config).Where(d => IncludeEqual || d.Status != HttpdDriftStatus.Same))
                {
                    pump.Write(difference);
                }
            }
        });
    }

    /// <summary>A node's config; null when the node that was named could not be read, which has its error already.</summary>
    private static HttpdReference? ReferenceOf(HttpdConfigComparer comparer, IReadOnlyList<HttpdNodeConfig> configs, string? node)
    {
        var config = node is null ? comparer.Majority(configs) : configs.FirstOrDefault(c => c.Node == node);
        return config is null ? null : HttpdReference.Of(config);
    }

    private HttpdReference ReadLocal(string reference, INodeGroup group)
    {
        var path = FilePath(reference);
        if (!File.Exists(path))
        {
            ThrowTerminatingError(HttpdErrorRecords.ReferenceNotFound(reference, path, group.NodeNames));
        }

        try
        {
            return new HttpdReference(path, HttpdDocument.Parse(File.ReadAllBytes(path)), null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            ThrowTerminatingError(NodeErrorRecords.FileNotRead(path, e.Message, e));
            throw;
        }
    }
}
