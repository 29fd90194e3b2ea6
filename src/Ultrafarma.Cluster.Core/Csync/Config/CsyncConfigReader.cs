using Ultrafarma.Cluster.Httpd;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Csync;

/// <summary>Reads a node's config and the files that it reads in its midst. Each level of those is one round trip. It changes nothing there.</summary>
/// <param name="settings">Where csync2 is on the nodes.</param>
internal sealed class CsyncConfigReader(CsyncSettings settings)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private readonly CsyncScript _script = new(settings);

    /// <summary>Reads a node's config.</summary>
    public async Task<CsyncConfigReading> ReadAsync(INodeShell shell, CancellationToken cancellationToken)
    {
        var main = await ReadAsync(shell, "", cancellationToken) ?? throw new NodeException(NodeErrorKind.BadAnswer, shell.NodeName,
            $"{shell.NodeName}, reading csync2's config: no file came.");
        return await ReadAsync(shell, main, cancellationToken);
    }

    /// <summary>Reads what a node's config would be with another main file.</summary>
    public async Task<CsyncConfigReading> ReadAsync(INodeShell shell, CsyncConfigFile main, CancellationToken cancellationToken)
    {
        var known = new Dictionary<string, CsyncConfigFile?>(StringComparer.Ordinal);
        while (true)
        {
            var (config, missing) = CsyncConfigParser.Parse(shell.NodeName, main, known);
            if (missing is null)
            {
                return new CsyncConfigReading(config, main, known);
            }

            known[missing] = await ReadAsync(shell, missing, cancellationToken);
        }
    }

    /// <summary>Reads one file.</summary>
    /// <param name="shell">The node.</param>
    /// <param name="path">Its path; empty means the main config.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Null when there is no such file.</returns>
    public async Task<CsyncConfigFile?> ReadAsync(INodeShell shell, string path, CancellationToken cancellationToken)
    {
        var command = _script.Make("readconfig") with { Input = PathText.ToBytes(path + "\n"), Timeout = Limit };
        var result = await shell.RunCheckedAsync(command, "reading csync2's config", cancellationToken);
        try
        {
            return HttpdReadAnswer.Parse(result.Output).Files is [var (_, file)]
                ? new CsyncConfigFile(file.Path, new CsyncConfigFileFacts(file.Modified, file.Mode, file.Owner), file.Content)
                : null;
        }
        catch (Exception e) when (e is FormatException or OverflowException or ArgumentException)
        {
            throw new NodeException(NodeErrorKind.BadAnswer, shell.NodeName,
                $"{shell.NodeName}, reading csync2's config: {e.Message}", e);
        }
    }
}
