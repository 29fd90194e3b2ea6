using System.Globalization;
using Ultrafarma.Cluster.Httpd;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Csync;

/// <summary>Works out which files of a node have to be replaced. It changes nothing there.</summary>
/// <param name="settings">Where csync2 is on the nodes.</param>
internal sealed class CsyncPublishPlanner(CsyncSettings settings)
{
    private const string KeyMode = "600";
    private const string Absent = "-";
    private readonly CsyncScript _script = new(settings);
    private readonly CsyncConfigReader _reader = new(settings);

    /// <summary>Looks at one node.</summary>
    public async Task<CsyncPublishStep> PlanAsync(INodeShell shell, IReadOnlyList<CsyncPublishFile> files, CancellationToken cancellationToken)
    {
        var puts = new List<CsyncFilePut>();
        var diffs = new List<string>();
        var unchanged = new List<string>();
        var looks = await LookAsync(shell, [.. files.Select(f => f.Path)], cancellationToken);
        foreach (var (file, look) in files.Zip(looks))
        {
            var hash = HttpdHash.Of(file.Content.Span);
            if (look.Hash == hash && (!file.IsKey || look.Mode == KeyMode))
            {
                unchanged.Add(look.Path);
                continue;
            }

            var change = look.Hash is null ? "create" : look.Hash == hash ? "close to others" : "replace";
            var counts = "";
            if (!file.IsKey && look.Hash is not null && await _reader.ReadAsync(shell, file.Path, cancellationToken) is { } old)
            {
                var diff = UnifiedDiff.Unified(old.Content.Span, file.Content.Span, $"{shell.NodeName}:{look.Path}", look.Path);
                var (added, removed) = UnifiedDiff.Count(diff);
                counts = string.Create(CultureInfo.InvariantCulture, $" (+{added} -{removed} lines)");
                diffs.Add(diff);
            }

            puts.Add(new CsyncFilePut(file.Path, look.Path, look.Hash, file.Content)
            {
                Mode = file.IsKey ? KeyMode : null,
                Changes = [$"{change} {(file.IsKey ? "the key " : "")}{look.Path}{counts}"],
            });
        }

        return new CsyncPublishStep(shell.NodeName, puts, unchanged, string.Concat(diffs));
    }

    /// <summary>What stands at some paths of a node.</summary>
    internal async Task<IReadOnlyList<(string? Hash, string Mode, string Path)>> LookAsync(
        INodeShell shell, IReadOnlyList<string> paths, CancellationToken cancellationToken)
    {
        var input = PathText.ToBytes(string.Concat(paths.Select(p => p.Replace('\n', ' ') + "\n")));
        var result = await shell.RunCheckedAsync(
            _script.Make("lookfiles") with { Input = input }, "looking at csync2's files", cancellationToken);
        var fields = PathText.FromBytes(result.Output.Span).Split('\0');
        return fields.Length == (3 * paths.Count) + 1
            ? [.. fields.SkipLast(1).Chunk(3).Select(f => (f[0] == Absent ? null : f[0], f[1], f[2]))]
            : throw new NodeException(NodeErrorKind.BadAnswer, shell.NodeName,
                $"{shell.NodeName} answered in a form that is not understood. Something that its login shell prints may be in the way.");
    }
}
