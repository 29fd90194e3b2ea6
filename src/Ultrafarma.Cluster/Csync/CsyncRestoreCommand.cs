using System.Diagnostics;
using Ultrafarma.Cluster.Csync;

namespace Ultrafarma.Cluster.Commands.Csync;

/// <summary>A cmdlet that brings kept versions back as the winners.</summary>
public abstract class CsyncRestoreCommand : CsyncChangeCommand
{
    private readonly Dictionary<string, Dictionary<string, string?>> _wanted = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Wants a kept version back.</summary>
    /// <param name="node">The node that holds it.</param>
    /// <param name="path">The path as csync2 names it.</param>
    /// <param name="kept">The copy; null when the version was that nothing stands there.</param>
    private protected void Want(string node, string path, string? kept)
    {
        if (!_wanted.TryGetValue(node, out var paths))
        {
            _wanted[node] = paths = new Dictionary<string, string?>(StringComparer.Ordinal);
        }

        paths[path] = kept;
    }

    /// <summary>Brings back what is wanted, node after node.</summary>
    private protected void RestoreWanted()
    {
        var group = Group;
        foreach (var (node, wanted) in _wanted)
        {
            if (!ShouldProcess(node, $"bring the kept version of {wanted.Count} path(s) back and let it win everywhere"))
            {
                continue;
            }

            Run(async (pump, token) =>
            {
                var watch = Stopwatch.StartNew();
                var restorer = new CsyncRestorer(group, CsyncRun.SettingsOf(Slot), CsyncRun.Options(), ProgressTo(pump), pump.WriteWarning);
                WriteResults(pump, await restorer.RestoreAsync(node, wanted, token), restorer.BackupDirectory, watch.Elapsed);
            });
        }
    }
}
