using System.Globalization;
using System.Text;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Httpd;

/// <summary>
/// Keeps other runs from publishing to some nodes until it is disposed. On each node a process of ours holds a lock while its
/// standard input is open and we are heard of: when we end, however we end, the node gives the lock up itself.
/// </summary>
internal sealed class HttpdLock : IAsyncDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromHours(6);
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ChangePatience = TimeSpan.FromSeconds(45);
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan ReleaseWait = TimeSpan.FromMilliseconds(700);
    private static readonly byte[] Beat = "\n"u8.ToArray();
    private readonly Dictionary<string, INodeProcess> _processes = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> _hashes = new(StringComparer.OrdinalIgnoreCase);
    private readonly CancellationTokenSource _released = new();
    private readonly Action<string> _warn;

    private HttpdLock(Action<string> warn) => _warn = warn;

    /// <summary>The nodes that could not be locked, and why; a lock that somebody else has is none of these.</summary>
    public IReadOnlyList<NodeException> Failures { get; private set; } = [];

    /// <summary>Locks nodes.</summary>
    /// <param name="group">The group that they are of.</param>
    /// <param name="nodeNames">The nodes.</param>
    /// <param name="settings">Where Apache is on them.</param>
    /// <param name="run">Who we are, for another run that finds the lock, and which uploads go when we are cut off.</param>
    /// <param name="warn">Told of a lock that was left behind.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="NodeException"><see cref="NodeErrorKind.Busy"/>: another run holds one; the message names who and since when.</exception>
    public static async Task<HttpdLock> AcquireAsync(
        INodeGroup group,
        IReadOnlyList<string> nodeNames,
        HttpdSettings settings,
        HttpdRun run,
        Action<string> warn,
        CancellationToken cancellationToken)
    {
        var held = new HttpdLock(warn);
        var command = new HttpdScript(settings).Make("lock", run.Who, Seconds(Silence), Seconds(ChangePatience), run.UploadId) with { Timeout = Longest };
        try
        {
            // Whoever gets the first node goes on: of two runs that begin together, one does.
            var failures = new List<NodeException>();
            var next = 0;
            var isFirstHeld = false;
            while (!isFirstHeld && next < nodeNames.Count)
            {
                string[] first = [nodeNames[next++]];
                isFirstHeld = held.Judge(await group.AskAsync(first, (s, t) => held.StartAsync(s, command, t), cancellationToken), failures);
            }

            string[] rest = [.. nodeNames.Skip(next)];
            held.Judge(await group.AskAsync(rest, (s, t) => held.StartAsync(s, command, t), cancellationToken), failures);
            held.Failures = failures;
            return held;
        }
        catch
        {
            await held.DisposeAsync();
            throw;
        }
    }

    /// <summary>The SHA-256 of a node's main config when the lock was got.</summary>
    public string HashOf(string nodeName) => _hashes[nodeName];

    /// <summary>False when a node no longer holds its lock.</summary>
    public bool IsHeldOn(string nodeName) => _processes.TryGetValue(nodeName, out var process) && !process.ExitCode.IsCompleted;

    /// <summary>Gives the locks up.</summary>
    public async ValueTask DisposeAsync()
    {
        await _released.CancelAsync();
        await Task.WhenAll(_processes.Values.Select(async process =>
        {
            try
            {
                await process.Input.DisposeAsync();
                await process.ExitCode.WaitAsync(ReleaseWait);
            }
            catch (Exception e) when (e is TimeoutException or NodeException or IOException or ObjectDisposedException)
            {
                // The node does the rest by itself: its input has ended, or its connection is gone.
            }

            await process.DisposeAsync();
        }));
        _processes.Clear();
        _released.Dispose();
    }

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0", CultureInfo.InvariantCulture);

    private bool Judge(IReadOnlyList<NodeResult<string>> results, List<NodeException> failures)
    {
        foreach (var result in results)
        {
            if (result.Error is { Kind: NodeErrorKind.Busy } busy)
            {
                throw busy;
            }

            if (result.Error is not null)
            {
                failures.Add(result.Error);
            }
            else
            {
                _hashes[result.NodeName] = result.Value!;
            }
        }

        return results.Any(r => r.Error is null);
    }

    private async Task<string> StartAsync(INodeShell shell, NodeCommand command, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(StartPatience);
        try
        {
            return await WaitAsync(shell, command, deadline.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new NodeException(NodeErrorKind.CommandTimeout, shell.NodeName,
                $"{shell.NodeName} gave no lock within {StartPatience.TotalSeconds:0} s, so nothing was done. Look at what the node is busy with.");
        }
    }

    private async Task<string> WaitAsync(INodeShell shell, NodeCommand command, CancellationToken cancellationToken)
    {
        var process = await shell.StartAsync(command, cancellationToken);
        lock (_processes)
        {
            _processes[shell.NodeName] = process;
        }

        using var reader = new StreamReader(process.Output, Encoding.UTF8, leaveOpen: true);
        while (await reader.ReadLineAsync(cancellationToken).AsTask().WaitAsync(cancellationToken) is { } line)
        {
            switch (line.Split('\t'))
            {
                case ["ready", var hash]:
                    _ = BeatAsync(process);
                    return hash;
                case ["stale", var holder]:
                    _warn($"{shell.NodeName}: the lock of {PathText.Display(holder)}, is taken over; that run is gone.");
                    break;
                case ["busy", var holder]:
                    throw new NodeException(NodeErrorKind.Busy, shell.NodeName,
                        $"Another run changes Apache's config at {shell.NodeName}: {PathText.Display(holder)}. Wait for it to end, then run "
                        + $"this again. The lock of a run that was cut off goes by itself within {Silence.TotalSeconds:0} s.");
            }
        }

        using var errors = new MemoryStream();
        await process.ErrorOutput.CopyToAsync(errors, cancellationToken);
        var exitCode = await process.ExitCode.WaitAsync(cancellationToken);
        throw NodeFailure.FromResult(shell.NodeName, "locking Apache's config", new CommandResult(exitCode, default, errors.ToArray()));
    }

    /// <summary>Tells a node now and then that we are still here.</summary>
    private async Task BeatAsync(INodeProcess process)
    {
        try
        {
            using var timer = new PeriodicTimer(Heartbeat);
            while (await timer.WaitForNextTickAsync(_released.Token))
            {
                await process.Input.WriteAsync(Beat, _released.Token);
                await process.Input.FlushAsync(_released.Token);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or NodeException or IOException or ObjectDisposedException)
        {
            // Released, or the connection is gone: then the node hears nothing more, which is what the beat is for.
        }
    }
}
