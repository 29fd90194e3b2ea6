using System.Globalization;
using Ultrafarma.Cluster.Csync;

namespace Ultrafarma.Cluster.Commands.Csync;

/// <summary>What every csync2 cmdlet needs to know of the session and of itself.</summary>
internal static class CsyncRun
{
    /// <summary>Where csync2 is on the nodes: as the inventory says, or csync2's defaults on this machine alone.</summary>
    public static CsyncSettings SettingsOf(SessionSlot slot) => slot.Current?.Inventory.Csync ?? new CsyncSettings();

    /// <summary>How this run is known to others who find its lock.</summary>
    public static CsyncRunOptions Options() => new(
        string.Create(
            CultureInfo.InvariantCulture, $"{Environment.UserName}@{Environment.MachineName}, process {Environment.ProcessId}"),
        DateTimeOffset.UtcNow);
}
