using System.Management.Automation.Language;
using Ultrafarma.Cluster.Commands.Nodes;
using Ultrafarma.Cluster.Httpd;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Commands.Httpd;

/// <summary>Reads an inventory that goes to nodes, with its paths as they were written.</summary>
internal static class HttpdDaemonInventoryFile
{
    /// <summary>Reads the file.</summary>
    /// <param name="path">Its full path.</param>
    /// <exception cref="InventoryException">It is wrong.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static HttpdDaemonInventory Read(string path)
    {
        var content = File.ReadAllBytes(path);
        var inventory = InventoryFile.Read(path).OrThrow();
        var script = Parser.ParseFile(path, out _, out _);
        var ssh = (InventoryTree.FromScript(script, new InventoryReport(path)) as InventoryTable)?.Find("Ssh")?.Value as InventoryTable;
        return new HttpdDaemonInventory(path, content, inventory.Nodes, Text(ssh, "KeyFile"), Text(ssh, "KnownHostsFile"));
    }

    private static string? Text(InventoryTable? table, string key) => (table?.Find(key)?.Value as InventoryScalar)?.Value as string;
}
