using System.Globalization;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Csync;

/// <summary>Makes a node's csync2 push, and does the steps around it that change something on a node.</summary>
internal sealed class CsyncPusher(CsyncSettings settings)
{
    private static readonly TimeSpan Copying = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan StopWait = TimeSpan.FromMilliseconds(150);
    private readonly CsyncScript _script = new(settings);

    /// <summary>Lets csync2 push what is pending, and tells why the rest stays.</summary>
    public async Task<CsyncPushAnswer> PushPendingAsync(INodeShell shell, int peerCount, CancellationToken cancellationToken)
    {
        var token = Guid.NewGuid().ToString("N");
        var command = _script.MakeWithWords("push", Seconds, token) with { Timeout = TimeFor(peerCount) };
        return await RunStoppableAsync(shell, token, () => RunAsync(shell, command, _ => { }, "pushing", cancellationToken));
    }

    /// <summary>Marks, forces and pushes the paths from this node to all peers.</summary>
    /// <param name="shell">The winner.</param>
    /// <param name="all">The paths as csync2 names them, with their real paths on the winner.</param>
    /// <param name="marks">Those that the winner has to mark first, by real path.</param>
    /// <param name="onlyPeers">The only peers that get anything, by csync2's names; null means all.</param>
    /// <param name="peerCount">How many peers there are.</param>
    /// <param name="delivered">Told how many paths a peer has got.</param>
    /// <param name="cancellationToken">Ends the push; force marks are taken back on the node.</param>
    public async Task<CsyncPushAnswer> ApplyAsync(
        INodeShell shell,
        IReadOnlyDictionary<string, string> all,
        IEnumerable<string> marks,
        IReadOnlyList<string>? onlyPeers,
        int peerCount,
        Action<int> delivered,
        CancellationToken cancellationToken)
    {
        var sql = CsyncSql.WantedTables([.. all.Keys]);
        var marked = CsyncNodeReader.NulSeparated(marks);
        byte[] input = [.. sql, .. marked, .. CsyncNodeReader.NulSeparated(all.Values)];
        var token = Guid.NewGuid().ToString("N");
        var peers = onlyPeers is null ? "*" : string.Join(' ', onlyPeers);
        var command = _script.MakeWithWords("apply", Text(sql.Length), Text(marked.Length), Seconds, peers, token);
        command = command with { Input = input, Timeout = TimeFor(peerCount), KillAfter = TimeSpan.FromSeconds(30) };
        return await RunStoppableAsync(
            shell, token, () => RunAsync(shell, command, delivered, "pushing the winner's version", cancellationToken));
    }

    /// <summary>Pushes what is pending to one peer after the other, keeps the result on the node, and tells why the rest stays.</summary>
    /// <param name="shell">The node.</param>
    /// <param name="scope">What is pushed.</param>
    /// <param name="push">The run that it is part of.</param>
    /// <param name="delivered">Told how many paths the peers have got.</param>
    /// <param name="cancellationToken">Ends the push.</param>
    public Task<CsyncPushAnswer> SyncAsync(
        INodeShell shell, CsyncScope scope, CsyncPush push, Action<int> delivered, CancellationToken cancellationToken)
    {
        var token = Guid.NewGuid().ToString("N");
        var sql = push.Prefixed.Count == 0 ? [] : CsyncSql.WantedTables(push.Prefixed);
        byte[] input = [.. sql, .. CsyncNodeReader.NulSeparated(scope.Paths)];
        var command = _script.MakeWithWordsAndLast("sync", Seconds, push.Started, token, scope.Group ?? "", push.By, Text(sql.Length));
        command = command with { Input = input, Timeout = TimeFor(push.PeerCount), KillAfter = TimeSpan.FromSeconds(10) };
        return RunStoppableAsync(shell, token, () => RunAsync(shell, command, delivered, "pushing", cancellationToken));
    }

    /// <summary>Copies versions that will be overwritten to a folder on their node.</summary>
    /// <exception cref="NodeException">Not all could be copied.</exception>
    public async Task KeepAsync(INodeShell shell, string folder, IEnumerable<string> realPaths, CancellationToken cancellationToken)
    {
        var input = CsyncNodeReader.NulSeparated(realPaths);
        var command = _script.Make("backup", folder) with { Input = input, Timeout = Copying };
        await shell.RunCheckedAsync(command, $"keeping the losing versions in {folder}", cancellationToken);
    }

    /// <summary>Puts kept versions back into place.</summary>
    /// <param name="shell">The node.</param>
    /// <param name="pairs">The kept path, or null when the target is to be absent, and the target.</param>
    /// <param name="cancellationToken">Cancels between two files.</param>
    public async Task PlaceAsync(
        INodeShell shell, IEnumerable<(string? Kept, string Target)> pairs, CancellationToken cancellationToken)
    {
        var input = CsyncNodeReader.NulSeparated(pairs.SelectMany(p => new[] { p.Kept ?? "-", p.Target }));
        var command = _script.Make("place") with { Input = input, Timeout = Copying };
        await shell.RunCheckedAsync(command, "putting a kept version back", cancellationToken);
    }

    private async Task<CsyncPushAnswer> RunStoppableAsync(INodeShell shell, string token, Func<Task<CsyncPushAnswer>> run)
    {
        try
        {
            return await run();
        }
        catch (OperationCanceledException)
        {
            // Ctrl-C does not wait for a slow link; the word goes its way meanwhile.
            await Task.WhenAny(StopAsync(shell, token), Task.Delay(StopWait, CancellationToken.None));
            throw;
        }
    }

    /// <summary>Ends a push whose channel is closed already; it takes its force marks back by itself.</summary>
    private async Task StopAsync(INodeShell shell, string token)
    {
        try
        {
            await shell.RunAsync(_script.Make("stop", token) with { Timeout = Short }, CancellationToken.None);
        }
        catch (NodeException)
        {
            // The push ends in its own time, and takes its force marks back then.
        }
    }

    private string Seconds => Text(settings.PushTimeoutSeconds);

    private static string Text(double number) => number.ToString("0.###", CultureInfo.InvariantCulture);

    // csync2 reports a refused file in a second pass, so a peer may take its time twice.
    private TimeSpan TimeFor(int peerCount) =>
        TimeSpan.FromSeconds((2 * settings.PushTimeoutSeconds * Math.Max(1, peerCount)) + 60);

    private static async Task<CsyncPushAnswer> RunAsync(
        INodeShell shell, NodeCommand command, Action<int> delivered, string purpose, CancellationToken cancellationToken)
    {
        var answer = new CsyncPushAnswer();
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        var result = await shell.RunLinesAsync(
            command,
            bytes =>
            {
                var line = PathText.FromBytes(bytes);
                if (line.Split('\t') is ["count", var peer, var number])
                {
                    counts[peer] = int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : 0;
                    delivered((int)Math.Min(int.MaxValue, counts.Values.Sum(c => (long)c)));
                    return;
                }

                answer.Add(line);
            },
            cancellationToken);
        return result.ExitCode == 0 ? answer : throw NodeFailure.FromResult(shell.NodeName, purpose, result);
    }
}
