namespace Ultrafarma.Cluster.Shell.CommandLine;

/// <summary>An option's full name and the shortest prefix of it that pwsh accepts.</summary>
internal sealed record OptionName(string Name, string Shortest, OptionKind Kind)
{
    /// <summary>
    /// All options, in the order in which pwsh tries them: the order decides what a prefix that fits two of them means.
    /// </summary>
    public static IReadOnlyList<OptionName> All { get; } =
    [
        new("Version", "v", OptionKind.Version),
        new("Help", "h", OptionKind.Help),
        new("?", "?", OptionKind.Help),
        new("Login", "l", OptionKind.Ignored),
        new("NoProfile", "nop", OptionKind.Ignored),
        new("NoLogo", "nol", OptionKind.NoLogo),
        new("NonInteractive", "noni", OptionKind.NonInteractive),
        new("NoProfileLoadTime", "noprofileloadtime", OptionKind.Ignored),
        new("Interactive", "i", OptionKind.Interactive),
        new("CommandWithArgs", "commandwithargs", OptionKind.CommandWithArguments),
        new("cwa", "cwa", OptionKind.CommandWithArguments),
        new("Command", "c", OptionKind.Command),
        new("File", "f", OptionKind.File),
        new("OutputFormat", "o", OptionKind.Format),
        new("of", "o", OptionKind.Format),
        new("InputFormat", "inp", OptionKind.Format),
        new("if", "if", OptionKind.Format),
        new("ExecutionPolicy", "ex", OptionKind.IgnoredValue),
        new("ep", "ep", OptionKind.IgnoredValue),
        new("EncodedCommand", "e", OptionKind.EncodedCommand),
        new("ec", "e", OptionKind.EncodedCommand),
        new("WorkingDirectory", "wo", OptionKind.WorkingDirectory),
        new("wd", "wd", OptionKind.WorkingDirectory),
    ];

    /// <summary>Whether what was typed means this option.</summary>
    public bool Matches(string typed) =>
        typed.Length >= Shortest.Length && Name.StartsWith(typed, StringComparison.OrdinalIgnoreCase);
}
