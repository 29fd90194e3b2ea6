using System.Text;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Tests.Faults;

/// <summary>Stands in front of a node and spoils one command there, chosen by its script's name and how often it came.</summary>
internal sealed class FaultyShell(FakeNodeShell inner) : INodeShell
{
    private readonly List<string> _seen = [];
    private Fault? _fault;
    private string _step = "";
    private Action? _action;

    public string NodeName => inner.NodeName;

    /// <summary>The commands that came, as in <c>rows#2</c>.</summary>
    public IReadOnlyList<string> Seen => _seen;

    /// <summary>True when the chosen command came.</summary>
    public bool Struck { get; private set; }

    /// <summary>Spoils the command at a step such as <c>rows#2</c>, counted from here on.</summary>
    public void Inject(string step, Fault fault)
    {
        Reset();
        (_step, _fault) = (step, fault);
    }

    /// <summary>Does something when a step comes, before the command runs.</summary>
    public void At(string step, Action action)
    {
        Reset();
        (_step, _action) = (step, action);
    }

    /// <summary>From here on all is well.</summary>
    public void Reset()
    {
        _seen.Clear();
        (_fault, _action, Struck) = (null, null, false);
    }

    public async Task<INodeProcess> StartAsync(NodeCommand command, CancellationToken cancellationToken)
    {
        var script = FakeNodeShell.ScriptOf(command);
        bool struck;
        lock (_seen)
        {
            _seen.Add($"{script}#{_seen.Count(s => s.StartsWith(script + "#", StringComparison.Ordinal)) + 1}");
            struck = _seen[^1] == _step;
        }

        if (!struck || (_fault is null && _action is null))
        {
            return await inner.StartAsync(command, cancellationToken);
        }

        Struck = true;
        _action?.Invoke();
        return _fault is { } fault
            ? await SpoilAsync(fault, script, command, cancellationToken)
            : await inner.StartAsync(command, cancellationToken);
    }

    public Task<Stream> ConnectAsync(string socketPath, CancellationToken cancellationToken) =>
        inner.ConnectAsync(socketPath, cancellationToken);

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    private async Task<INodeProcess> SpoilAsync(Fault fault, string script, NodeCommand command, CancellationToken cancellationToken)
    {
        switch (fault)
        {
            case Fault.Fails:
                return new FakeProcess([], "disk on fire\n"u8.ToArray(), 1);
            case Fault.TimesOut:
                return new FakeProcess([], [], 124);
            case Fault.DropsBefore:
                throw Lost();
            case Fault.Hangs:
                return new SpoiledProcess(new FakeProcess([], [], 0), [], hangs: true);
            case Fault.KilledInTheMiddle when script == "apply":
                inner.Node.StopsAfterOnePeer = true;
                break;
            case Fault.KilledInTheMiddle:
                return new FakeProcess([], [], 143);
        }

        var whole = await inner.StartAsync(command, cancellationToken);
        inner.Node.StopsAfterOnePeer = false;
        using var copy = new MemoryStream();
        await whole.Output.CopyToAsync(copy, cancellationToken);
        var output = copy.ToArray();
        return fault switch
        {
            Fault.FailsAfterwards => new SpoiledProcess(whole, [], 1, errors: "disk on fire\n"),
            Fault.DropsHalfWay => new SpoiledProcess(whole, output[..(output.Length / 2)], lost: Lost()),
            Fault.DropsAfterwards => new SpoiledProcess(whole, [], lost: Lost()),
            Fault.Noise => new SpoiledProcess(whole, output, errors: "sh: warning: setlocale: \u001b[31mcannot change locale\n"),
            Fault.CutHalf => new SpoiledProcess(whole, output[..(output.Length / 2)]),
            Fault.CutLastByte => new SpoiledProcess(whole, output[..Math.Max(0, output.Length - 1)]),
            Fault.CutAfterFirst => new SpoiledProcess(whole, output[..(output.AsSpan().IndexOfAny((byte)'\n', (byte)0) + 1)]),
            Fault.Silent => new SpoiledProcess(whole, []),
            Fault.Garbage => new SpoiledProcess(whole, Encoding.Latin1.GetBytes("\u00ff\u0000count\tx\t-99999999999\nf\t1\t\n\t\t\t\u0000busy\tready\n")),
            _ => new SpoiledProcess(whole, output),
        };
    }

    private NodeException Lost() => new(NodeErrorKind.ConnectionLost, NodeName, $"{NodeName}: the connection broke.");

    /// <summary>A process whose answer is not what it was.</summary>
    private sealed class SpoiledProcess : INodeProcess
    {
        private readonly INodeProcess _whole;
        private readonly TaskCompletionSource _gaveUp = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public SpoiledProcess(
            INodeProcess whole, byte[] output, int? exitCode = null, string errors = "", NodeException? lost = null, bool hangs = false)
        {
            _whole = whole;
            Output = hangs ? new HangingStream() : new LosingStream(output, lost);
            ErrorOutput = hangs ? new HangingStream() : new MemoryStream(Encoding.UTF8.GetBytes(errors));
            ExitCode = hangs ? NeverAsync() : lost is not null ? LostAsync(lost) : EndAsync(exitCode);
        }

        public Stream Input => _whole.Input;

        public Stream Output { get; }

        public Stream ErrorOutput { get; }

        public Task<int> ExitCode { get; }

        public async ValueTask DisposeAsync()
        {
            _gaveUp.TrySetResult();
            await _whole.DisposeAsync();
        }

        private static Task<int> LostAsync(NodeException lost) => Task.FromException<int>(lost);

        private async Task<int> EndAsync(int? exitCode)
        {
            var whole = await _whole.ExitCode;
            return exitCode ?? whole;
        }

        private async Task<int> NeverAsync()
        {
            await _gaveUp.Task;
            return 143;
        }
    }

    /// <summary>Gives some bytes and then the error of a broken connection, as the ssh transport does.</summary>
    private sealed class LosingStream(byte[] bytes, NodeException? lost) : MemoryStream(bytes)
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var count = await base.ReadAsync(buffer, cancellationToken);
            return count == 0 && lost is not null ? throw lost : count;
        }
    }

    /// <summary>Never gives a byte.</summary>
    private sealed class HangingStream : MemoryStream
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return 0;
        }
    }
}
