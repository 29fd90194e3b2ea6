using System.Management.Automation.Runspaces;

namespace Ultrafarma.Cluster.Shell.CommandLine;

/// <summary>
/// Turns words of the command line into what a script gets, by pwsh's rules: <c>-Name value</c>, <c>-Name:value</c>,
/// <c>-Name: value</c>, <c>-Switch:$false</c>, anything else by position.
/// </summary>
internal static class ScriptArguments
{
    /// <summary>Whether PowerShell takes the character for a dash.</summary>
    public static bool IsDash(char c) => c is '-' or '\u2013' or '\u2014' or '\u2015';

    /// <summary>Reads all words from <paramref name="start"/> on.</summary>
    public static IReadOnlyList<CommandParameter> Read(string[] words, int start)
    {
        var result = new List<CommandParameter>();
        for (int i = start; i < words.Length; i++)
        {
            string word = words[i];
            if (word.Length < 2 || !IsDash(word[0]))
            {
                result.Add(new CommandParameter(null, word));
                continue;
            }

            int colon = word.IndexOf(':', StringComparison.Ordinal);
            if (colon < 0)
            {
                // No value here: the engine's binder decides whether the next word is one, or this is a switch.
                result.Add(new CommandParameter(word));
            }
            else if (colon < word.Length - 1)
            {
                result.Add(new CommandParameter(word[..colon], ToValue(word[(colon + 1)..])));
            }
            else if (i + 1 < words.Length)
            {
                result.Add(new CommandParameter(word.TrimEnd(':'), words[++i]));
            }
        }

        return result;
    }

    // Only so can a switch be turned off from outside: everything else on a command line is text.
    private static object ToValue(string text) =>
        bool.TryParse(text.AsSpan(text[0] == '$' ? 1 : 0), out bool value) ? value : text;
}
