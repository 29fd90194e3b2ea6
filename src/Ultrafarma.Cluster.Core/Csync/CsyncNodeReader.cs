using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Csync;

/// <summary>Reads csync2's state and files on one node. Nothing here changes anything there.</summary>
internal sealed class CsyncNodeReader(CsyncSettings settings)
{
    private const int NoSqlite = 66;
    private const int NamesPerStatement = 500;
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(10);
    private readonly CsyncScript _script = new(settings);

    /// <summary>Reads the dirty rows: from the database where the node has sqlite3, else from <c>csync2 -M</c>.</summary>
    /// <param name="shell">The node.</param>
    /// <param name="share">Gives one string for equal paths of all nodes.</param>
    /// <param name="csyncGroup">csync2's only group, or null for all; then csync2 -M gives them.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    public Task<CsyncNodeRows> ReadRowsAsync(
        INodeShell shell, Func<string, string> share, string? csyncGroup, CancellationToken cancellationToken)
    {
        var command = _script.Make("rows", csyncGroup is null ? [] : [csyncGroup]) with { Timeout = Short };
        return ReadAsync(shell, command, new CsyncRowsAnswer(share), (byte)'\n', "reading csync2's dirty rows", cancellationToken);
    }

    /// <summary>Reads the dirty rows, and when csync2 is started by the clock, by one command.</summary>
    /// <param name="shell">The node.</param>
    /// <param name="share">Gives one string for equal paths of all nodes.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    public Task<CsyncGlance> ReadGlanceAsync(INodeShell shell, Func<string, string> share, CancellationToken cancellationToken)
    {
        var command = _script.MakeWithRowsAndJobs("glance", settings.SchedulePattern) with { Timeout = Short };
        return ReadAsync(shell, command, new CsyncGlanceAnswer(share), (byte)'\n', "reading csync2's dirty rows", cancellationToken);
    }

    /// <summary>Reads the prefixes of the node's config.</summary>
    public async Task<CsyncPrefixes> ReadPrefixesAsync(INodeShell shell, string hostName, CancellationToken cancellationToken)
    {
        var command = _script.Make("config") with { Timeout = Short };
        var result = await shell.RunCheckedAsync(command, "reading csync2's config", cancellationToken);
        return CsyncPrefixes.Parse(PathText.FromBytes(result.Output.Span), hostName);
    }

    /// <summary>Asks what stands at the paths.</summary>
    public Task<Dictionary<string, CsyncFileVersion>> ReadFactsAsync(
        INodeShell shell, IReadOnlyCollection<string> realPaths, CancellationToken cancellationToken)
    {
        var command = _script.Make("facts") with { Input = NulSeparated(realPaths), Timeout = Long };
        var answer = new CsyncFileFacts(shell.NodeName, Known(realPaths));
        return ReadAsync(shell, command, answer, 0, "looking at files", cancellationToken);
    }

    /// <summary>Asks for the SHA-256 of regular files.</summary>
    public Task<Dictionary<string, string>> ReadHashesAsync(
        INodeShell shell, IReadOnlyCollection<string> realPaths, CancellationToken cancellationToken)
    {
        var command = _script.Make("hash") with { Input = NulSeparated(realPaths), Timeout = Long };
        return ReadAsync(shell, command, new CsyncHashes(Known(realPaths)), 0, "hashing files", cancellationToken);
    }

    /// <summary>Asks which of the folders are reached through a symbolic link.</summary>
    public async Task<HashSet<string>> ReadLinkedFoldersAsync(
        INodeShell shell, IReadOnlyList<string> folders, CancellationToken cancellationToken)
    {
        var real = new List<string>();
        var command = _script.Make("folders") with { Input = NulSeparated(folders), Timeout = Short };
        var result = await shell.RunLinesAsync(command, line => real.Add(PathText.FromBytes(line)), cancellationToken, 0);
        return result.ExitCode == 0 && real.Count == folders.Count
            ? [.. folders.Where((folder, i) => folder != real[i])]
            : throw NodeFailure.FromResult(shell.NodeName, "looking at folders", result);
    }

    /// <summary>Asks for what csync2 last recorded of files; null where the node has no sqlite3, so that nobody can say.</summary>
    public async Task<Dictionary<string, CsyncRecord>?> ReadRecordsAsync(
        INodeShell shell, IEnumerable<string> paths, CancellationToken cancellationToken)
    {
        var command = _script.Make("checktxt") with { Input = SelectRecords(paths), Timeout = Short };
        var result = await shell.RunAsync(command, cancellationToken);
        return result.ExitCode switch
        {
            0 => Understand(shell, () => CsyncRecord.ParseListing(result.Output.Span)),
            NoSqlite => null,
            _ => throw NodeFailure.FromResult(shell.NodeName, "reading csync2's file table", result),
        };
    }

    /// <summary>Reads all that csync2 has recorded, by path: its check texts.</summary>
    /// <exception cref="NodeException"><see cref="NodeErrorKind.ToolMissing"/> where the node has no sqlite3.</exception>
    public Task<Dictionary<string, string>> ReadRecordTableAsync(INodeShell shell, Func<string, string> share, CancellationToken cancellationToken)
    {
        var command = _script.Make("checktxt") with { Input = "select checktxt, filename from file;\n"u8.ToArray(), Timeout = Long };
        return ReadAsync(shell, command, new CsyncRecordTable(share), (byte)'\n', "reading csync2's file table", cancellationToken);
    }

    /// <summary>Paths as bytes, each ended by NUL.</summary>
    public static byte[] NulSeparated(IEnumerable<string> paths)
    {
        using var bytes = new MemoryStream(capacity: 64 * 1024);
        foreach (var path in paths)
        {
            bytes.Write(PathText.ToBytes(path));
            bytes.WriteByte(0);
        }

        return bytes.ToArray();
    }

    /// <summary>Runs a command and reads its answer record by record.</summary>
    /// <exception cref="NodeException">It failed, or its answer is not understood.</exception>
    public static async Task<T> ReadAsync<T>(
        INodeShell shell, NodeCommand command, CsyncAnswer<T> answer, byte recordEnd, string purpose, CancellationToken cancellationToken)
    {
        var result = await shell.RunLinesAsync(command, answer.Add, cancellationToken, recordEnd);
        return result.ExitCode == 0 ? Understand(shell, answer.ToResult) : throw NodeFailure.FromResult(shell.NodeName, purpose, result);
    }

    /// <summary>Gives the caller's own string for a path that a node names, so that five nodes' answers do not hold it five times.</summary>
    private static Func<string, string> Known(IEnumerable<string> paths)
    {
        var known = paths.ToHashSet(StringComparer.Ordinal);
        return path => known.TryGetValue(path, out var same) ? same : path;
    }

    private static byte[] SelectRecords(IEnumerable<string> paths)
    {
        using var sql = new MemoryStream();
        foreach (var chunk in paths.Chunk(NamesPerStatement))
        {
            sql.Write("select checktxt, filename from file where filename in ("u8);
            CsyncSql.WriteNames(sql, chunk);
            sql.Write(");\n"u8);
        }

        return sql.ToArray();
    }

    private static T Understand<T>(INodeShell shell, Func<T> parse)
    {
        try
        {
            return parse();
        }
        catch (Exception e) when (e is FormatException or OverflowException or ArgumentException)
        {
            throw new NodeException(NodeErrorKind.BadAnswer, shell.NodeName,
                $"{shell.NodeName} answered in a form that is not understood: {e.Message}", e);
        }
    }
}
