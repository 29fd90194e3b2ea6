using System.Diagnostics;
using System.Globalization;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Csync;

/// <summary>Asks a node about its config, and about the keys, folders, names and servers that it names. It changes nothing there.</summary>
/// <param name="settings">Where csync2 is on the nodes.</param>
internal sealed class CsyncConfigProbe(CsyncSettings settings)
{
    /// <summary>The port of csync2's server. csync2 takes no other from its config.</summary>
    public const int Port = 30865;

    // The year 9999.
    private const decimal MaxSeconds = 253_402_300_000;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);
    private readonly CsyncScript _script = new(settings);
    private readonly CsyncConfigReader _reader = new(settings);

    /// <summary>Looks at one node.</summary>
    /// <param name="shell">The node.</param>
    /// <param name="other">A main file to look at in place of the node's own; null means its own.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<CsyncNodeLook> LookAsync(INodeShell shell, CsyncConfigFile? other, CancellationToken cancellationToken)
    {
        var reading = other is null
            ? await _reader.ReadAsync(shell, cancellationToken)
            : await _reader.ReadAsync(shell, other, cancellationToken);
        var self = await AskForSelfAsync(shell, reading.Config, cancellationToken);
        var look = await AskAsync(shell, reading.Config, Questions(self), other, cancellationToken);
        return look with { ClockOffset = self.ClockOffset, ClockDoubt = self.ClockDoubt };
    }

    /// <summary>What is to be asked of a node whose own name is known.</summary>
    internal static IEnumerable<(string Kind, string Value)> Questions(CsyncNodeLook look)
    {
        var folders = new CsyncConfigFolders(look.Config, look.Host);
        foreach (var key in look.Config.Groups.Select(g => g.Key).OfType<string>())
        {
            yield return ("key", key);
        }

        foreach (var group in look.OwnGroups)
        {
            foreach (var host in group.Hosts)
            {
                yield return ("name", host.PeerName);
                yield return ("server", host.PeerName);
            }

            foreach (var folder in group.Includes.Select(i => folders.ParentOf(i.Pattern)).Append(group.BackupDirectory).OfType<string>())
            {
                yield return ("folder", folder);
            }
        }
    }

    private async Task<CsyncNodeLook> AskAsync(
        INodeShell shell,
        CsyncConfig config,
        IEnumerable<(string Kind, string Value)> questions,
        CsyncConfigFile? other,
        CancellationToken cancellationToken)
    {
        // A line feed in a name would end the question; csync2 itself is asked about such a config all the same.
        var lines = questions.Distinct().Where(q => !q.Value.Contains('\n', StringComparison.Ordinal)).Select(q => $"{q.Kind}\n{q.Value}\n");
        byte[] input = [.. PathText.ToBytes(string.Concat(lines) + "\n"), .. other is null ? [] : other.Content.Span];
        var command = _script.MakeWithVerdict("checkconfig", other is null ? "" : "other", Port.ToString(CultureInfo.InvariantCulture)) with
        {
            Input = input,
            Timeout = Limit,
        };
        var result = await shell.RunCheckedAsync(command, "checking csync2's config", cancellationToken);
        try
        {
            return CsyncConfigAnswer.Parse(shell.NodeName, config, result.Output.Span);
        }
        catch (FormatException e)
        {
            throw new NodeException(NodeErrorKind.BadAnswer, shell.NodeName, $"{shell.NodeName}, checking csync2's config: {e.Message}", e);
        }
    }

    /// <summary>Asks for the node's own name, and by how much its clock is ahead of ours.</summary>
    private async Task<CsyncNodeLook> AskForSelfAsync(INodeShell shell, CsyncConfig config, CancellationToken cancellationToken)
    {
        var before = DateTimeOffset.UtcNow;
        var watch = Stopwatch.StartNew();
        var result = await shell.RunCheckedAsync(_script.Make("clock"), "asking for the time", cancellationToken);
        var half = watch.Elapsed / 2;
        return result.OutputText.Trim().Split(' ') is [var host, var time]
            && decimal.TryParse(time, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds < MaxSeconds
            ? new CsyncNodeLook(shell.NodeName, config)
            {
                Host = host,
                ClockOffset = DateTimeOffset.UnixEpoch + TimeSpan.FromTicks((long)(seconds * TimeSpan.TicksPerSecond)) - before - half,
                ClockDoubt = half,
            }
            : throw new NodeException(NodeErrorKind.BadAnswer, shell.NodeName,
                $"{shell.NodeName} does not tell the time in a form that is understood: {PathText.Display(result.OutputText.Trim())}");
    }
}
