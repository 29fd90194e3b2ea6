using System.Globalization;

namespace Ultrafarma.Cluster.Csync;

/// <summary>Makes the files of a schedule.</summary>
/// <param name="settings">Where csync2 is on the nodes.</param>
internal sealed class CsyncScheduleContent(CsyncSettings settings)
{
    private const string Made = "# Made by Register-CsyncSchedule of Ultrafarma.Cluster, which writes it anew: change it there.\n";

    // Errors of single nodes come beside the results; what ends everything comes as an exception.
    private const string Resolver = """
        # Installed by Ultrafarma.Cluster; Unregister-CsyncSchedule removes it. Ends with 0: no conflict is left; 1: some are;
        # 2: it could not run, or a node could not be asked; 3: another run held the nodes.
        param([string] $Inventory, [string] $Policy)
        trap { [Console]::Error.WriteLine("$_"); exit 2 }
        Import-Module Ultrafarma.Cluster -ErrorAction Stop
        Connect-WebCluster -Path $Inventory -ErrorAction Stop | Out-Null
        $left = @(Get-CsyncConflict -ErrorVariable unasked)
        if ($left) {
            $left | Resolve-CsyncConflict -Policy $Policy -Confirm:$false -PassThru -ErrorVariable failed |
                ForEach-Object { "$($_.Path): $($_.Status)$(if ($_.Reason) { ', ' + $_.Reason })" }
            if ($failed | Where-Object { $_.FullyQualifiedErrorId -like 'Busy,*' }) { exit 3 }
            $left = @(Get-CsyncConflict -ErrorVariable unasked)
        }
        "conflicts left: $($left.Count)"
        if ($unasked) { exit 2 }
        exit [int]($left.Count -gt 0)

        """;

    private static readonly TimeSpan LongestRun = TimeSpan.FromHours(2);

    /// <summary>The files, by their path.</summary>
    /// <param name="wish">The schedule.</param>
    /// <param name="source">Who watches the clock.</param>
    /// <param name="delay">For how many seconds the node waits.</param>
    public Dictionary<string, string> Make(CsyncScheduleWish wish, CsyncScheduleSource source, int delay)
    {
        var kind = wish.Kind;
        var word = kind == CsyncScheduleKind.Sync ? "sync" : "resolve";
        var command = string.Create(CultureInfo.InvariantCulture, $"/bin/sh {CsyncScheduleFiles.Runner(kind)} {word} {delay}");
        var limit = ((int)Math.Min(LongestRun.TotalSeconds, Math.Max(wish.Every.TotalSeconds * 4, 600))).ToString(CultureInfo.InvariantCulture);
        var files = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [CsyncScheduleFiles.Runner(kind)] = CsyncScript.Load("runschedule"),
            [CsyncScheduleFiles.Settings(kind)] = wish.Resolve is { } job
                ? $"program={job.Program}\ninventory={job.Inventory}\npolicy={job.Policy}\nlimit={limit}\n"
                : $"command={settings.Command}\nconfig={settings.ConfigPath}\nlimit={limit}\n",
        };
        if (wish.Resolve is not null)
        {
            files[CsyncScheduleFiles.Resolver] = Resolver;
        }

        if (source == CsyncScheduleSource.Cron)
        {
            files[CsyncScheduleFiles.Crontab(kind)] = $"{Made}{CsyncTimes.ToCron(wish.Every)} root {command}\n";
            return files;
        }

        var what = kind == CsyncScheduleKind.Sync ? "csync2 checks and pushes" : "csync2's conflicts are resolved";
        files[CsyncScheduleFiles.Service(kind)] =
            $"{Made}[Unit]\nDescription={what}\nAfter=network-online.target\n\n[Service]\nType=oneshot\nExecStart={command}\n"
            + "SuccessExitStatus=3\nSyslogIdentifier=ultrafarma-csync2\n";
        files[CsyncScheduleFiles.Timer(kind)] =
            $"{Made}[Unit]\nDescription={what} by the clock\n\n[Timer]\nOnCalendar={CsyncTimes.ToCalendar(wish.Every)}\nAccuracySec=1s\n\n[Install]\nWantedBy=timers.target\n";
        return files;
    }
}
