using System.ComponentModel;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Ultrafarma.Cluster.Nodes;

/// <summary>Runs commands on this machine. Linux only: elsewhere every command is a clear error.</summary>
public sealed class LocalShell : INodeShell
{
    /// <inheritdoc/>
    public string NodeName { get; } = Dns.GetHostName();

    /// <inheritdoc/>
    public Task<INodeProcess> StartAsync(NodeCommand command, CancellationToken cancellationToken)
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new NodeException(NodeErrorKind.ToolMissing, NodeName,
                "No cluster is connected, and working on this machine alone needs Linux. Use Connect-WebCluster first.");
        }

        var start = new ProcessStartInfo("/bin/sh")
        {
            WorkingDirectory = "/",
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add(command.ToCommandLine());
        try
        {
            return Task.FromResult<INodeProcess>(new LocalProcess(Process.Start(start)!, command.KillAfter));
        }
        catch (Win32Exception e)
        {
            throw new NodeException(NodeErrorKind.CommandFailed, NodeName, $"/bin/sh could not be started: {e.Message}", e);
        }
    }

    /// <inheritdoc/>
    public async Task<Stream> ConnectAsync(string socketPath, CancellationToken cancellationToken)
    {
        try
        {
            return await SocketConnection.OpenAsync(new UnixDomainSocketEndPoint(socketPath), cancellationToken);
        }
        catch (Exception e) when (e is SocketException or ArgumentException)
        {
            throw NodeSocket.Failure(NodeName, socketPath, e);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private sealed class LocalProcess(Process process, TimeSpan killAfter) : INodeProcess
    {
        private const int Probe = 0;
        private const int Kill = 9;
        private const int Terminate = 15;

        // timeout(1), which every command runs under, kills what is left of it some time after the signal, most of them after two seconds.
        private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);
        private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(5);

        public Stream Input => process.StandardInput.BaseStream;

        public Stream Output => process.StandardOutput.BaseStream;

        public Stream ErrorOutput => process.StandardError.BaseStream;

        public Task<int> ExitCode { get; } = WaitAsync(process);

        public async ValueTask DisposeAsync()
        {
            await EndAsync();
            process.Dispose();
        }

        private async Task EndAsync()
        {
            if (process.HasExited)
            {
                return;
            }

            // As over ssh: a script that holds schedules or force marks gives them back when it is told to end. All of its
            // group is told: a timeout(1) that has just forked does not know its child yet, and would end without a word to it.
            var group = -process.Id;
            var isGroupTold = Signal(group, Terminate);
            if (!isGroupTold)
            {
                // Not a group yet.
                Signal(process.Id, Terminate);
            }

            var watch = Stopwatch.StartNew();
            while (!process.HasExited || Signal(group, Probe))
            {
                isGroupTold = isGroupTold || Signal(group, Terminate);
                if (watch.Elapsed > Patience)
                {
                    // It gives back what it holds, and nobody waits here for that as long as it may take.
                    if (killAfter > Patience)
                    {
                        return;
                    }

                    Signal(group, Kill);
                    process.Kill(entireProcessTree: true);
                    await process.WaitForExitAsync();
                    return;
                }

                await Task.Delay(LookAgain);
            }
        }

        private static bool Signal(int processOrGroup, int signal) => NativeMethods.Kill(processOrGroup, signal) == 0;

        private static async Task<int> WaitAsync(Process process)
        {
            await process.WaitForExitAsync();
            return process.ExitCode;
        }
    }

    private static class NativeMethods
    {
        [DllImport("libc", EntryPoint = "kill")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        internal static extern int Kill(int processId, int signal);
    }
}
