using System.Text;

namespace Ultrafarma.Cluster.Shell.CommandLine;

/// <summary>Reads the command line as pwsh does: any case, prefixes, one or two dashes.</summary>
internal static class ShellOptionsParser
{
    /// <summary>Parses the words, or throws <see cref="UsageException"/>.</summary>
    public static ShellOptions Parse(string[] words, bool inputIsTerminal)
    {
        var options = new ShellOptions();
        for (int i = 0; i < words.Length; i++)
        {
            string word = words[i].Trim();
            if (word.Length == 0)
            {
                continue;
            }

            OptionKind? kind = FindOption(word);
            if (kind is null)
            {
                // As pwsh: the first word that is no option is a script with its arguments.
                return ScriptArguments.IsDash(word[0]) ? throw Unknown(word) : File(options, words, i);
            }

            switch (kind.Value)
            {
                case OptionKind.Version:
                    return options with { Mode = RunMode.Version };
                case OptionKind.Help:
                    return options with { Mode = RunMode.Help };
                case OptionKind.NoLogo:
                    options = options with { NoLogo = true };
                    break;
                case OptionKind.NonInteractive:
                    options = options with { NonInteractive = true };
                    break;
                case OptionKind.Interactive:
                    options = options with { NonInteractive = false };
                    break;
                case OptionKind.Command:
                    return Command(options, words, i, inputIsTerminal);
                case OptionKind.CommandWithArguments:
                    return options with
                    {
                        Mode = RunMode.Command,
                        Text = Value(words, i + 1, "-CommandWithArgs", "a command"),
                        Arguments = ScriptArguments.Read(words, i + 2),
                    };
                case OptionKind.EncodedCommand:
                    return options with { Mode = RunMode.Command, Text = Decode(Value(words, i + 1, "-EncodedCommand", "Base64 text")) };
                case OptionKind.File:
                    return File(options, words, i + 1);
                case OptionKind.Format:
                    CheckFormat(Value(words, ++i, word, "a format (Text)"));
                    break;
                case OptionKind.WorkingDirectory:
                    options = options with { WorkingDirectory = Value(words, ++i, "-WorkingDirectory", "a directory") };
                    break;
                case OptionKind.IgnoredValue:
                    _ = Value(words, ++i, word, "a value");
                    break;
                default:
                    break;
            }
        }

        return options;
    }

    private static OptionKind? FindOption(string word)
    {
        if (word == "/?")
        {
            return OptionKind.Help;
        }

        if (!ScriptArguments.IsDash(word[0]))
        {
            return null;
        }

        string typed = word.Length > 1 && word[1] == word[0] ? word[2..] : word[1..];
        return typed.Length == 0 ? null : OptionName.All.FirstOrDefault(o => o.Matches(typed))?.Kind;
    }

    private static ShellOptions Command(ShellOptions options, string[] words, int at, bool inputIsTerminal)
    {
        string first = Value(words, at + 1, "-Command", "a command, or - to read it from standard input");
        if (first != "-")
        {
            // The words are one script, as if typed: that is why quoting for two shells is needed (-CommandWithArgs is not).
            return options with { Mode = RunMode.Command, Text = string.Join(' ', words, at + 1, words.Length - at - 1) };
        }

        if (words.Length > at + 2)
        {
            throw new UsageException("'-' (commands from standard input) must be the only argument of -Command.");
        }

        return inputIsTerminal
            ? throw new UsageException("'-' asks for commands from standard input, but that is a terminal. "
                + "Redirect it, or start ufcluster without arguments for a prompt.")
            : options with { Mode = RunMode.StandardInput };
    }

    private static ShellOptions File(ShellOptions options, string[] words, int at)
    {
        string path = Value(words, at, "-File", "the path of a script");
        if (path == "-")
        {
            return options with { Mode = RunMode.StandardInput };
        }

        // Relative to where we were started, whatever -WorkingDirectory says: as pwsh does.
        string full = Path.GetFullPath(path);
        return System.IO.File.Exists(full)
            ? options with { Mode = RunMode.File, Text = full, Arguments = ScriptArguments.Read(words, at + 1) }
            : throw new UsageException($"There is no script '{path}'. Check the path, or use -Command to run text.");
    }

    private static string Value(string[] words, int at, string option, string what) =>
        at < words.Length ? words[at] : throw new UsageException($"{option} needs {what}.");

    private static void CheckFormat(string format)
    {
        if (!format.Equals("Text", StringComparison.OrdinalIgnoreCase))
        {
            throw new UsageException($"The format '{format}' is not supported: ufcluster reads and writes Text only.");
        }
    }

    private static string Decode(string base64)
    {
        try
        {
            return Encoding.Unicode.GetString(Convert.FromBase64String(base64));
        }
        catch (FormatException)
        {
            throw new UsageException("The value of -EncodedCommand is not Base64 (of UTF-16 text).");
        }
    }

    private static UsageException Unknown(string word)
    {
        string typed = word.TrimStart('-');
        string[] near = typed.Length == 0
            ? []
            : [.. OptionName.All.Where(o => o.Name.Contains(typed, StringComparison.OrdinalIgnoreCase)).Select(o => "-" + o.Name)];
        return new UsageException(near.Length == 0
            ? $"Unknown option '{word}'."
            : $"Unknown option '{word}', did you mean {string.Join(" or ", near)}?");
    }
}
