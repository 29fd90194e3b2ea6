namespace Ultrafarma.Cluster.Shell.CommandLine;

/// <summary>What -Help and -Version print.</summary>
internal static class HelpText
{
    /// <summary>The usage page.</summary>
    public const string Usage = """
        Usage: ufcluster [[-File] <path> [args...]]
                         [-Command { - | <text> [args...] }]
                         [-CommandWithArgs <text> [args...]] [-EncodedCommand <base64>]
                         [-NonInteractive] [-NoLogo] [-NoProfile] [-OutputFormat Text]
                         [-WorkingDirectory <directory>]
               ufcluster -Version | -Help

        Runs PowerShell commands with the module Ultrafarma.Cluster loaded, on machines without pwsh.
        Without arguments: a prompt on a terminal, else commands from standard input.

          -Command, -c      Run the text. '-' reads the commands from standard input.
          -File, -f         Run a script; what follows are its arguments and named parameters.
          -CommandWithArgs, -cwa
                            Run the text; what follows is $args.
          -NonInteractive   Never ask: what would ask is an error (use -Confirm:$false to run unasked).
          -NoProfile        Accepted as in pwsh. ufcluster never runs profile scripts.

        Options are case-insensitive and may be shortened as in pwsh (-nop, -noni, -c).
        Exit code: that of `exit N`; 1 after an error that ended the script or a -Command whose last command
        failed; 64 for a wrong command line; 130 after Ctrl-C.
        Anyone on this machine can read a command line: keep passwords and keys out of it (prompt, file or agent).
        """;
}
