using System.Diagnostics;
using Xunit;

namespace Ultrafarma.Cluster.Tests.Shell;

/// <summary>Ctrl-C and the signals that end a service: an orderly stop, at once.</summary>
public sealed class ShellBreakTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    [Theory]
    [InlineData("INT", 130)]
    [InlineData("TERM", 143)]
    [InlineData("HUP", 129)]
    public async Task A_signal_stops_the_pipeline_in_order_and_gives_its_exit_code(string signal, int expected)
    {
        TimeSpan best = TimeSpan.MaxValue;

        // The limit is the program's; three tries take the machine's other work out of it.
        for (int attempt = 0; attempt < 3 && best > Limit; attempt++)
        {
            using var mark = new ScriptFile(string.Empty);
            using ShellProcess shell = ShellProcess.Start(
                "-c", $"'ready'; try {{ while ($true) {{ }} }} finally {{ [IO.File]::WriteAllText('{mark.Path}', 'put back') }}; 'not reached'");
            await shell.WaitForAsync("ready");
            var elapsed = Stopwatch.StartNew();
            await shell.SignalAsync(signal);
            ShellResult result = await shell.WaitAsync();
            best = elapsed.Elapsed < best ? elapsed.Elapsed : best;
            Assert.Equal((expected, "ready\n", string.Empty), (result.ExitCode, result.Output, result.Error));
            Assert.Equal("put back", await File.ReadAllTextAsync(mark.Path));
        }

        Assert.True(best <= Limit, $"It took {best}.");
    }

    [Fact]
    public async Task Ctrl_C_ends_a_script_file_and_one_from_standard_input()
    {
        using var file = new ScriptFile("'ready'\nwhile ($true) { }");
        using ShellProcess script = ShellProcess.Start("-File", file.Path);
        await script.WaitForAsync("ready");
        await script.SignalAsync("INT");
        Assert.Equal(130, (await script.WaitAsync()).ExitCode);

        using ShellProcess commands = ShellProcess.Start("-c", "-");
        await commands.TypeAsync("'ready'\nwhile ($true) { }\n'not reached'\n");
        await commands.WaitForAsync("ready");
        await Task.Delay(200);
        await commands.SignalAsync("INT");
        ShellResult result = await commands.WaitAsync();
        Assert.Equal((130, "ready\n"), (result.ExitCode, result.Output));
    }

    [Fact]
    public async Task A_second_Ctrl_C_does_not_wait_for_what_cannot_be_stopped()
    {
        using ShellProcess shell = ShellProcess.Start("-c", "'ready'; [Threading.Thread]::Sleep(600000)");
        await shell.WaitForAsync("ready");
        await shell.SignalAsync("INT");
        await Task.Delay(300);
        await shell.SignalAsync("INT");
        Assert.Equal(130, (await shell.WaitAsync()).ExitCode);
    }

    [Fact]
    public async Task Ctrl_C_at_a_question_ends_the_command_that_asked()
    {
        using ShellProcess shell = ShellProcess.StartInTerminal(120, "-c", "Clear-History -Confirm; 'not reached'");
        await shell.WaitForAsync("(default is \"Y\"): ");
        await shell.TypeAsync("\u0003");
        ShellResult result = await shell.WaitAsync();
        Assert.Equal(130, result.ExitCode);
        Assert.DoesNotContain("not reached", result.Output, StringComparison.Ordinal);
    }
}
