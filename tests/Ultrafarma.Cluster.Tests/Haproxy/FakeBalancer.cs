using Ultrafarma.Cluster.Haproxy;

namespace Ultrafarma.Cluster.Tests.Haproxy;

/// <summary>A balancer in memory, with a runtime socket, that does what it is told unless a test says otherwise.</summary>
internal sealed class FakeBalancer : IHaproxyBalancer
{
    private readonly List<HaproxyServer> _servers = [];
    private int _reads;

    public HaproxySource Source { get; } = new() { Socket = "/run/fake.sock" };

    /// <summary>What was asked of it, changes only.</summary>
    public List<string> Log { get; } = [];

    /// <summary>Who answers, as far as it tells.</summary>
    public HaproxyProcess? Process { get; set; }

    /// <summary>Called before each look with its number, from 1.</summary>
    public Action<int>? BeforeRead { get; set; }

    /// <summary>Called before each change; what it throws is the answer.</summary>
    public Action<string>? BeforeChange { get; set; }

    /// <summary>True for a balancer that takes a change and does nothing.</summary>
    public bool IsDeaf { get; set; }

    public HaproxyServer this[string name]
    {
        get => _servers.Single(s => s.Name == name);
        set => _servers[_servers.FindIndex(s => s.Name == name)] = value;
    }

    public HaproxyServer Add(string backend, string name, string status = "UP", long sessions = 0)
    {
        var (operational, admin) = HaproxyStatus.Parse(status);
        var server = new HaproxyServer
        {
            Source = Source,
            Backend = backend,
            Name = name,
            Status = status,
            OperationalState = operational,
            AdminState = admin ?? HaproxyAdminState.Ready,
            Weight = 100,
            UserWeight = 100,
            InitialWeight = 100,
            SessionsCurrent = sessions,
            SessionsTotal = sessions,
            QueueCurrent = 0,
        };
        _servers.Add(server);
        return server;
    }

    public void Remove(string name) => _servers.RemoveAll(s => s.Name == name);

    public HaproxySnapshot Look() => new(DateTimeOffset.UnixEpoch, [],
    [
        .. _servers.GroupBy(s => s.Backend).Select(g => new HaproxyBackend { Source = Source, Name = g.Key, Status = "UP", Servers = [.. g] }),
    ])
    {
        Process = Process,
    };

    public Task<HaproxySnapshot> ReadAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        BeforeRead?.Invoke(++_reads);
        return Task.FromResult(Look());
    }

    public Task SetStateAsync(HaproxyServer server, HaproxyTargetState state, CancellationToken cancellationToken)
    {
        Do($"{HaproxyWords.Of(state)} {HaproxyName.Of(server)}", () =>
        {
            var now = new HaproxyRequest(state).ApplyTo(this[server.Name]);
            this[server.Name] = state == HaproxyTargetState.Ready && now.Status is "DRAIN" or "MAINT"
                ? now with { Status = "UP", OperationalState = HaproxyOperationalState.Up }
                : now;
        });
        return Task.CompletedTask;
    }

    public Task KillSessionsAsync(HaproxyServer server, CancellationToken cancellationToken)
    {
        Do("kill " + HaproxyName.Of(server), () => this[server.Name] = this[server.Name] with { SessionsCurrent = 0 });
        return Task.CompletedTask;
    }

    public HaproxyRuntime Runtime(string what) =>
        new(Source, _ => Task.FromResult<Stream>(new FakeSocket(Answer)), TimeSpan.FromSeconds(5));

    private string Answer(string command)
    {
        var words = command.Split(' ');
        Do(command, () =>
        {
            if (words is ["set", "weight", var server, var weight])
            {
                var name = server.Split('/')[1];
                this[name] = new HaproxyRequest(null, HaproxyWeight.Parse(weight)).ApplyTo(this[name]);
            }
        });
        return "\n";
    }

    private void Do(string what, Action action)
    {
        Log.Add(what);
        BeforeChange?.Invoke(what);
        if (!IsDeaf)
        {
            action();
        }
    }

    private sealed class FakeSocket(Func<string, string> answer) : MemoryStream
    {
        private byte[]? _answer;
        private int _position;

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            _answer = System.Text.Encoding.UTF8.GetBytes(answer(System.Text.Encoding.UTF8.GetString(buffer.Span).TrimEnd('\n')));
            return ValueTask.CompletedTask;
        }

        public override async Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken)
        {
            await destination.WriteAsync(_answer.AsMemory(_position), cancellationToken);
            _position = _answer!.Length;
        }
    }
}
