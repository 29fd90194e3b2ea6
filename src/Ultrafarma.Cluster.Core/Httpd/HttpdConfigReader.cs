using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Httpd;

/// <summary>Reads a node's config and what it includes. Each level of Includes is one round trip. It changes nothing there.</summary>
/// <param name="settings">Where Apache is on the nodes.</param>
internal sealed class HttpdConfigReader(HttpdSettings settings)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    // change.sh leaves it there while Apache may not have taken what stands there.
    private const string Pending = "/run/ultrafarma-cluster/httpd.pending";
    private readonly HttpdScript _script = new(settings);

    /// <summary>Reads the main file alone.</summary>
    public async Task<HttpdConfigFile> ReadMainAsync(INodeShell shell, CancellationToken cancellationToken)
    {
        var answer = await AskAsync(shell, ["M"], isFirst: false, cancellationToken);
        return answer.Files.Count == 1 ? answer.Files[0].File : throw NotRegular(shell);
    }

    /// <summary>Reads the main file, and whether a change there was cut off.</summary>
    /// <param name="shell">The node.</param>
    /// <param name="other">Another config file that is read, too, or null.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<HttpdLook> LookAsync(INodeShell shell, string? other, CancellationToken cancellationToken)
    {
        string[] questions = other is null ? ["M", "E" + Pending] : ["M", "E" + Pending, "F" + other];
        var answer = await AskAsync(shell, questions, isFirst: false, cancellationToken);
        var files = answer.Files.ToDictionary(f => f.Question, f => f.File);
        return files.TryGetValue(0, out var main)
            ? new HttpdLook(main, answer.Existing.Contains(1), files.GetValueOrDefault(2))
            : throw NotRegular(shell);
    }

    /// <summary>Reads one file by its path, and where the main config itself is, links resolved.</summary>
    /// <returns>Null in place of a file that is not there.</returns>
    public async Task<(HttpdConfigFile? File, string RealMain)> ReadFileAsync(
        INodeShell shell, string path, CancellationToken cancellationToken)
    {
        var answer = await AskAsync(shell, ["R", "F" + path], isFirst: false, cancellationToken);
        return (answer.Files.Count == 1 ? answer.Files[0].File : null, answer.RealMain);
    }

    /// <summary>Asks what Apache's program says of itself, which takes a node longer than all else here.</summary>
    public async Task<HttpdProgram> ReadProgramAsync(INodeShell shell, CancellationToken cancellationToken) =>
        (await AskAsync(shell, [], isFirst: true, cancellationToken)).Program ?? throw NoProgram(shell);

    /// <summary>Reads the whole config.</summary>
    public async Task<HttpdNodeConfig> ReadAsync(INodeShell shell, CancellationToken cancellationToken)
    {
        var answer = await AskAsync(shell, ["M"], isFirst: true, cancellationToken);
        var main = answer.Files.Count == 1 ? answer.Files[0].File : throw NotRegular(shell);
        return await ReadAsync(
            shell,
            main,
            answer.Program ?? throw NoProgram(shell),
            new Dictionary<string, HttpdReading>(StringComparer.Ordinal),
            cancellationToken);
    }

    /// <summary>Reads what a main file includes: the node's own, or one that is to take its place.</summary>
    /// <param name="shell">The node.</param>
    /// <param name="main">The main file.</param>
    /// <param name="program">Apache's program there.</param>
    /// <param name="known">The answers that are there already; new ones are added.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<HttpdNodeConfig> ReadAsync(
        INodeShell shell,
        HttpdConfigFile main,
        HttpdProgram program,
        Dictionary<string, HttpdReading> known,
        CancellationToken cancellationToken)
    {
        while (true)
        {
            var (config, questions) = HttpdEvaluation.Run(shell.NodeName, main, program, known);
            if (questions.Count == 0)
            {
                return config;
            }

            var asked = questions.ToList();
            var answer = await AskAsync(shell, asked, isFirst: false, cancellationToken);
            var files = answer.Files.ToLookup(f => f.Question, f => f.File);
            for (var i = 0; i < asked.Count; i++)
            {
                known[asked[i]] = new HttpdReading([.. files[i]], answer.Existing.Contains(i));
            }
        }
    }

    private async Task<HttpdReadAnswer> AskAsync(
        INodeShell shell, IReadOnlyList<string> questions, bool isFirst, CancellationToken cancellationToken)
    {
        var command = _script.Make("read", isFirst ? "info" : "") with
        {
            Input = PathText.ToBytes(string.Concat(questions.Select(q => q + "\n"))),
            Timeout = Limit,
        };
        var result = await shell.RunCheckedAsync(command, "reading Apache's config", cancellationToken);
        try
        {
            return HttpdReadAnswer.Parse(result.Output);
        }
        catch (Exception e) when (e is FormatException or OverflowException or ArgumentException)
        {
            throw new NodeException(NodeErrorKind.BadAnswer, shell.NodeName,
                $"{shell.NodeName}, reading Apache's config: {e.Message}", e);
        }
    }

    private static NodeException NoProgram(INodeShell shell) => new(NodeErrorKind.BadAnswer, shell.NodeName,
        $"{shell.NodeName}, reading Apache's config: nothing is said of Apache's program.");

    private NodeException NotRegular(INodeShell shell) => new(NodeErrorKind.CommandFailed, shell.NodeName,
        $"{shell.NodeName}: {settings.ConfigPath} is no file. Set Httpd.ConfigPath in the inventory.");
}
