using System.Globalization;
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
    private static readonly TimeSpan ChangePatience = TimeSpan.FromSeconds(45);
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan ReleaseWait = TimeSpan.FromMilliseconds(700);
    private static readonly NodeHoldWords Words = new(
        "locking Apache's config",
        "gave no lock",
        (node, holder) => $"Another run changes Apache's config at {node}: {holder}. Wait for it to end, then run "
            + $"this again. The lock of a run that was cut off goes by itself within {Silence.TotalSeconds:0} s.");

    private readonly NodeHolds _holds = new(Words, ReleaseWait, CancellationToken.None);
    private readonly Dictionary<string, string> _hashes = new(StringComparer.OrdinalIgnoreCase);

    private HttpdLock()
    {
    }

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
        var held = new HttpdLock();
        var command = new HttpdScript(settings).Make("lock", run.Who, Seconds(Silence), Seconds(ChangePatience), run.UploadId) with { Timeout = Longest };
        try
        {
            var results = await held._holds.AcquireAsync(group, nodeNames, command, StartPatience, Hear, cancellationToken);
            held.Failures = [.. results.Where(r => r.Error is not null).Select(r => r.Error!)];
            foreach (var result in results.Where(r => r.Error is null))
            {
                held._hashes[result.NodeName] = result.Value!;
            }

            return held;
        }
        catch
        {
            await held.DisposeAsync();
            throw;
        }

        void Hear(string node, string[] words)
        {
            if (words is ["stale", var holder])
            {
                warn($"{node}: the lock of {PathText.Display(holder)}, is taken over; that run is gone.");
            }
        }
    }

    /// <summary>The SHA-256 of a node's main config when the lock was got.</summary>
    public string HashOf(string nodeName) => _hashes[nodeName];

    /// <summary>False when a node no longer holds its lock.</summary>
    public bool IsHeldOn(string nodeName) => _holds.IsHeldOn(nodeName);

    /// <summary>Gives the locks up.</summary>
    public ValueTask DisposeAsync() => _holds.DisposeAsync();

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0", CultureInfo.InvariantCulture);
}
