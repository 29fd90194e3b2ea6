using System.Globalization;
using System.Text.RegularExpressions;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Csync;

/// <summary>Reads what <c>backups.sh</c> prints, and tells which file each copy is of.</summary>
/// <param name="node">The node.</param>
/// <param name="ours">The folder that holds the copies of this module.</param>
/// <param name="folders">The folders that hold csync2's.</param>
/// <param name="prefixesOf">The prefixes for a host.</param>
internal sealed partial class CsyncKeptFiles(
    string node, string ours, IReadOnlyList<CsyncBackupFolder> folders, Func<string, CsyncPrefixes> prefixesOf) : CsyncAnswer<IReadOnlyList<CsyncKeptFile>>
{
    private const string Stamp = "yyyyMMdd'T'HHmmss'Z'";
    private readonly List<(string Folder, string Path, long Size, DateTimeOffset Time)> _found = [];
    private readonly HashSet<string> _alsoNamesOfOthers = new(StringComparer.Ordinal);
    private readonly List<string> _fields = [];
    private CsyncPrefixes _prefixes = CsyncPrefixes.None;
    private string _folder = "";
    private bool _ended;

    protected override void Read(ReadOnlySpan<byte> record)
    {
        if (_ended)
        {
            throw new FormatException("The list of kept copies goes on after its end.");
        }

        _fields.Add(PathText.FromBytes(record));
        if (_fields.Count < 3)
        {
            return;
        }

        switch (_fields)
        {
            case ["H", var host, _]:
                _prefixes = prefixesOf(host);
                break;
            case ["D", var folder, _]:
                _folder = folder == ours || folders.Any(f => f.Path == folder) ? folder : throw new FormatException("The list of kept copies names another folder.");
                break;
            case ["K", var path, var facts] when facts.Split('\t') is [var size, var time]:
                _found.Add((_folder, path, CsyncFileFacts.Number(PathText.ToBytes(size)), CsyncFileFacts.Time(PathText.ToBytes(time))));
                break;
            case ["L", var path, _]:
                _alsoNamesOfOthers.Add(path);
                break;
            case ["end", _, _]:
                _ended = true;
                break;
            default:
                throw new FormatException("The list of kept copies holds something else.");
        }

        _fields.Clear();
    }

    protected override IReadOnlyList<CsyncKeptFile> Finish()
    {
        if (!_ended)
        {
            throw new FormatException("The list of kept copies lacks its end.");
        }

        var folderOf = folders.ToDictionary(f => f.Path, StringComparer.Ordinal);
        var paths = _found.Select(f => f.Path).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. _found
                .Where(f => !LiesInInnerFolder(f.Folder, f.Path))
                .Select(f => f.Folder == ours ? OfModule(f.Path, f.Size, f.Time) : OfCsync(folderOf[f.Folder], paths, f.Path, f.Size, f.Time))
                .OfType<CsyncKeptFile>()
                .GroupBy(c => c.Path, StringComparer.Ordinal)
                .OrderBy(g => g.Key, StringComparer.Ordinal)
                .SelectMany(g => g.OrderByDescending(c => c.Kept).ThenBy(c => c.BackupFile, StringComparer.Ordinal)
                    .Select((copy, i) => copy with { Generation = i + 1 })),
        ];
    }

    private CsyncKeptFile? OfModule(string path, long size, DateTimeOffset time)
    {
        var run = Run().Match(path[ours.Length..]);
        return run.Success && DateTimeOffset.TryParseExact(run.Groups[1].Value, Stamp, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var kept)
            ? new CsyncKeptFile
            {
                Node = node,
                Path = _prefixes.ToName(path[(ours.Length + run.Length)..]),
                Generation = 0,
                SizeBytes = size,
                Kept = kept,
                Modified = time,
                BackupFile = path,
                Source = CsyncBackupSource.Module,
            }
            : null;
    }

    private CsyncKeptFile OfCsync(CsyncBackupFolder folder, HashSet<string> paths, string path, long size, DateTimeOffset time)
    {
        // An older copy is there only beside a newer one; else it is the copy of a file whose own name ends so.
        var ending = folder.OlderEndings.FirstOrDefault(e => path.EndsWith(e, StringComparison.Ordinal) && paths.Contains(path[..^e.Length]));
        return new CsyncKeptFile
        {
            Node = node,
            Path = _prefixes.ToName(path[folder.Path.Length..^(ending?.Length ?? 0)]),
            Generation = 0,
            SizeBytes = size,
            Kept = time,
            BackupFile = path,
            Source = CsyncBackupSource.Csync2,
            IsAmbiguous = ending is not null && _alsoNamesOfOthers.Contains(path),
        };
    }

    private bool LiesInInnerFolder(string folder, string path) => folders.Select(f => f.Path).Append(ours)
        .Any(inner => inner.Length > folder.Length && path.StartsWith(inner + "/", StringComparison.Ordinal));

    // As CsyncResolver names a run's folder.
    [GeneratedRegex(@"\A/(\d{8}T\d{6}Z)-[0-9a-f]{6}(?=/)")]
    private static partial Regex Run();
}
