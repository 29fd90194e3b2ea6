namespace Ultrafarma.Cluster.Nodes;

/// <summary>Paths on this machine that an inventory names.</summary>
internal static class InventoryPath
{
    /// <summary>The user's known_hosts, for inventories that name none.</summary>
    public static string DefaultKnownHosts => Path.Combine(Home, ".ssh", "known_hosts");

    /// <summary>The user's ssh_config, for inventories that name none.</summary>
    public static string DefaultSshConfig => Path.Combine(Home, ".ssh", "config");

    /// <summary>The user's home folder.</summary>
    public static string Home => Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

    /// <summary>Makes a path absolute: <c>~</c> is the user's home, anything relative lies beside the inventory.</summary>
    public static string Expand(string path, string inventoryFile)
    {
        if (path == "~")
        {
            return Home;
        }

        if (path.StartsWith("~/", StringComparison.Ordinal) || path.StartsWith(@"~\", StringComparison.Ordinal))
        {
            return Path.GetFullPath(path[2..], Home);
        }

        return Path.GetFullPath(path, Path.GetDirectoryName(inventoryFile)!);
    }
}
