using System.ComponentModel;
using System.Globalization;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Commands.Nodes;

/// <summary>What the view of a command's results shows. Not for scripts: the records' properties are.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class NodeCommandView
{
    private const string Line = "-----";

    /// <summary>Is equal for results that stand side by side and are shown once.</summary>
    public static string Key(NodeCommandResult result) => result.Alike?.Key ?? Guid.NewGuid().ToString("N");

    /// <summary>The nodes and what they gave, as <c>clush -b</c> shows it.</summary>
    public static string Text(NodeCommandResult result)
    {
        var nodes = result.Alike?.Nodes ?? [result.Node];
        var code = result.ExitCode == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", exit code {result.ExitCode}");
        var text = new List<string>
        {
            string.Create(CultureInfo.InvariantCulture, $"{Line} {NodeSet.Fold(nodes)} ({nodes.Count}){code} {Line}"),
        };
        if (result.Output.Length > 0)
        {
            text.Add(Show(result.Output));
        }

        if (result.Error.Length > 0)
        {
            text.Add("[standard error]");
            text.Add(Show(result.Error));
        }

        if (result.IsCut)
        {
            text.Add("[cut here: the rest is not kept]");
        }
        else if (text.Count == 1)
        {
            text.Add("[no output]");
        }

        return string.Join('\n', text);
    }

    // What a node prints may not move the cursor; tabs keep its columns.
    private static string Show(string text) => string.Join('\t', text.Split('\t').Select(part => PathText.Display(part, keepLines: true)));
}
