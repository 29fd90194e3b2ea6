namespace Ultrafarma.Cluster.Shell.CommandLine;

/// <summary>The exit codes that this host decides itself; all others come from the script.</summary>
internal static class ExitCodes
{
    /// <summary>Everything went well.</summary>
    public const int Success = 0;

    /// <summary>The last command failed, or an error ended the script.</summary>
    public const int Failure = 1;

    /// <summary>The command line makes no sense (EX_USAGE of sysexits.h, as pwsh gives it).</summary>
    public const int Usage = 64;

    /// <summary>The engine could not start (EX_SOFTWARE, as pwsh gives it).</summary>
    public const int StartFailed = 70;

    /// <summary>128 and the number of SIGHUP, as a Unix shell reports it.</summary>
    public const int HungUp = 128 + 1;

    /// <summary>128 and the number of SIGINT, as a Unix shell reports it.</summary>
    public const int Interrupted = 128 + 2;

    /// <summary>128 and the number of SIGTERM, as a Unix shell reports it.</summary>
    public const int Terminated = 128 + 15;
}
