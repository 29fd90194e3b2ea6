using System.Diagnostics;
using Ultrafarma.Cluster.Tests.Engine;
using Xunit;

namespace Ultrafarma.Cluster.Tests.Packaging;

/// <summary>What build/package.sh made in out/packages. build/test.sh runs it before these tests.</summary>
internal static class PackageFiles
{
    public static string Folder { get; } = Path.Combine(Repository.Root, "out", "packages");

    /// <summary>The only file of that kind.</summary>
    public static string Find(string pattern) => Directory.Exists(Folder) && Directory.GetFiles(Folder, pattern) is [var file]
        ? file
        : throw new InvalidOperationException($"There is no {pattern} in {Folder}: run ./build.sh package first.");

    /// <summary>Unpacks a .tar.gz, by tar, as a user does.</summary>
    public static async Task UnpackAsync(string archive, string folder)
    {
        Directory.CreateDirectory(folder);
        var (code, _, error) = await RunAsync(new ProcessStartInfo("tar", ["-xzf", archive, "-C", folder]));
        Assert.Equal((0, ""), (code, error));
    }

    public static async Task<(int ExitCode, string Output, string Error)> RunAsync(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(2));
        return (process.ExitCode, await output, await error);
    }
}
