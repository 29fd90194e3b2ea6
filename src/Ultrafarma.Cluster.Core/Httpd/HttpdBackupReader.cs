using System.Globalization;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Httpd;

/// <summary>Reads which copies of replaced configs are kept on a node. It changes nothing there.</summary>
/// <param name="settings">Where they are.</param>
internal sealed class HttpdBackupReader(HttpdSettings settings)
{
    private const int FieldsOfEach = 4;
    private readonly HttpdScript _script = new(settings);

    /// <summary>Lists a node's copies, the newest first.</summary>
    /// <exception cref="NodeException">The node could not be asked.</exception>
    public async Task<IReadOnlyList<HttpdBackup>> ListAsync(INodeShell shell, CancellationToken cancellationToken)
    {
        var root = settings.BackupDirectory.TrimEnd('/');
        var result = await shell.RunCheckedAsync(_script.Make("backups", root), "looking for kept configs", cancellationToken);
        try
        {
            return Parse(shell.NodeName, root, result.Output.Span);
        }
        catch (FormatException e)
        {
            throw new NodeException(NodeErrorKind.BadAnswer, shell.NodeName,
                $"{shell.NodeName}, looking for kept configs: {e.Message}", e);
        }
    }

    /// <summary>Reads a copy, to be put back.</summary>
    /// <param name="shell">The node that has it.</param>
    /// <param name="backup">Its path, which <see cref="HttpdBackupName"/> understands.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Null when it is not there.</returns>
    /// <exception cref="NodeException">The node could not be asked.</exception>
    public async Task<HttpdPublishSource?> ReadAsync(INodeShell shell, string backup, CancellationToken cancellationToken)
    {
        var (file, main) = await new HttpdConfigReader(settings).ReadFileAsync(shell, backup, cancellationToken);
        var path = HttpdBackupName.Parse(settings.BackupDirectory, backup)!.Path;
        return file is null ? null : new HttpdPublishSource($"{shell.NodeName}:{backup}", file.Document)
        {
            ExactFor = shell.NodeName,
            Included = path == main ? null : path,
        };
    }

    /// <summary>Reads the script's answer.</summary>
    /// <exception cref="FormatException">It is something else, or cut off.</exception>
    internal static IReadOnlyList<HttpdBackup> Parse(string node, string root, ReadOnlySpan<byte> output)
    {
        var fields = PathText.FromBytes(output).Split('\0');
        if (fields.Length % FieldsOfEach != 1 || fields[^1].Length > 0)
        {
            throw new FormatException("the answer is cut off.");
        }

        var backups = new List<HttpdBackup>();
        for (var at = 0; at + FieldsOfEach < fields.Length; at += FieldsOfEach)
        {
            // What somebody else put there, or a run that was killed while it copied, is none.
            if (HttpdBackupName.Parse(root, fields[at]) is { } name)
            {
                backups.Add(new HttpdBackup
                {
                    Node = node,
                    Path = name.Path,
                    Backup = fields[at],
                    Taken = name.Taken,
                    SizeBytes = long.Parse(fields[at + 1], NumberStyles.None, CultureInfo.InvariantCulture),
                    Hash = fields[at + 2],
                    IsCurrent = fields[at + 2] == fields[at + 3],
                });
            }
        }

        return [.. backups.OrderByDescending(b => b.Taken).ThenByDescending(b => b.Backup, StringComparer.Ordinal)];
    }
}
