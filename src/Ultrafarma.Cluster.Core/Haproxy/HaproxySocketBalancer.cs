using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Haproxy;

/// <summary>A balancer by its runtime socket.</summary>
/// <param name="source">Where the socket is.</param>
/// <param name="runtime">The way to it.</param>
/// <param name="clock">Tells when an answer came.</param>
internal sealed class HaproxySocketBalancer(HaproxySource source, HaproxyRuntime runtime, TimeProvider clock) : IHaproxyBalancer
{
    private readonly HaproxyStatisticsReader _reader = new();

    private static ReadOnlySpan<byte> EmptyLine => "\n\n"u8;

    /// <inheritdoc/>
    public HaproxySource Source => source;

    /// <inheritdoc/>
    public async Task<HaproxySnapshot> ReadAsync(CancellationToken cancellationToken)
    {
        // One connection, so that all is of the same process.
        var answer = await runtime.AskAsync("show stat;show servers state;show info", cancellationToken);
        var snapshot = _reader.Read(source, answer, clock.GetUtcNow(), out var length);
        var states = answer.Span[length..];
        var end = states.IndexOf(EmptyLine) is >= 0 and var last ? last + EmptyLine.Length : states.Length;
        return HaproxyServerStates.Parse(source, states[..end]).AddTo(snapshot) with { Process = ProcessOf(states[end..]) };
    }

    /// <inheritdoc/>
    public Task SetStateAsync(HaproxyServer server, HaproxyTargetState state, CancellationToken cancellationToken) =>
        runtime.DoAsync($"set server {HaproxyName.Of(server)} state {HaproxyWords.Of(state)}", server, cancellationToken);

    /// <inheritdoc/>
    public Task KillSessionsAsync(HaproxyServer server, CancellationToken cancellationToken) =>
        runtime.DoAsync($"shutdown sessions server {HaproxyName.Of(server)}", server, cancellationToken);

    /// <inheritdoc/>
    public HaproxyRuntime Runtime(string what) => runtime;

    private HaproxyProcess? ProcessOf(ReadOnlySpan<byte> answer)
    {
        try
        {
            var info = HaproxyInfo.Parse(source, PathText.FromBytes(answer));
            return new HaproxyProcess(info.ProcessId, info.Uptime);
        }
        catch (HaproxyException)
        {
            // Both tables are whole; who gave them is only needed to compare two looks.
            return null;
        }
    }
}
