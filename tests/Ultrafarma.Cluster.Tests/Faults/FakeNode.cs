using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Ultrafarma.Cluster.Csync;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Tests.Faults;

/// <summary>One node in memory: its files, csync2's tables, and the scripts it knows.</summary>
internal sealed partial class FakeNode(FakeCluster cluster, string name)
{
    private const string Conflict = "File is also marked dirty here!";

    public string Name => name;

    public string Host { get; } = name.ToLower(CultureInfo.InvariantCulture);

    public Dictionary<string, FakeFile> Files { get; } = new(StringComparer.Ordinal);

    /// <summary>path, then peer, then forced.</summary>
    public Dictionary<string, Dictionary<string, bool>> Dirty { get; } = new(StringComparer.Ordinal);

    /// <summary>path and check text.</summary>
    public Dictionary<string, string> Records { get; } = new(StringComparer.Ordinal);

    /// <summary>Who holds the schedules, or null.</summary>
    public string? Holder { get; set; }

    /// <summary>False while csync2's server there does not answer its peers.</summary>
    public bool ServesCsync { get; set; } = true;

    /// <summary>Ends apply.sh after the first peer, as a signal does: what it forced and did not push is taken back.</summary>
    public bool StopsAfterOnePeer { get; set; }

    private IEnumerable<string> Peers => cluster.Nodes.Where(n => n != this).Select(n => n.Host);

    /// <summary>Changes a file as a user does; csync2's check marks it for all peers.</summary>
    public void Edit(string path, FakeFile? file, params string[] notToward)
    {
        Change(path, file is null ? null : file with { Written = ++cluster.Clock });
        Check(path);
        foreach (var peer in notToward)
        {
            Unmark(path, peer);
        }
    }

    /// <summary>Changes a file and nobody tells csync2.</summary>
    public void Change(string path, FakeFile? file)
    {
        if (file is null)
        {
            Files.Remove(path);
        }
        else
        {
            Files[path] = file with { Changed = ++cluster.Clock };
        }
    }

    /// <summary>Puts a file there that all agree on.</summary>
    public void Have(string path, FakeFile file)
    {
        Change(path, file);
        Record(path);
    }

    /// <summary>Runs one of our scripts: exit status, output, error output.</summary>
    public (int ExitCode, byte[] Output, string Errors) Run(string script, IReadOnlyList<string> arguments, byte[] input) => script switch
    {
        "rows" => (0, Rows(), ""),
        "facts" => (0, [.. Split(input).Where(Files.ContainsKey).SelectMany(p => Join(p, Files[p].Facts, LinkTarget(p))), .. Join("end")], ""),
        "hash" => (0, [.. Split(input).Where(p => Files.TryGetValue(p, out var f) && f.Type == CsyncFileType.File)
            .SelectMany(p => Join(Files[p].Hash + "  " + p))], ""),
        "checktxt" => (0, CheckTexts(input), ""),
        "config" => (0, [], ""),
        "backup" => Backup(arguments[0], Split(input)),
        "apply" => Apply(arguments, input),
        "push" => Push(),
        "stop" => (0, [], ""),
        "folders" => (0, input, ""),
        "place" => Place(Split(input)),
        _ => throw new InvalidOperationException(script),
    };

    private static IEnumerable<byte> Join(params string[] fields) => fields.SelectMany(f => PathText.ToBytes(f).Append((byte)0));

    private static List<string> Split(ReadOnlySpan<byte> input)
    {
        var paths = new List<string>();
        while (!input.IsEmpty)
        {
            var end = input.IndexOf((byte)0);
            paths.Add(PathText.FromBytes(input[..end]));
            input = input[(end + 1)..];
        }

        return paths;
    }

    [GeneratedRegex("'([^']*)'")]
    private static partial Regex Literal();

    [GeneratedRegex(@"\nresponse from peer\((.*)\): \S+ \[(\d+)\] <- (.*)")]
    private static partial Regex ForgedAnswer();

    private static byte[] Lines(IEnumerable<string> lines) => [.. lines.SelectMany(l => PathText.ToBytes(l).Append((byte)'\n'))];

    private static string Encoded(string text) => PathText.FromBytes(CsyncName.Encode(PathText.ToBytes(text)));

    private string LinkTarget(string path) => Files[path].Type == CsyncFileType.SymbolicLink ? Files[path].Content : "";

    private byte[] Rows() => Lines(
    [
        "encoded " + Host,
        .. Dirty.SelectMany(p => p.Value.Select(r => $"{(r.Value ? 1 : 0)}\t{Host}\t{r.Key}\t{Encoded(p.Key)}")),
        "end",
    ]);

    private byte[] CheckTexts(byte[] sql) => Lines(Literal().Matches(PathText.FromBytes(sql))
        .Select(m => PathText.FromBytes(CsyncName.Decode(PathText.ToBytes(m.Groups[1].Value))))
        .Where(Records.ContainsKey)
        .Select(p => Encoded(Records[p]) + "\t" + Encoded(p)));

    private (int ExitCode, byte[] Output, string Errors) Backup(string folder, List<string> paths)
    {
        foreach (var path in paths)
        {
            if (!Files.TryGetValue(path, out var file))
            {
                return (123, [], $"cp: cannot stat '{path}': No such file or directory");
            }

            Files[folder + path] = file;
        }

        return (0, [], "");
    }

    private (int ExitCode, byte[] Output, string Errors) Place(List<string> pairs)
    {
        for (var i = 0; i + 1 < pairs.Count; i += 2)
        {
            Change(pairs[i + 1], pairs[i] == "-" ? null : Files[pairs[i]]);
        }

        return (0, [], "");
    }

    private (int ExitCode, byte[] Output, string Errors) Apply(IReadOnlyList<string> arguments, byte[] input)
    {
        var sql = int.Parse(arguments[0], CultureInfo.InvariantCulture);
        var mark = int.Parse(arguments[1], CultureInfo.InvariantCulture);
        var only = arguments[3].Split(' ');
        var all = Split(input.AsSpan(sql + mark));
        foreach (var path in all)
        {
            Check(path);
        }

        foreach (var path in Split(input.AsSpan(sql, mark)))
        {
            Mark(path, forced: true);
        }

        foreach (var path in all.Where(Dirty.ContainsKey))
        {
            Mark(path, forced: true, onlyThere: true);
        }

        var lines = all.Where(p => !Dirty.ContainsKey(p)).Select(p => "unmarked\t" + Encoded(p)).ToList();
        var exitCode = 0;
        foreach (var peer in Peers.Where(p => all.Exists(path => Owes(path, p))))
        {
            if (arguments[3] != "*" && !only.Contains(peer))
            {
                lines.Add("absent\t" + peer);
                continue;
            }

            lines.AddRange(PushTo(peer, all));
            if (StopsAfterOnePeer)
            {
                exitCode = 143;
                break;
            }
        }

        foreach (var path in all.Where(Dirty.ContainsKey))
        {
            foreach (var peer in Dirty[path].Keys)
            {
                Dirty[path][peer] = false;
            }
        }

        return (exitCode, Lines(lines), "");
    }

    private (int ExitCode, byte[] Output, string Errors) Push()
    {
        var lines = new List<string>();
        foreach (var peer in Peers.ToList())
        {
            lines.AddRange(PushTo(peer, [.. Dirty.Keys]));
        }

        return (0, Lines(lines), "");
    }

    /// <summary>csync2 -u to one peer, for some paths.</summary>
    private List<string> PushTo(string host, List<string> paths)
    {
        var peer = cluster.Nodes.First(n => n.Host == host);
        var lines = new List<string>();
        if (!peer.ServesCsync)
        {
            return [$"said\t{host}\tERROR: Connection to remote host `{host}' failed.", $"pushed\t{host}\t1"];
        }

        foreach (var path in paths.Where(p => Owes(p, host)))
        {
            // csync2 prints names as they are, so a line feed in one can look like an answer of the peer's.
            if (ForgedAnswer().Match(path) is { Success: true } forged)
            {
                lines.Add($"why\t{forged.Groups[2].Value}\t{host}\t{forged.Groups[3].Value}\t{forged.Groups[1].Value}");
            }

            if (Dirty[path][host])
            {
                peer.Dirty.Remove(path);
            }
            else if (peer.Dirty.ContainsKey(path))
            {
                peer.Mark(path, forced: false);

                // words.sh reads line by line and passes over an answer that a line feed cuts in two.
                if (!path.Contains('\n', StringComparison.Ordinal))
                {
                    lines.Add($"why\t10\t{host}\t{Conflict}\t{path}");
                }

                continue;
            }

            peer.Change(path, Files.GetValueOrDefault(path));
            peer.Record(path);
            Unmark(path, host);
        }

        lines.Add($"pushed\t{host}\t{(lines.Count > 0 ? 1 : 0)}");
        return lines;
    }

    private bool Owes(string path, string peer) => Dirty.TryGetValue(path, out var rows) && rows.ContainsKey(peer);

    private void Check(string path)
    {
        if (Records.GetValueOrDefault(path) != Files.GetValueOrDefault(path)?.CheckText)
        {
            Record(path);
            Mark(path, forced: false);
        }
    }

    private void Record(string path)
    {
        if (Files.TryGetValue(path, out var file))
        {
            Records[path] = file.CheckText;
        }
        else
        {
            Records.Remove(path);
        }
    }

    private void Mark(string path, bool forced, bool onlyThere = false)
    {
        if (!Dirty.TryGetValue(path, out var rows))
        {
            Dirty[path] = rows = [];
        }

        foreach (var peer in onlyThere ? [.. rows.Keys] : Peers)
        {
            rows[peer] = forced;
        }
    }

    private void Unmark(string path, string peer)
    {
        Dirty[path].Remove(peer);
        if (Dirty[path].Count == 0)
        {
            Dirty.Remove(path);
        }
    }
}
