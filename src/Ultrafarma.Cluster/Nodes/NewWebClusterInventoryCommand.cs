using System.Management.Automation;
using System.Text;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Commands.Nodes;

/// <summary>Writes an inventory file with a comment on every key.</summary>
[Cmdlet(VerbsCommon.New, "WebClusterInventory", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class NewWebClusterInventoryCommand : ClusterCommand
{
    private readonly List<InventoryNode> _nodes = [];

    /// <summary>The file to write.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("FullName", "PSPath")]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "cluster.psd1";

    /// <summary>The cluster's name.</summary>
    [Parameter(Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = "";

    /// <summary>The nodes, each as <c>name</c> or <c>name=address</c>.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string[] Node { get; set; } = [];

    /// <summary>The user to log in as.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? User { get; set; }

    /// <summary>The private key file.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? KeyFile { get; set; }

    /// <summary>Replaces a file that exists; the old one is kept beside it as <c>.bak-</c> and the time.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var node in Node)
        {
            var parts = node.Split('=', 2);
            _nodes.Add(new InventoryNode { Name = parts[0].Trim(), Address = parts[^1].Trim() });
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        var path = FilePath(Path);
        var text = InventoryWriter.Write(Inventory(path));
        var reading = InventoryFile.ReadText(text, path);
        if (reading.Inventory is null)
        {
            ThrowTerminatingError(NodeErrorRecords.InventoryInvalid(new InventoryException(reading.Problems)));
        }

        var folder = System.IO.Path.GetDirectoryName(path)!;
        if (!Directory.Exists(folder) || Directory.Exists(path))
        {
            var why = Directory.Exists(path) ? "It is a folder." : $"The folder {folder} does not exist.";
            ThrowTerminatingError(NodeErrorRecords.InventoryNotWritten(path, new IOException(why)));
        }

        var exists = File.Exists(path);
        if (exists && !Force)
        {
            ThrowTerminatingError(NodeErrorRecords.InventoryExists(path));
        }

        if (!ShouldProcess(path, exists ? "Replace the inventory" : "Write an inventory"))
        {
            return;
        }

        try
        {
            LocalFile.Write(path, Encoding.UTF8.GetBytes(text));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            ThrowTerminatingError(NodeErrorRecords.InventoryNotWritten(path, e));
        }

        // Through the provider, which adds what its table shows: owner and mode.
        WriteObject(InvokeProvider.Item.Get([path], force: true, literalPath: true), enumerateCollection: true);
    }

    private ClusterInventory Inventory(string path) => new()
    {
        Name = Name,
        SourcePath = path,
        Nodes = _nodes,
        Ssh = new SshSettings { User = User ?? new SshSettings().User, KeyFile = KeyFileText() },
    };

    // In the file, a relative path lies beside the file; what was typed lies in the current folder.
    private string? KeyFileText() => KeyFile is null || KeyFile.StartsWith('~') ? KeyFile : FilePath(KeyFile);
}
