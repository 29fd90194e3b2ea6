namespace Ultrafarma.Cluster.Shell.CommandLine;

/// <summary>What an option does to the parse.</summary>
internal enum OptionKind
{
    /// <summary>Accepted for pwsh's sake, without a meaning here.</summary>
    Ignored,

    /// <summary>The same, and it takes a value.</summary>
    IgnoredValue,

    /// <summary>-Version.</summary>
    Version,

    /// <summary>-Help.</summary>
    Help,

    /// <summary>-NoLogo.</summary>
    NoLogo,

    /// <summary>-NonInteractive.</summary>
    NonInteractive,

    /// <summary>-Interactive, which takes -NonInteractive back.</summary>
    Interactive,

    /// <summary>-Command: the rest of the line is the script.</summary>
    Command,

    /// <summary>-CommandWithArgs: the next word is the script, the rest are its arguments.</summary>
    CommandWithArguments,

    /// <summary>-EncodedCommand: the next word is the script, as Base64 of UTF-16.</summary>
    EncodedCommand,

    /// <summary>-File: the next word is the script's path, the rest are its arguments.</summary>
    File,

    /// <summary>-OutputFormat and -InputFormat: only Text.</summary>
    Format,

    /// <summary>-WorkingDirectory.</summary>
    WorkingDirectory,
}
