using Ultrafarma.Cluster.Haproxy;

namespace Ultrafarma.Cluster.Tests.HaproxyLive;

/// <summary>A balancer that is changed in memory, and fails when a test wants it to.</summary>
internal sealed class FakeBalancer(HaproxySnapshot snapshot) : IHaproxyBalancer
{
    private readonly object _gate = new();
    private readonly List<string> _changes = [];
    private HaproxySnapshot _snapshot = snapshot;

    public HaproxySource Source => Scene.Source;

    /// <summary>What comes before every answer: an error, or waiting.</summary>
    public Func<CancellationToken, Task> Before { get; set; } = _ => Task.CompletedTask;

    public int Looks { get; private set; }

    public IReadOnlyList<string> Changes
    {
        get
        {
            lock (_gate)
            {
                return [.. _changes];
            }
        }
    }

    public async Task<HaproxySnapshot> ReadAsync(CancellationToken cancellationToken)
    {
        await Before(cancellationToken);
        lock (_gate)
        {
            Looks++;
            return _snapshot;
        }
    }

    public async Task SetStateAsync(HaproxyServer server, HaproxyTargetState state, CancellationToken cancellationToken)
    {
        await Before(cancellationToken);
        lock (_gate)
        {
            _changes.Add($"{server} {state}");
            var changed = new HaproxyRequest(state);
            _snapshot = Scene.Snapshot([.. _snapshot.Servers.Select(s => s.ToString() == server.ToString() ? changed.ApplyTo(s) : s)]);
        }
    }

    public Task KillSessionsAsync(HaproxyServer server, CancellationToken cancellationToken) => throw new NotSupportedException();

    public HaproxyRuntime Runtime(string what) => throw HaproxyFailure.NeedsSocket(Source, what);
}
