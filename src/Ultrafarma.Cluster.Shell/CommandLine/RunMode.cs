namespace Ultrafarma.Cluster.Shell.CommandLine;

/// <summary>What the command line asks for.</summary>
internal enum RunMode
{
    /// <summary>Nothing was named: a prompt on a terminal, else commands from standard input.</summary>
    Default,

    /// <summary>Run the text of -Command.</summary>
    Command,

    /// <summary>Run the script of -File.</summary>
    File,

    /// <summary>Run the commands that come in on standard input.</summary>
    StandardInput,

    /// <summary>Print the version.</summary>
    Version,

    /// <summary>Print the help text.</summary>
    Help,
}
