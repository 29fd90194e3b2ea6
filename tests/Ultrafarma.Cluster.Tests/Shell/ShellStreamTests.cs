using Xunit;

namespace Ultrafarma.Cluster.Tests.Shell;

/// <summary>What goes where: results, errors, messages, progress, colours; and what comes in.</summary>
public sealed class ShellStreamTests
{
    private const string Messages = """
        function m { [CmdletBinding()] param() $PSCmdlet.WriteWarning('w'); $PSCmdlet.WriteVerbose('v'); $PSCmdlet.WriteDebug('d') }
        $DebugPreference = 'Continue'; m -Verbose
        """;

    private const string Progress = """
        function p {
            [CmdletBinding()] param()
            $r = [System.Management.Automation.ProgressRecord]::new(1, 'Pushing', 'node 1')
            $r.PercentComplete = 40
            $PSCmdlet.WriteProgress($r)
            [Threading.Thread]::Sleep(50)
        }
        p; 'end'
        """;

    [Fact]
    public async Task Errors_go_to_standard_error_and_the_rest_goes_on()
    {
        ShellResult result = await ShellProcess.RunCommandAsync("'before'; Get-Command no-such-thing; 'after'");
        Assert.Equal("before\nafter\n", result.Output);
        Assert.StartsWith("Get-Command: The term 'no-such-thing' is not recognized", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_error_in_a_script_names_file_line_and_place()
    {
        using var file = new ScriptFile("'ok'\n  throw 'boom'");
        ShellResult result = await ShellProcess.RunAsync(["-File", file.Path]);
        Assert.Equal("ok\n", result.Output);
        Assert.Equal(
            $"Exception: {file.Path}:2\nLine |\n   2 |    throw 'boom'\n     |    ~~~~~~~~~~~~\n     | boom\n", result.Error);
    }

    [Fact]
    public async Task A_parse_error_shows_the_place_and_runs_nothing()
    {
        ShellResult result = await ShellProcess.RunCommandAsync("'started'; )");
        Assert.Empty(result.Output);
        Assert.Contains("ParserError:", result.Error, StringComparison.Ordinal);
        Assert.Contains("Unexpected token ')'", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Warning_verbose_and_debug_go_to_standard_output_as_in_pwsh()
    {
        ShellResult result = await ShellProcess.RunCommandAsync(Messages);
        Assert.Equal("WARNING: w\nVERBOSE: v\nDEBUG: d\n", result.Output);
        Assert.Empty(result.Error);
    }

    [Fact]
    public async Task Nothing_redirected_has_escape_sequences()
    {
        ShellResult result = await ShellProcess.RunCommandAsync(
            Messages + "; 1..2 | ForEach-Object { [pscustomobject]@{ A = $_ } }; Get-Command no-such-thing; $Host.UI.WriteLine('Red', 'Black', 'c')");
        Assert.DoesNotContain('\e', result.Output + result.Error);
        Assert.Contains("c\n", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_script_may_insist_on_escape_sequences()
    {
        ShellResult result = await ShellProcess.RunCommandAsync("$PSStyle.OutputRendering = 'Ansi'; $PSStyle.Foreground.Red + 'x'");
        Assert.Equal("\e[31mx\n", result.Output);
    }

    [Theory]
    [InlineData(97)]
    [InlineData(60)]
    public async Task Tables_are_as_wide_as_the_terminal(int columns)
    {
        using ShellProcess shell = ShellProcess.StartInTerminal(
            columns, "-c", "$PSStyle.OutputRendering = 'PlainText'; [pscustomobject]@{ A = 'x' * 200 } ; $Host.UI.RawUI.WindowSize.Width");
        ShellResult result = await shell.WaitAsync();
        // The engine leaves the last column free, so that no terminal wraps.
        Assert.Equal(columns - 1, result.Lines.Where(l => l.Contains('x', StringComparison.Ordinal)).Max(l => l.Length));
        Assert.Equal($"{columns}", result.Lines[^1].Trim());
    }

    [Fact]
    public async Task Errors_are_coloured_on_a_terminal_unless_NO_COLOR_is_set()
    {
        using ShellProcess coloured = ShellProcess.StartInTerminal(100, "-c", "throw 'boom'");
        Assert.Contains("\e[31;1m", (await coloured.WaitAsync()).Output, StringComparison.Ordinal);
        using ShellProcess plain = ShellProcess.StartInTerminalWith("NO_COLOR=1", 100, "-c", "throw 'boom'");
        string uncoloured = (await plain.WaitAsync()).Output;
        Assert.Contains("Exception: boom", uncoloured, StringComparison.Ordinal);
        Assert.DoesNotContain("\e[3", uncoloured, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Progress_is_one_line_that_is_erased_on_a_terminal_and_nothing_elsewhere()
    {
        using ShellProcess shell = ShellProcess.StartInTerminal(100, "-c", Progress);
        string seen = (await shell.WaitAsync()).Output;
        Assert.Contains("\rPushing 40%: node 1\e[K\r\e[Kend\n", seen, StringComparison.Ordinal);
        ShellResult redirected = await ShellProcess.RunCommandAsync(Progress);
        Assert.Equal(("end\n", string.Empty), (redirected.Output, redirected.Error));
    }

    [Fact]
    public async Task Standard_input_is_the_input_of_a_script_that_names_it_and_of_native_programs()
    {
        Assert.Equal("<a>\n<b>\n", (await ShellProcess.RunCommandAsync("$input | ForEach-Object { \"<$_>\" }", "a\nb\n")).Output);
        Assert.Equal("a\nb\n", (await ShellProcess.RunCommandAsync("/bin/cat", "a\nb\n")).Output);
    }

    [Theory]
    [InlineData("if ($true) {\n'in'\n}\nelse {\n'out' }\n\n5\n", "in\n5\n")]
    [InlineData("function f {\n\n7\n}\n\nf\n", "7\n")]
    [InlineData("if ($true) {\n'last'\n}", "last\n")]
    [InlineData("1; )\n6\n", "6\n")]
    public async Task Commands_from_standard_input_run_one_after_the_other(string script, string expected)
    {
        Assert.Equal(expected, (await ShellProcess.RunAsync(["-c", "-"], script)).Output);
        Assert.Equal(expected, (await ShellProcess.RunAsync([], script)).Output);
    }
}
