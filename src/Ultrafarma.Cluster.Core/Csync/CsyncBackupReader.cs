using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Csync;

/// <summary>Reads which copies of replaced files are kept on a node: csync2's own, and those of this module. It changes nothing there.</summary>
/// <param name="settings">Where csync2 is on the nodes.</param>
internal sealed class CsyncBackupReader(CsyncSettings settings)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);
    private readonly CsyncConfigReader _config = new(settings);
    private readonly CsyncScript _script = new(settings);

    /// <summary>Lists a node's copies by path, the newest of each first.</summary>
    /// <exception cref="NodeException">The node could not be asked.</exception>
    public async Task<IReadOnlyList<CsyncKeptFile>> ListAsync(INodeShell shell, CancellationToken cancellationToken)
    {
        var reading = await _config.ReadAsync(shell, cancellationToken);
        var folders = CsyncBackupFolder.Of(reading.Config);
        var ours = settings.BackupDirectory.TrimEnd('/');
        var main = PathText.FromBytes(reading.Main.Content.Span);
        var answer = new CsyncKeptFiles(shell.NodeName, ours, folders, host => CsyncPrefixes.Parse(main, host));
        var command = _script.Make("backups", [ours, .. folders.Select(f => f.Path)]) with { Timeout = Limit };
        return await CsyncNodeReader.ReadAsync(shell, command, answer, 0, "looking for kept copies", cancellationToken);
    }
}
