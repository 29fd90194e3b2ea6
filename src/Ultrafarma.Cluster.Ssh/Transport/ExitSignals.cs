namespace Ultrafarma.Cluster.Ssh.Transport;

/// <summary>Turns the death by a signal into the exit status that a shell shows for it.</summary>
internal static class ExitSignals
{
    private const int DeathBySignal = 128;
    private const int NoSuchSignal = 255;

    /// <summary>128 + n for the signal names of RFC 4254, 6.10; 255 for others.</summary>
    public static int ToExitCode(string name) => name switch
    {
        "HUP" => DeathBySignal + 1,
        "INT" => DeathBySignal + 2,
        "QUIT" => DeathBySignal + 3,
        "ILL" => DeathBySignal + 4,
        "ABRT" => DeathBySignal + 6,
        "FPE" => DeathBySignal + 8,
        "KILL" => DeathBySignal + 9,
        "USR1" => DeathBySignal + 10,
        "SEGV" => DeathBySignal + 11,
        "USR2" => DeathBySignal + 12,
        "PIPE" => DeathBySignal + 13,
        "ALRM" => DeathBySignal + 14,
        "TERM" => DeathBySignal + 15,
        _ => NoSuchSignal,
    };
}
