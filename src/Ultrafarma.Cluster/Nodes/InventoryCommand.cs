using System.Management.Automation;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Commands.Nodes;

/// <summary>A cmdlet that reads an inventory file.</summary>
public abstract class InventoryCommand : ClusterCommand
{
    /// <summary>
    /// The inventory. Unless given: <c>$env:ULTRAFARMA_CLUSTER</c>, else the first of ./cluster.psd1,
    /// ~/.config/ultrafarma-cluster/cluster.psd1 and /etc/ultrafarma-cluster/cluster.psd1 that exists.
    /// </summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("FullName", "PSPath")]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>Finds the inventory's full path.</summary>
    /// <returns>The error to show when there is none, or null.</returns>
    private protected ErrorRecord? FindInventory(out string file)
    {
        IReadOnlyList<string> places = Path is null
            ? InventoryLocator.Candidates(SessionState.Path.CurrentFileSystemLocation.ProviderPath)
            : [FilePath(Path)];
        file = places.FirstOrDefault(File.Exists) ?? "";
        return file.Length == 0 ? NodeErrorRecords.InventoryNotFound(places, isNamed: Path is not null) : null;
    }

    /// <summary>Reads the inventory.</summary>
    private protected InventoryReading ReadInventory(string file)
    {
        WriteVerbose("Reading the inventory " + file);
        return InventoryFile.Read(file);
    }
}
