namespace Ultrafarma.Cluster.Nodes;

/// <summary>Looks at the files on this machine that an inventory names. What it finds are warnings: they may come later.</summary>
internal static class InventoryFileCheck
{
    private const UnixFileMode ForOthers =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    public static void Run(ClusterInventory inventory, InventoryTable root, InventoryReport report)
    {
        var ssh = root.Find("Ssh")?.Value as InventoryTable;
        if (inventory.Ssh.KeyFile is { } keyFile)
        {
            CheckKey(keyFile, ssh!.Find("KeyFile")!.Value, report);
        }

        var knownHosts = inventory.Ssh.KnownHostsFile ?? InventoryPath.DefaultKnownHosts;
        if (inventory.Ssh.HostKeyPolicy == HostKeyPolicy.Strict && !File.Exists(knownHosts))
        {
            InventoryValue at = ssh?.Find("KnownHostsFile")?.Value ?? ssh ?? root;
            report.Warn(at, "Ssh.KnownHostsFile",
                $"{knownHosts} does not exist, so no host key is known and HostKeyPolicy Strict refuses every node. "
                + "Fill it with ssh-keyscan and compare the fingerprints, or connect once with -HostKeyPolicy AcceptNew.");
        }
    }

    private static void CheckKey(string keyFile, InventoryValue at, InventoryReport report)
    {
        if (!File.Exists(keyFile))
        {
            report.Warn(at, "Ssh.KeyFile", $"{keyFile} does not exist.");
        }
        else if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(keyFile) & ForOthers) != 0)
        {
            report.Warn(at, "Ssh.KeyFile", $"{keyFile} is open to other users; close it with chmod 600.");
        }
    }
}
