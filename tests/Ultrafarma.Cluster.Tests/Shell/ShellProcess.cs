using System.Diagnostics;
using System.Text;
using Xunit;

namespace Ultrafarma.Cluster.Tests.Shell;

/// <summary>The built ufcluster as a real process, with pipes for its streams or inside a terminal of its own.</summary>
internal sealed class ShellProcess : IDisposable
{
    // Long enough for a machine that builds and tests on every core; a process that hangs still fails the test.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private readonly Process process;
    private readonly StringBuilder output = new();
    private readonly Task reading;
    private readonly Task<string> errors;
    private int searchedTo;

    private ShellProcess(ProcessStartInfo start)
    {
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.Environment.Remove("NO_COLOR");
        start.Environment.Remove("PSModulePath");
        start.Environment["TERM"] = "xterm-256color";
        process = System.Diagnostics.Process.Start(start)!;
        reading = ReadAsync();
        errors = process.StandardError.ReadToEndAsync();
    }

    /// <summary>Built with the configuration of these tests.</summary>
    public static string Executable { get; } = Path.GetFullPath(Path.Combine(
        AppContext.BaseDirectory,
        "../../../../../src/Ultrafarma.Cluster.Shell/bin",
        new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name,
        "net10.0/ufcluster"));

    public static ShellProcess Start(params string[] arguments) => new(new ProcessStartInfo(Executable, arguments));

    /// <summary>Inside a terminal of the given width: util-linux's `script` passes our input on as keys.</summary>
    public static ShellProcess StartInTerminal(int columns, params string[] arguments) =>
        StartInTerminalWith("NO_COLOR=", columns, arguments);

    /// <summary>The same, with an environment variable.</summary>
    public static ShellProcess StartInTerminalWith(string variable, int columns, params string[] arguments)
    {
        string command = $"stty cols {columns} rows 40; export {variable}; exec '{Executable}' {string.Join(' ', arguments.Select(Quote))}";
        return new(new ProcessStartInfo("script", ["-q", "-e", "-f", "-c", command, "/dev/null"]));
    }

    /// <summary>Runs to the end with nothing, or the given text, on standard input.</summary>
    public static async Task<ShellResult> RunAsync(string[] arguments, string input = "")
    {
        using ShellProcess shell = Start(arguments);
        await shell.process.StandardInput.WriteAsync(input);
        shell.process.StandardInput.Close();
        return await shell.WaitAsync();
    }

    public static Task<ShellResult> RunCommandAsync(string script, string input = "") => RunAsync(["-NoProfile", "-Command", script], input);

    /// <summary>Waits until the text has come, after what was waited for before.</summary>
    public async Task WaitForAsync(string text)
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            lock (output)
            {
                int at = output.ToString().IndexOf(text, searchedTo, StringComparison.Ordinal);
                if (at >= 0)
                {
                    searchedTo = at + text.Length;
                    return;
                }
            }

            if (reading.IsCompleted || waited.Elapsed > Patience)
            {
                throw new TimeoutException($"'{text}' did not come. Output:\n{output}");
            }

            await Task.Delay(20);
        }
    }

    public async Task TypeAsync(string keys)
    {
        await process.StandardInput.WriteAsync(keys);
        await process.StandardInput.FlushAsync();
    }

    /// <summary>Sends a signal by its name, without the SIG.</summary>
    public async Task SignalAsync(string name)
    {
        using var kill = System.Diagnostics.Process.Start("/bin/sh", ["-c", $"kill -{name} {process.Id}"]);
        await kill.WaitForExitAsync();
        Assert.Equal(0, kill.ExitCode);
    }

    public async Task<ShellResult> WaitAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        await process.WaitForExitAsync(patience.Token);
        await reading;
        return new ShellResult(process.ExitCode, output.ToString().Replace("\r\n", "\n", StringComparison.Ordinal), await errors);
    }

    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
        }

        process.Dispose();
    }

    private static string Quote(string text) => "'" + text.Replace("'", "'\\''", StringComparison.Ordinal) + "'";

    private async Task ReadAsync()
    {
        var buffer = new char[4096];
        int read;
        while ((read = await process.StandardOutput.ReadAsync(buffer)) > 0)
        {
            lock (output)
            {
                output.Append(buffer, 0, read);
            }
        }
    }
}
