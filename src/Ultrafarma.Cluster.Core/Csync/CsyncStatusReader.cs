using System.Collections.Concurrent;
using System.Globalization;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Csync;

/// <summary>Asks how csync2 does on each node: one look at every node at once, and a second at those that owe something. It changes nothing.</summary>
public sealed class CsyncStatusReader
{
    private const string Port = "30865";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private readonly INodeGroup _group;
    private readonly CsyncScript _script;
    private readonly string _schedulePattern;
    private readonly CsyncNodeReader _reader;

    /// <summary>Creates the reader.</summary>
    public CsyncStatusReader(INodeGroup group, CsyncSettings settings)
    {
        _group = group;
        _script = new CsyncScript(settings);
        _reader = new CsyncNodeReader(settings);
        _schedulePattern = settings.SchedulePattern;
    }

    /// <summary>Asks all nodes.</summary>
    /// <returns>One status a node that answered, in the inventory's order, and why the others did not.</returns>
    public async Task<(IReadOnlyList<CsyncStatus> Nodes, IReadOnlyList<NodeException> Failures)> ReadAsync(CancellationToken cancellationToken)
    {
        var paths = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
        var command = _script.MakeWithRowsAndJobs("status", Port, _schedulePattern) with { Timeout = Limit };
        var results = await _group.AskAsync(
            _group.NodeNames,
            (shell, token) => AskAsync(shell, command, path => paths.GetOrAdd(path, path), token),
            cancellationToken);
        var answers = results.Where(r => r.Error is null).ToList();
        var summary = new CsyncStatusSummary(answers.ToDictionary(r => r.NodeName, r => r.Value!.Status, StringComparer.OrdinalIgnoreCase));
        return (
            [.. answers.Select(r => summary.Of(r.NodeName, r.Value!.Oldest))],
            [.. results.Where(r => r.Error is not null).Select(r => r.Error!)]);
    }

    private async Task<(CsyncNodeStatus Status, TimeSpan? Oldest)> AskAsync(
        INodeShell shell, NodeCommand command, Func<string, string> share, CancellationToken cancellationToken)
    {
        var status = await CsyncNodeReader.ReadAsync(
            shell, command, new CsyncStatusAnswer(share), (byte)'\n', "asking how csync2 does", cancellationToken);
        if (status.Rows is not { Debts.Count: > 0 } rows)
        {
            return (status, null);
        }

        try
        {
            return (status, await ReadOldestAsync(shell, status.Host, rows, cancellationToken));
        }
        catch (Exception e) when (e is NodeException or FormatException)
        {
            status.AddProblem($"the oldest pending file: {e.Message}");
            return (status, null);
        }
    }

    private async Task<TimeSpan?> ReadOldestAsync(INodeShell shell, string host, CsyncNodeRows rows, CancellationToken cancellationToken)
    {
        var prefixes = rows.Debts.Keys.Any(p => p.StartsWith('%'))
            ? await _reader.ReadPrefixesAsync(shell, rows.OwnNames.FirstOrDefault(host), cancellationToken)
            : CsyncPrefixes.None;
        var input = CsyncNodeReader.NulSeparated(rows.Debts.Keys.Select(prefixes.ToRealPath));
        var result = await shell.RunCheckedAsync(
            _script.Make("oldest") with { Input = input, Timeout = Limit }, "looking at pending files", cancellationToken);
        return result.OutputText.Trim() is { Length: > 0 } seconds
            ? TimeSpan.FromSeconds(long.Parse(seconds, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture))
            : null;
    }
}
