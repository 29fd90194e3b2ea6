using System.Diagnostics;
using System.Management.Automation.Runspaces;
using System.Runtime.InteropServices;
using Ultrafarma.Cluster.Shell.CommandLine;
using Ultrafarma.Cluster.Shell.Prompts;

namespace Ultrafarma.Cluster.Shell.Running;

/// <summary>
/// Turns Ctrl-C, SIGTERM and SIGHUP into an orderly stop of the running pipeline, so that cmdlets put back what they
/// hold. Who presses Ctrl-C again within a few seconds does not want to wait for that.
/// </summary>
internal sealed class BreakHandler : IDisposable
{
    private static readonly TimeSpan Impatience = TimeSpan.FromSeconds(5);
    private static readonly PosixSignal[] Signals = [PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP];
    private readonly Lock gate = new();
    private readonly Stack<Pipeline> running = new();
    private readonly LineReader lines;
    private readonly bool interactive;
    private readonly PosixSignalRegistration[] registrations;
    private long lastSignal;

    /// <summary>Starts to listen.</summary>
    public BreakHandler(LineReader lines, bool interactive)
    {
        this.lines = lines;
        this.interactive = interactive;
        registrations = [.. Signals.Select(signal => PosixSignalRegistration.Create(signal, OnSignal))];
    }

    /// <summary>The exit code that the last signal asks for, or null while none came.</summary>
    public int? ExitCode { get; private set; }

    /// <summary>Whether the signal ends the program even where Ctrl-C only ends a command.</summary>
    public bool MustEnd => ExitCode is ExitCodes.Terminated or ExitCodes.HungUp;

    /// <summary>Makes a pipeline the one that a signal stops, until <see cref="Leave"/>.</summary>
    public void Enter(Pipeline pipeline)
    {
        lock (gate)
        {
            running.Push(pipeline);
        }
    }

    /// <summary>The innermost pipeline has ended.</summary>
    public void Leave()
    {
        lock (gate)
        {
            _ = running.Pop();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in registrations)
        {
            registration.Dispose();
        }
    }

    private void OnSignal(PosixSignalContext context)
    {
        context.Cancel = true;
        int code = context.Signal switch
        {
            PosixSignal.SIGTERM => ExitCodes.Terminated,
            PosixSignal.SIGHUP => ExitCodes.HungUp,
            _ => ExitCodes.Interrupted,
        };

        Pipeline? pipeline;
        bool impatient;
        lock (gate)
        {
            impatient = lastSignal != 0 && Stopwatch.GetElapsedTime(lastSignal) < Impatience;
            lastSignal = Stopwatch.GetTimestamp();
            ExitCode = code;
            pipeline = running.Count > 0 ? running.Peek() : null;
        }

        // At a prompt there is nothing to wait for; elsewhere without a pipeline we are starting, or wait for input.
        bool atPrompt = pipeline is null && interactive && code == ExitCodes.Interrupted;
        if ((pipeline is null && !atPrompt) || (pipeline is not null && impatient))
        {
            Environment.Exit(code);
        }

        lines.Cancel();
        pipeline?.StopAsync();
    }
}
