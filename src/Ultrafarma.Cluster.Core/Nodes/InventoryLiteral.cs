namespace Ultrafarma.Cluster.Nodes;

/// <summary>Writes values in PowerShell's data language.</summary>
internal static class InventoryLiteral
{
    /// <summary>A single-quoted string. PowerShell takes the typographic quotes for single quotes too, so each is doubled.</summary>
    public static string Quote(string text) =>
        "'" + string.Concat(text.Select(c => c is '\'' or '\u2018' or '\u2019' or '\u201a' or '\u201b' ? $"{c}{c}" : $"{c}")) + "'";
}
