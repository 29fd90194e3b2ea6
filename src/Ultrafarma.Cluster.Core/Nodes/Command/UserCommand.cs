using System.Text;

namespace Ultrafarma.Cluster.Nodes;

/// <summary>
/// Makes commands of what a user wrote to be run on nodes. Text and arguments travel on standard input, so no list of processes shows
/// them and no length is too much; what is run finds its own standard input empty.
/// </summary>
internal static class UserCommand
{
    /// <summary>What a node without PowerShell says.</summary>
    public const string NoPowerShell = "ultrafarma-cluster: no pwsh";

    /// <summary>The exit status with which it says so.</summary>
    public const int NoPowerShellCode = 127;

    // In PowerShell's own variables only, so that a script finds none of ours. The last field says that all of it came.
    private const string Receive =
        """
        if ($PSStyle) { $PSStyle.OutputRendering = 'PlainText' }
        $args = [IO.File]::ReadAllText('/dev/fd/3').Split([char]0)
        if ($args[-1] -cne 'whole') { [Console]::Error.WriteLine('The script block did not arrive whole, so nothing was run.'); exit 255 }
        $_ = [scriptblock]::Create($args[0])
        $args = @(if ($args.Count -gt 2) { $args[1..($args.Count - 2)] })
        & $_ @args
        """;

    /// <summary>A text for the node's <c>sh</c>, with its <c>$1</c>, <c>$2</c>, ….</summary>
    /// <exception cref="ArgumentException">The text or an argument has a NUL, or a lone surrogate that stands for no byte.</exception>
    public static NodeCommand Shell(string text, IReadOnlyList<string> arguments)
    {
        RefuseNul(text);
        var words = string.Concat(arguments.Select(a => " " + ShellQuote.Quote(a)));
        return new NodeCommand(Load("command")) { Input = PathText.ToBytes($"set --{words}; {text}\n#whole") };
    }

    /// <summary>A text for the node's <c>pwsh</c>, with its <c>$args</c> or parameters.</summary>
    /// <exception cref="ArgumentException">The text or an argument has a NUL, or a lone surrogate.</exception>
    public static NodeCommand PowerShell(string text, IReadOnlyList<string> arguments)
    {
        string[] fields = [text, .. arguments];
        foreach (var field in fields)
        {
            RefuseNul(field);
        }

        var strict = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
        return new NodeCommand(Load("powershell"), Receive) { Input = strict.GetBytes(string.Join('\0', fields) + "\0whole") };
    }

    private static void RefuseNul(string text)
    {
        if (text.Contains('\0', StringComparison.Ordinal))
        {
            throw new ArgumentException("A command cannot contain the NUL character.", nameof(text));
        }
    }

    private static string Load(string name)
    {
        using var stream = typeof(UserCommand).Assembly.GetManifestResourceStream($"Ultrafarma.Cluster.Nodes.Scripts.{name}.sh")
            ?? throw new InvalidOperationException($"The assembly lacks {name}.sh.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
