namespace Ultrafarma.Cluster.Nodes;

/// <summary>A POSIX <c>sh</c> script to run on one node, with what it reads and how long it may take.</summary>
/// <remarks>
/// The script is fixed text; whatever came from a file name, an inventory or a config travels in
/// <see cref="Arguments"/> (<c>$1</c>, <c>$2</c>, …) or in <see cref="Input"/> (standard input), never inside the script.
/// </remarks>
public sealed record NodeCommand
{
    /// <summary>Creates a command.</summary>
    /// <param name="script">The script, run as <c>sh -c script sh arguments…</c>.</param>
    /// <param name="arguments">The positional parameters. None may contain NUL.</param>
    public NodeCommand(string script, params string[] arguments)
    {
        Script = script;
        Arguments = arguments;
    }

    /// <summary>The script's text.</summary>
    public string Script { get; }

    /// <summary>The positional parameters.</summary>
    public IReadOnlyList<string> Arguments { get; }

    /// <summary>What the script reads on standard input.</summary>
    public ReadOnlyMemory<byte> Input { get; init; }

    /// <summary>After this time the command is killed on the node itself. 60 seconds unless set.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long the command may take to put things right once it was told to end. 2 seconds unless set.</summary>
    public TimeSpan KillAfter { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// The line that a login shell on the node is given: <c>timeout</c> from GNU coreutils around <c>sh</c>, every word quoted.
    /// </summary>
    public string ToCommandLine()
    {
        var words = new List<string>(8 + Arguments.Count) { "exec", "timeout", "-k", Seconds(KillAfter), Seconds(Timeout), "sh", "-c", ShellQuote.Quote(Script), "sh" };
        words.AddRange(Arguments.Select(ShellQuote.Quote));
        return string.Join(' ', words);
    }

    private static string Seconds(TimeSpan time) =>
        Math.Max(0.1, time.TotalSeconds).ToString("0.###", System.Globalization.CultureInfo.InvariantCulture);
}
