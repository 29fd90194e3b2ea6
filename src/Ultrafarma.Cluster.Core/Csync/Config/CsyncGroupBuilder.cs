using System.Globalization;

namespace Ultrafarma.Cluster.Csync;

/// <summary>Gathers what a group says while it is read.</summary>
internal sealed class CsyncGroupBuilder
{
    private static readonly string[] AutoMethods = ["none", "first", "younger", "older", "bigger", "smaller", "left", "right"];

    public List<CsyncConfigHost> Hosts { get; } = [];

    public List<CsyncConfigPattern> Patterns { get; } = [];

    public List<CsyncConfigAction> Actions { get; } = [];

    public List<CsyncConfigSetting> Settings { get; } = [];

    public List<CsyncStatement> Statements { get; } = [];

    public CsyncSpan Open { get; set; }

    public bool HasKey => Value("key") is not null;

    /// <summary>Takes a setting, and says why csync2 refuses it; null when it does not.</summary>
    public string? Set(CsyncConfigSetting setting)
    {
        var isSecond = Value(setting.Name) is not null;
        Settings.Add(setting);
        return setting.Name switch
        {
            "key" when isSecond => "a group might only have one key.",
            "auto" when isSecond => "a group might only have one auto-setting.",
            "auto" when !AutoMethods.Contains(setting.Value, StringComparer.Ordinal) => $"Unknown auto-setting '{setting.Value}'.",
            _ => null,
        };
    }

    public CsyncGroup ToGroup(string node, string name, CsyncSpan start) => new()
    {
        Node = node,
        Group = name,
        Hosts = Hosts,
        Key = Value("key"),
        Patterns = Patterns,
        Actions = Actions,
        Auto = Value("auto") ?? "none",
        BackupDirectory = Value("backup-directory"),
        BackupGenerations = Value("backup-generations") is { } text ? LeadingNumber(text) : 3,
        Settings = Settings,
        File = start.File!.Path,
        Line = start.FirstToken.Line,
        Place = new CsyncGroupPlace(Open, Statements),
    };

    private string? Value(string name) => Settings.FindLast(s => s.Name == name)?.Value;

    // As atoi does: what is no number is 0.
    private static int LeadingNumber(string text)
    {
        var trimmed = text.TrimStart();
        var length = trimmed is ['-' or '+', ..] ? 1 : 0;
        while (length < trimmed.Length && char.IsAsciiDigit(trimmed[length]))
        {
            length++;
        }

        return int.TryParse(trimmed[..length], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : 0;
    }
}
