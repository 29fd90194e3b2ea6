namespace Ultrafarma.Cluster.Commands.Nodes;

/// <summary>Where an inventory is looked for when none is named.</summary>
internal static class InventoryLocator
{
    /// <summary>The environment variable that names the inventory. When it is set, nothing else is looked at: a typing error
    /// in it must not lead to another cluster.</summary>
    public const string Variable = "ULTRAFARMA_CLUSTER";

    /// <summary>The places, best first.</summary>
    /// <param name="currentFolder">PowerShell's current folder.</param>
    public static IReadOnlyList<string> Candidates(string currentFolder)
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named)
        {
            return [Path.GetFullPath(named, currentFolder)];
        }

        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        List<string> places =
        [
            Path.Combine(currentFolder, "cluster.psd1"),
            Path.Combine(home, ".config", "ultrafarma-cluster", "cluster.psd1"),
        ];
        if (!OperatingSystem.IsWindows())
        {
            places.Add("/etc/ultrafarma-cluster/cluster.psd1");
        }

        return places;
    }
}
