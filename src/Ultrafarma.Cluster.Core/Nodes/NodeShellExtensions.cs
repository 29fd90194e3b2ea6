namespace Ultrafarma.Cluster.Nodes;

/// <summary>Runs commands to their end over any <see cref="INodeShell"/>.</summary>
public static class NodeShellExtensions
{
    private const int ErrorOutputLimit = 64 * 1024;

    // coreutils' timeout: 124 when the command was ended, 137 when it had to be killed.
    private const int TimedOut = 124;
    private const int Killed = 137;

    // The node kills the command itself; this is only for a node that no longer answers.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    /// <summary>Runs a command: feeds its input, reads all its output, waits for its end.</summary>
    /// <exception cref="NodeException">The connection broke, or the command's time was over (it is killed on the node).</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled; the command is killed on the node.</exception>
    public static async Task<CommandResult> RunAsync(
        this INodeShell shell, NodeCommand command, CancellationToken cancellationToken)
    {
        using var output = new MemoryStream();
        var result = await shell.RunAsync(command, bytes => output.Write(bytes.Span), cancellationToken);
        return result with { Output = output.GetBuffer().AsMemory(0, (int)output.Length) };
    }

    /// <summary>
    /// Like <see cref="RunAsync(INodeShell, NodeCommand, CancellationToken)"/>, and hands over each line of the output as it
    /// comes, so that a listing of any length is never held whole.
    /// </summary>
    public static async Task<CommandResult> RunLinesAsync(
        this INodeShell shell, NodeCommand command, LineReader onLine, CancellationToken cancellationToken, byte lineEnd = (byte)'\n')
    {
        using var rest = new MemoryStream();
        var result = await shell.RunAsync(command, bytes => SplitLines(bytes.Span, lineEnd, rest, onLine), cancellationToken);
        if (rest.Length > 0)
        {
            onLine(rest.GetBuffer().AsSpan(0, (int)rest.Length));
        }

        return result;
    }

    private static void SplitLines(ReadOnlySpan<byte> bytes, byte lineEnd, MemoryStream rest, LineReader onLine)
    {
        int end;
        while ((end = bytes.IndexOf(lineEnd)) >= 0)
        {
            if (rest.Length == 0)
            {
                onLine(bytes[..end]);
            }
            else
            {
                rest.Write(bytes[..end]);
                onLine(rest.GetBuffer().AsSpan(0, (int)rest.Length));
                rest.SetLength(0);
            }

            bytes = bytes[(end + 1)..];
        }

        rest.Write(bytes);
    }

    private static async Task<CommandResult> RunAsync(
        this INodeShell shell, NodeCommand command, Action<ReadOnlyMemory<byte>> onOutput, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(command.Timeout + Grace);
        try
        {
            await using var process = await shell.StartAsync(command, deadline.Token);
            var input = FeedAsync(process, command.Input, deadline.Token);
            using var kept = new MemoryStream();
            var output = ReadAsync(process.Output, onOutput, deadline.Token);
            var errors = ReadAsync(
                process.ErrorOutput,
                bytes => kept.Write(bytes.Span[..(int)Math.Min(bytes.Length, ErrorOutputLimit - kept.Length)]),
                deadline.Token);
            var exitCode = await process.ExitCode.WaitAsync(deadline.Token);
            await Task.WhenAll(input, output, errors);
            var result = new CommandResult(exitCode, default, kept.ToArray());
            return exitCode is TimedOut or Killed ? throw Timeout(shell, command) : result;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw Timeout(shell, command);
        }
    }

    /// <summary>Like <see cref="RunAsync(INodeShell, NodeCommand, CancellationToken)"/>, and an exit status other than 0 is an error too.</summary>
    /// <exception cref="NodeException">As <see cref="RunAsync(INodeShell, NodeCommand, CancellationToken)"/>, or <see cref="NodeErrorKind.CommandFailed"/> with the node's words.</exception>
    public static async Task<CommandResult> RunCheckedAsync(
        this INodeShell shell, NodeCommand command, string purpose, CancellationToken cancellationToken)
    {
        var result = await shell.RunAsync(command, cancellationToken);
        return result.ExitCode == 0 ? result : throw NodeFailure.FromResult(shell.NodeName, purpose, result);
    }

    private static NodeException Timeout(INodeShell shell, NodeCommand command) => new(
        NodeErrorKind.CommandTimeout,
        shell.NodeName,
        $"A command on {shell.NodeName} did not end within {command.Timeout.TotalSeconds:0} s and was killed there. "
        + "Look at what the node is busy with, or allow more time (CommandTimeoutSeconds in the inventory).");

    internal static async Task FeedAsync(INodeProcess process, ReadOnlyMemory<byte> input, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = process.Input;
            await stream.WriteAsync(input, cancellationToken);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The command ended without reading all its input; its exit status says whether that is right.
        }
    }

    internal static async Task ReadAsync(Stream stream, Action<ReadOnlyMemory<byte>> onBytes, CancellationToken cancellationToken)
    {
        var buffer = new byte[32 * 1024];
        int count;
        while ((count = await stream.ReadAsync(buffer, cancellationToken)) > 0)
        {
            onBytes(buffer.AsMemory(0, count));
        }
    }
}
