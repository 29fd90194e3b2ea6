using System.Globalization;
using System.Text.RegularExpressions;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Csync;

/// <summary>Decides what is wrong with the config of one node, from what the node says. Pure.</summary>
/// <param name="look">What the node says.</param>
internal sealed partial class CsyncConfigCheck(CsyncNodeLook look)
{
    private const int LeastKeyLength = 32;
    private readonly CsyncConfigFolders _folders = new(look.Config, look.Host);

    /// <summary>Everything that is wrong.</summary>
    public IReadOnlyList<CsyncConfigFinding> Findings()
    {
        List<CsyncConfigFinding> found = [.. Keys(), .. Groups()];
        return [.. Verdict(found.Exists(f => f.Severity == FindingSeverity.Error)), .. found, .. Names(), .. Includes(), .. Backups()];
    }

    private CsyncConfigFinding Finding(FindingSeverity severity, string? file, int? line, string message, string fix) => new()
    {
        Severity = severity,
        Node = look.Node,
        File = file,
        Line = line,
        Message = PathText.Display(message),
        Fix = PathText.Display(fix),
    };

    /// <summary>What csync2 itself says, and what the parser says more exactly.</summary>
    /// <param name="isExplained">True when another finding says already why csync2 refuses it.</param>
    private IEnumerable<CsyncConfigFinding> Verdict(bool isExplained)
    {
        if (look.LockFile is { } file)
        {
            yield return Finding(FindingSeverity.Error, file, null, $"csync2 is switched off by {file}.", $"Remove {file} when csync2 may run again.");
        }

        if (look.NotAsked is { } why)
        {
            yield return Finding(FindingSeverity.Error, look.Config.Path, null, $"csync2 could not be asked about its config: {why}",
                "Run csync2 -H on the node, as root, and see what stands in its way.");
        }

        if (look.Config.Problem is { } problem)
        {
            yield return Finding(FindingSeverity.Error, problem.File, problem.Line, $"csync2 refuses the config: {problem.Message}",
                "Mend that line; what follows it was not looked at.");
        }
        else if (look.Refusal is { } words && !isExplained)
        {
            var line = LineNumber().Match(words);
            yield return Finding(
                FindingSeverity.Error,
                look.Config.Path,
                line.Success ? int.Parse(line.Groups[1].Value, CultureInfo.InvariantCulture) : null,
                $"csync2 refuses the config: {words}",
                "Mend what csync2 names.");
        }
    }

    private IEnumerable<CsyncConfigFinding> Groups()
    {
        // A config that is broken off may lack only what comes later.
        if (look.Config.Problem is not null)
        {
            yield break;
        }

        var isAlone = !look.OwnGroups.Any();
        foreach (var group in look.Config.Groups.Where(g => g.Hosts.All(h => h.Name != look.Host)))
        {
            yield return Finding(
                isAlone ? FindingSeverity.Error : FindingSeverity.Info,
                group.File,
                group.Line,
                $"The group {group.Group} has no host {look.Host}, so csync2 passes over it here" + (isAlone ? " and refuses to run." : "."),
                $"If it is to be in it: Add-CsyncHost {look.Host} -Group {group.Group}.");
        }
    }

    private IEnumerable<CsyncConfigFinding> Keys()
    {
        foreach (var setting in look.Config.Groups.SelectMany(g => g.Settings).Where(s => s.Name == "key").DistinctBy(s => s.Value))
        {
            if (look.Keys.TryGetValue(setting.Value, out var key) && Fault(key) is var (severity, fault, fix))
            {
                yield return Finding(severity, setting.File, setting.Line, $"The key file {setting.Value} {fault}", fix + " " + setting.Value + ".");
            }
        }
    }

    private static (FindingSeverity Severity, string Fault, string Fix)? Fault(CsyncKeyLook key) => key switch
    {
        { Mode: null } => (FindingSeverity.Error, "is missing.", "Publish-CsyncConfig -Key brings it from a node that has it; New-CsyncKey makes a new"),
        { IsPlain: false } => (FindingSeverity.Error, "holds characters that csync2 refuses: only letters, digits, dot and underscore are allowed.",
            "New-CsyncKey -Force makes a new"),
        { Length: < LeastKeyLength } => (FindingSeverity.Error,
            string.Create(CultureInfo.InvariantCulture, $"is too short: {key.Length} characters where csync2 wants {LeastKeyLength} or more."),
            "New-CsyncKey -Force makes a new"),
        { Mode: var mode } when !mode.EndsWith("00", StringComparison.Ordinal) => (FindingSeverity.Warning,
            $"can be read by others than its owner (mode {mode}).", "chmod 600"),
        _ => null,
    };

    private IEnumerable<CsyncConfigFinding> Names() =>
        from host in look.OwnGroups.SelectMany(g => g.Hosts).DistinctBy(h => h.PeerName)
        where look.Names.TryGetValue(host.PeerName, out var isKnown) && !isKnown
        select Finding(FindingSeverity.Error, host.File, host.Line, $"The name {host.PeerName} cannot be resolved here.",
            "Put it into /etc/hosts or the DNS, or write name@address in the config.");

    private IEnumerable<CsyncConfigFinding> Includes() =>
        from grp in look.OwnGroups
        from include in grp.Includes
        let parent = _folders.ParentOf(include.Pattern)
        where parent is not null && look.Folders.TryGetValue(parent, out var isThere) && !isThere && !_folders.IsIncluded(grp, parent)
        select Finding(FindingSeverity.Warning, include.File, include.Line,
            $"The folder {parent} is missing here, and no include brings it: {include.Pattern} stays pending at its peers.",
            $"Create {parent} on the node, or include it.");

    private IEnumerable<CsyncConfigFinding> Backups()
    {
        foreach (var group in look.OwnGroups)
        {
            if (group.BackupDirectory is not { } folder || group.Settings.LastOrDefault(s => s.Name == "backup-directory") is not { } setting)
            {
                continue;
            }

            if (look.Folders.TryGetValue(folder, out var isThere) && !isThere)
            {
                yield return Finding(FindingSeverity.Error, setting.File, setting.Line,
                    $"The backup directory {folder} is no folder here: replaced files are not kept, and csync2 may hang.",
                    $"Create {folder} on the node, for root alone.");
            }

            if (_folders.IsIncluded(group, folder) && !_folders.IsExcluded(group, folder))
            {
                yield return Finding(FindingSeverity.Warning, setting.File, setting.Line,
                    $"The backup directory {folder} lies in an include of the group {group.Group}: every kept file is synced, too.",
                    "Move it with Set-CsyncGroup -BackupDirectory, or exclude it with Add-CsyncPath -Exclude.");
            }
        }
    }

    [GeneratedRegex(@"Near line (\d{1,9}):", RegexOptions.CultureInvariant)]
    private static partial Regex LineNumber();
}
