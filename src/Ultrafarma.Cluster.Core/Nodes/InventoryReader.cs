namespace Ultrafarma.Cluster.Nodes;

/// <summary>Makes an inventory from the tree of its file, or says everything that is wrong with it.</summary>
internal static class InventoryReader
{
    /// <summary>Reads the tree of a file.</summary>
    /// <param name="root">The file's table; anything else has been reported already.</param>
    /// <param name="report">Carries the file's full path and what is known to be wrong with it.</param>
    public static InventoryReading Read(InventoryValue root, InventoryReport report)
    {
        var good = InventorySchema.Cluster.TryRead(root, "", report, out var inventory);
        if (root is InventoryTable table)
        {
            CheckNodes(table, report);
            CheckBalancer(table, report);
        }

        if (!good || report.HasErrors)
        {
            return new InventoryReading(null, report.Problems);
        }

        inventory = inventory! with
        {
            SourcePath = report.File,
            Nodes = [.. inventory.Nodes.Select(node => node.Address.Length == 0 ? node with { Address = node.Name } : node)],
        };
        InventoryFileCheck.Run(inventory, (InventoryTable)root, report);
        return new InventoryReading(inventory, report.Problems);
    }

    // These look at the tree and not at the records, so that a mistake elsewhere does not hide them.
    private static void CheckNodes(InventoryTable table, InventoryReport report)
    {
        var nodes = NodeTables(table);
        if (nodes is { Count: 0 })
        {
            report.Error(table.Find("Nodes")!, "Nodes", "must name at least one node.");
            return;
        }

        var names = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        var endpoints = new Dictionary<(string Address, double Port, object? Jump), int>();
        var clusterPort = Scalar(table.Find("Ssh")?.Value, "Port") is double port ? port : InventorySchema.Ssh.Empty.Port;
        for (var i = 0; i < nodes?.Count; i++)
        {
            if (Scalar(nodes[i], "Name") is not string name)
            {
                continue;
            }

            if (!names.TryAdd(name, i))
            {
                report.Error(nodes[i], $"Nodes[{i}].Name", $"is the same as Nodes[{names[name]}].Name (upper and lower case are one).");
            }

            var address = Scalar(nodes[i], "Address") as string ?? name;
            var endpoint = (address.ToUpperInvariant(), Scalar(nodes[i], "Port") as double? ?? clusterPort, Scalar(nodes[i], "ProxyJump"));
            if (!endpoints.TryAdd(endpoint, i) && names[name] == i)
            {
                report.Error(nodes[i], $"Nodes[{i}].Address", $"leads to the same address and port as Nodes[{endpoints[endpoint]}].");
            }
        }
    }

    private static void CheckBalancer(InventoryTable table, InventoryReport report)
    {
        var names = NodeTables(table)?.Select(node => Scalar(node, "Name")).OfType<string>().ToList() ?? [];
        if (table.Find("Haproxy")?.Value is not InventoryTable haproxy)
        {
            return;
        }

        var isOwnMachine = haproxy.Find("Address")?.Value is InventoryScalar { Value: string };
        var isNode = Scalar(haproxy, "Node") is string node && names.Contains(node, StringComparer.OrdinalIgnoreCase);
        if (isOwnMachine && (isNode || Scalar(haproxy, "Node") is null))
        {
            report.Error(haproxy.Find("Address")!, "Haproxy.Address", isNode
                ? "is given for one of the cluster's nodes, which has its address already."
                : "needs a Node beside it: the name of the balancer.");
        }
        else if (!isOwnMachine && !isNode && haproxy.Find("Node")?.Value is InventoryScalar { Value: string unknown } at)
        {
            var hint = NearestName.Find(unknown, names) is { } nearest
                ? $"; did you mean '{nearest}'?"
                : ". Give its Address beside it if the balancer is a machine of its own.";
            report.Error(at, "Haproxy.Node", "is none of the inventory's nodes" + hint);
        }
    }

    private static IReadOnlyList<InventoryValue>? NodeTables(InventoryTable table) => table.Find("Nodes")?.Value switch
    {
        InventoryList list => list.Items,
        InventoryTable one => [one],
        _ => null,
    };

    private static object? Scalar(InventoryValue? table, string key) =>
        ((table as InventoryTable)?.Find(key)?.Value as InventoryScalar)?.Value;
}
