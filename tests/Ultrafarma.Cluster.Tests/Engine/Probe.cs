using System.Diagnostics;

namespace Ultrafarma.Cluster.Tests.Engine;

/// <summary>Runs a script in a fresh process of the engine, in which another version of SSH.NET is loaded already.</summary>
internal static class Probe
{
    private static readonly string Program = Path.Combine(
        AppContext.BaseDirectory.Replace("Ultrafarma.Cluster.Tests", "Ultrafarma.Cluster.Probe", StringComparison.Ordinal),
        "Ultrafarma.Cluster.Probe.dll");

    /// <summary>What the script put out, one line an object; the first and the last line are the other SSH.NET's own.</summary>
    public static Task<string[]> RunAsync(string script, params string[] arguments) => RunAsync(home: null, script, arguments);

    /// <summary>The same for a user whose home is this folder.</summary>
    public static Task<string[]> RunInHomeAsync(string home, string script, params string[] arguments) =>
        RunAsync(home, script, arguments);

    private static async Task<string[]> RunAsync(string? home, string script, string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Program, script, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (home is not null)
        {
            start.Environment["HOME"] = home;
            start.Environment.Remove("PSModulePath");
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(2));
        return process.ExitCode == 0
            ? (await output).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            : throw new InvalidOperationException(await output + await errors);
    }
}
