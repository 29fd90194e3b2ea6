namespace Ultrafarma.Cluster.Tests.Engine;

/// <summary>A question with choices as pwsh's console shows it, with what was typed.</summary>
internal static class ConsoleQuestion
{
    public static string Text(string caption, string message, IReadOnlyList<string> labels, int defaultChoice, int chosen)
    {
        var shown = string.Join("  ", labels.Select(l => $"[{Key(l)}] {l.Replace("&", "", StringComparison.Ordinal)}"));
        return $"{caption}\n{message}\n{shown}  [?] Help (default is \"{Key(labels[defaultChoice])}\"): {char.ToLowerInvariant(Key(labels[chosen]))}\n";
    }

    // The letter after the ampersand.
    private static char Key(string label) => char.ToUpperInvariant(label[label.IndexOf('&', StringComparison.Ordinal) + 1]);
}
