using Ultrafarma.Cluster.Nodes;
using Xunit;

namespace Ultrafarma.Cluster.Tests.Faults;

/// <summary>Runs scripts on this machine for real.</summary>
internal static class Local
{
    /// <summary>Runs a script and returns its output; anything but success fails the test.</summary>
    public static Task<byte[]> RunAsync(string script, byte[] input, params string[] arguments) =>
        RunAsync(new NodeCommand(script, arguments) { Input = input });

    /// <inheritdoc cref="RunAsync(string, byte[], string[])"/>
    public static async Task<byte[]> RunAsync(NodeCommand command)
    {
        await using var shell = new LocalShell();
        var result = await shell.RunAsync(command, CancellationToken.None);
        Assert.True(result.ExitCode == 0, $"exit status {result.ExitCode}: {result.ErrorText}");
        return result.Output.ToArray();
    }
}
