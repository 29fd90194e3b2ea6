using System.Management.Automation.Language;
using System.Text;

namespace Ultrafarma.Cluster.Shell.Running;

/// <summary>
/// Gathers lines into something that can run, as pwsh does: a complete line at once; after an incomplete one all lines up
/// to an empty one at which it is complete (so that `else` may follow). Unlike pwsh, the end of the input ends a block
/// too, where pwsh silently forgets it.
/// </summary>
internal sealed class CommandBlock
{
    private readonly StringBuilder pending = new();

    /// <summary>Whether lines wait for their rest.</summary>
    public bool IsOpen => pending.Length > 0;

    /// <summary>Takes a line, or null for the end of the input. Returns what can run now, or null.</summary>
    public string? Add(string? line)
    {
        if (!IsOpen && string.IsNullOrWhiteSpace(line))
        {
            return null;
        }

        pending.Append(IsOpen ? "\n" : string.Empty).Append(line);
        bool mayEnd = line is null || string.IsNullOrWhiteSpace(line) || pending.Length == line.Length;
        if (!mayEnd || (line is not null && IsIncomplete(pending.ToString())))
        {
            return null;
        }

        string text = pending.ToString();
        pending.Clear();
        return text;
    }

    /// <summary>Forgets what was gathered.</summary>
    public void Clear() => pending.Clear();

    private static bool IsIncomplete(string text)
    {
        _ = Parser.ParseInput(text, out _, out ParseError[] errors);
        return errors.Length > 0 && errors[0].IncompleteInput;
    }
}
