using System.Diagnostics;

namespace Ultrafarma.Cluster.Nodes;

/// <summary>Runs a user's command on many nodes side by side. A status other than 0 is a result; a node that cannot run it fails alone.</summary>
/// <param name="command">The command.</param>
/// <param name="onResult">Told of each node's result as it comes, from any thread.</param>
/// <param name="onFailure">Told of each node that gave none, likewise.</param>
/// <param name="progress">Told how many have ended.</param>
internal sealed class UserCommandRun(
    NodeCommand command, Action<NodeCommandResult> onResult, Action<NodeException> onFailure, IProgress<OperationProgress> progress)
{
    /// <summary>How many bytes of each stream are kept.</summary>
    public const int OutputLimit = 4 * 1024 * 1024;

    private const int NamesShown = 3;
    private const int LastWordsLength = 200;

    // coreutils' timeout: 124 when the command was ended, 137 when it had to be killed. A command may end with those by itself.
    private const int TimedOut = 124;
    private const int Killed = 137;
    private const double NearlyAll = 0.9;

    // The node ends the command itself; this is only for a node that no longer answers.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    // A program left in the background may hold the output open for ever.
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(1);

    /// <summary>Runs it on all nodes of a group.</summary>
    /// <exception cref="OperationCanceledException">The caller cancelled; the command is ended on the nodes.</exception>
    public async Task RunAsync(INodeGroup group, CancellationToken cancellationToken)
    {
        var left = new List<string>(group.NodeNames);
        Report();
        await group.AskAsync(
            group.NodeNames,
            async (shell, token) =>
            {
                try
                {
                    onResult(await RunAsync(shell, token));
                }
                catch (NodeException e)
                {
                    onFailure(e);
                }

                lock (left)
                {
                    left.RemoveAll(n => n.Equals(shell.NodeName, StringComparison.OrdinalIgnoreCase));
                    Report();
                }

                return true;
            },
            cancellationToken);

        void Report()
        {
            var all = group.NodeNames.Count;
            var names = string.Join(", ", left.Take(NamesShown)) + (left.Count > NamesShown ? ", …" : "");
            progress.Report(new("Running a command", $"{all - left.Count} of {all} nodes; waiting for {names}", 100 * (all - left.Count) / Math.Max(1, all)));
        }
    }

    private async Task<NodeCommandResult> RunAsync(INodeShell shell, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var patience = command.Timeout + command.KillAfter + Grace;
        deadline.CancelAfter(patience);
        var output = new KeptOutput(OutputLimit);
        var errors = new KeptOutput(OutputLimit);
        try
        {
            await using var process = await shell.StartAsync(command, deadline.Token);
            var watch = Stopwatch.StartNew();
            deadline.CancelAfter(patience);
            var input = NodeShellExtensions.FeedAsync(process, command.Input, deadline.Token);
            var reading = Task.WhenAll(
                NodeShellExtensions.ReadAsync(process.Output, output.Add, deadline.Token),
                NodeShellExtensions.ReadAsync(process.ErrorOutput, errors.Add, deadline.Token));
            var exitCode = await process.ExitCode.WaitAsync(deadline.Token);
            var duration = watch.Elapsed;
            if (exitCode is TimedOut or Killed && duration >= command.Timeout * NearlyAll)
            {
                throw Timeout(shell, output, errors);
            }

            await input;
            await EndOfOutputAsync(reading, () => output.Count + errors.Count, cancellationToken);
            return ToResult(shell, exitCode, duration, output, errors);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw Timeout(shell, output, errors);
        }
    }

    private static NodeCommandResult ToResult(INodeShell shell, int exitCode, TimeSpan duration, KeptOutput output, KeptOutput errors)
    {
        var error = errors.ToText();
        if (exitCode == UserCommand.NoPowerShellCode && error == UserCommand.NoPowerShell)
        {
            throw new NodeException(NodeErrorKind.ToolMissing, shell.NodeName,
                $"{shell.NodeName} has no pwsh, which runs a script block there. Install PowerShell on it, or give -Command a text for its sh.");
        }

        return new NodeCommandResult
        {
            Node = shell.NodeName,
            ExitCode = exitCode,
            Output = output.ToText(),
            Error = error,
            IsCut = output.IsCut || errors.IsCut,
            Duration = duration,
        };
    }

    /// <summary>Waits for all that the command wrote, and not for what something that it left running may write.</summary>
    private static async Task EndOfOutputAsync(Task reading, Func<long> count, CancellationToken cancellationToken)
    {
        for (var before = -1L; !reading.IsCompleted && count() != before;)
        {
            before = count();
            await Task.WhenAny(reading, Task.Delay(Quiet, cancellationToken));
            cancellationToken.ThrowIfCancellationRequested();
        }

        if (reading.IsCompleted && !reading.IsCanceled)
        {
            await reading;
        }
        else
        {
            // What was left running still writes, for as long as the command might have run or more.
            _ = reading.ContinueWith(static r => r.Exception, TaskScheduler.Default);
        }
    }

    private NodeException Timeout(INodeShell shell, KeptOutput output, KeptOutput errors)
    {
        var said = (errors.Count > 0 ? errors : output).ToText();
        var last = said[(said.LastIndexOf('\n') + 1)..];
        last = last.Length > LastWordsLength ? "…" + last[^LastWordsLength..] : last;
        return new NodeException(NodeErrorKind.CommandTimeout, shell.NodeName,
            string.Create(System.Globalization.CultureInfo.InvariantCulture,
                $"The command on {shell.NodeName} did not end within {command.Timeout.TotalSeconds:0.#} s and was ended there. ")
            + (last.Length > 0 ? $"It last said: {PathText.Display(last)}. " : "")
            + "Give it more time with -Timeout, or look at what the node is busy with.");
    }
}
