using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Httpd;

/// <summary>The inventory that httpd-cluster gets, with the paths in it as they were written: they are the node's own.</summary>
/// <param name="Path">The file here.</param>
/// <param name="Content">Its bytes.</param>
/// <param name="Nodes">The nodes that it names.</param>
/// <param name="KeyFile">The key file, or null.</param>
/// <param name="KnownHostsFile">known_hosts, or null.</param>
internal sealed record HttpdDaemonInventory(
    string Path, byte[] Content, IReadOnlyList<InventoryNode> Nodes, string? KeyFile, string? KnownHostsFile)
{
    /// <summary>known_hosts on the node.</summary>
    public string KnownHosts => KnownHostsFile ?? "~/.ssh/known_hosts";

    /// <summary>Says which path would mean another file on a node than here: those beside the inventory, and those of Windows.</summary>
    /// <returns>The key and its path, or null when all mean the same.</returns>
    public (string Key, string Path)? FindMisleading() =>
        KeyFile is { } key && !IsTheSameAnywhere(key) ? ("Ssh.KeyFile", key)
        : KnownHostsFile is { } known && !IsTheSameAnywhere(known) ? ("Ssh.KnownHostsFile", known)
        : null;

    /// <summary>Says what a node lacks to log in to the others.</summary>
    public IEnumerable<string> FindMissing(HttpdDaemonLook look)
    {
        if (KeyFile is null)
        {
            yield return $"{Path} names no Ssh.KeyFile, so httpd-cluster on {look.Node} cannot log in to the other nodes. Name one that lies on the node.";
        }
        else if (!look.HasKeyFile)
        {
            yield return $"{look.Node} has no key {KeyFile}, so httpd-cluster there cannot log in to the other nodes. Private keys are "
                + "not copied: make one there with ssh-keygen, and let the other nodes take it.";
        }

        if (!look.HasKnownHosts)
        {
            yield return $"{look.Node} has no {KnownHosts}, so httpd-cluster there knows no host key of the other nodes. Put it there, for "
                + "instance with ssh-keyscan, and compare the fingerprints.";
        }
    }

    /// <summary>The node's name as the inventory spells it, or null.</summary>
    public string? NameOf(string node) =>
        Nodes.FirstOrDefault(n => n.Name.Equals(node, StringComparison.OrdinalIgnoreCase))?.Name
        ?? Nodes.FirstOrDefault(n => n.Name.Split('.')[0].Equals(node.Split('.')[0], StringComparison.OrdinalIgnoreCase))?.Name;

    private static bool IsTheSameAnywhere(string path) =>
        path.StartsWith('/') || path.StartsWith("~/", StringComparison.Ordinal);
}
