namespace Ultrafarma.Cluster.Tests.Help;

/// <summary>All texts about one cmdlet, by the same keys whatever the source.</summary>
internal sealed class HelpTexts
{
    private readonly SortedDictionary<string, string> _texts = new(StringComparer.Ordinal);

    public required IReadOnlyList<HelpExample> Examples { get; init; }

    public string this[string key]
    {
        get => _texts[key];
        set => _texts.Add(key, HelpText.Words(value));
    }

    public IEnumerable<string> Keys => _texts.Keys;

    /// <summary>One line a text, to be compared as a whole.</summary>
    public string Describe() => string.Join('\n', _texts.Select(p => $"{p.Key}: {p.Value}").Concat(Examples.Select((e, i) =>
        $"Example {i + 1}: {HelpText.Words(e.Title)} | {HelpText.Words(e.Code)} | {HelpText.Words(e.Remarks)}")));
}
