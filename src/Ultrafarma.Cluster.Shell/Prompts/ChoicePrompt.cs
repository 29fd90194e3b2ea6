using System.Collections.ObjectModel;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;
using Ultrafarma.Cluster.Shell.Hosting;

namespace Ultrafarma.Cluster.Shell.Prompts;

/// <summary>Asks for one or several of some choices, each by its key or its whole label; `?` explains them.</summary>
internal sealed class ChoicePrompt(Terminal terminal, LineReader lines, Collection<ChoiceDescription> choices)
{
    /// <summary>Asks until one choice is made.</summary>
    public int AskOne(string? caption, string? message, int defaultChoice)
    {
        WriteHead(caption, message);
        string menu = Menu(defaultChoice < 0 ? [] : [defaultChoice]);
        while (true)
        {
            terminal.WriteQuestion(menu, newLine: false);
            string answer = Answer();
            int chosen = answer.Length == 0 ? defaultChoice : Find(answer);
            if (chosen >= 0)
            {
                return chosen;
            }
        }
    }

    /// <summary>Asks for choices until an empty line; nothing chosen means the defaults.</summary>
    public Collection<int> AskMany(string? caption, string? message, IEnumerable<int> defaultChoices)
    {
        int[] defaults = [.. defaultChoices];
        WriteHead(caption, message);
        terminal.WriteQuestion(Menu(defaults), newLine: true);
        var chosen = new Collection<int>();
        while (true)
        {
            terminal.WriteQuestion(string.Create(CultureInfo.InvariantCulture, $"Choice[{chosen.Count}]: "), newLine: false);
            string answer = Answer();
            if (answer.Length == 0)
            {
                return chosen.Count > 0 ? chosen : [.. defaults];
            }

            int choice = Find(answer);
            if (choice >= 0)
            {
                chosen.Add(choice);
            }
        }
    }

    private static string Plain(ChoiceDescription choice) => choice.Label.Replace("&", string.Empty, StringComparison.Ordinal);

    private static string Key(ChoiceDescription choice)
    {
        int at = choice.Label.IndexOf('&', StringComparison.Ordinal);
        return at >= 0 && at + 1 < choice.Label.Length
            ? choice.Label.Substring(at + 1, 1).ToUpperInvariant()
            : Plain(choice);
    }

    private void WriteHead(string? caption, string? message)
    {
        if (!string.IsNullOrEmpty(caption))
        {
            terminal.WriteQuestion(string.Empty, newLine: true);
            terminal.WriteQuestion(caption, newLine: true);
        }

        if (!string.IsNullOrEmpty(message))
        {
            terminal.WriteQuestion(message, newLine: true);
        }
    }

    private string Menu(int[] defaults)
    {
        string items = string.Concat(choices.Select(c => $"[{Key(c)}] {Plain(c)}  "));
        string standard = defaults.Length == 0
            ? ": "
            : $" (default is \"{string.Join(", ", defaults.Select(d => Key(choices[d])))}\"): ";
        return items + "[?] Help" + standard;
    }

    private string Answer()
    {
        string answer = (lines.ReadText() ?? throw new PipelineStoppedException()).Trim();
        if (answer == "?")
        {
            foreach (ChoiceDescription choice in choices)
            {
                terminal.WriteQuestion($"{Key(choice)} - {choice.HelpMessage}", newLine: true);
            }
        }

        return answer;
    }

    private int Find(string answer)
    {
        for (int i = 0; i < choices.Count; i++)
        {
            if (answer.Equals(Plain(choices[i]), StringComparison.OrdinalIgnoreCase)
                || answer.Equals(Key(choices[i]), StringComparison.OrdinalIgnoreCase))
            {
                return i;
            }
        }

        return -1;
    }
}
