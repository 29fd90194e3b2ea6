using Xunit;

namespace Ultrafarma.Cluster.Tests.Shell;

/// <summary>Questions: asked on a terminal, refused with a way out elsewhere.</summary>
public sealed class ShellPromptTests
{
    private const string Confirm = """
        function c { [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'High')] param()
          if ($PSCmdlet.ShouldProcess('target', 'act')) { 'd' + 'one' } else { 'skip' + 'ped' } }
        c
        """;

    [Theory]
    [InlineData("y\r", "done")]
    [InlineData("\r", "done")]
    [InlineData("Yes to all\r", "done")]
    [InlineData("n\r", "skipped")]
    [InlineData("L\r", "skipped")]
    [InlineData("x\u007fn\r", "skipped")]
    public async Task Confirm_is_answered_on_a_terminal(string keys, string expected)
    {
        using ShellProcess shell = ShellProcess.StartInTerminal(120, "-c", Confirm);
        await shell.WaitForAsync("Performing the operation \"act\" on target \"target\".");
        await shell.WaitForAsync("[Y] Yes  [A] Yes to All  [N] No  [L] No to All  [S] Suspend  [?] Help (default is \"Y\"): ");
        await shell.TypeAsync(keys);
        ShellResult result = await shell.WaitAsync();
        Assert.Equal((0, expected), (result.ExitCode, result.Lines[^1]));
    }

    [Fact]
    public async Task Confirm_explains_its_choices_and_can_be_suspended()
    {
        using ShellProcess shell = ShellProcess.StartInTerminal(120, "-c", Confirm);
        await shell.WaitForAsync("(default");
        await shell.TypeAsync("?\r");
        await shell.WaitForAsync("N - Skip this operation");
        await shell.WaitForAsync("(default");
        await shell.TypeAsync("s\r");
        await shell.WaitForAsync(">> ");
        await shell.TypeAsync("40+2\r");
        await shell.WaitForAsync("42");
        await shell.WaitForAsync(">> ");
        await shell.TypeAsync("exit\r");
        await shell.WaitForAsync("(default");
        await shell.TypeAsync("y\r");
        ShellResult result = await shell.WaitAsync();
        Assert.Equal((0, "done"), (result.ExitCode, result.Lines[^1]));
    }

    [Theory]
    [InlineData("Clear-History -Confirm; 'not reached'")]
    [InlineData("Clear-History -Confirm")]
    public async Task Confirm_without_a_terminal_is_a_clear_error(string script)
    {
        ShellResult result = await ShellProcess.RunCommandAsync("$ErrorActionPreference = 'Stop'; " + script, "y\n");
        Assert.Equal(1, result.ExitCode);
        Assert.Empty(result.Output);
        Assert.Contains("standard input is not a terminal. Use -Confirm:$false", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NonInteractive_asks_nothing_on_a_terminal_either()
    {
        using ShellProcess shell = ShellProcess.StartInTerminal(200, "-NonInteractive", "-c", "Clear-History -Confirm");
        ShellResult result = await shell.WaitAsync();
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("-NonInteractive was given. Use -Confirm:$false", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mandatory_parameters_are_asked_for_until_they_fit()
    {
        using ShellProcess shell = ShellProcess.StartInTerminal(
            120, "-c", "function g([Parameter(Mandatory)][int]$p, [Parameter(Mandatory)][string[]]$q) { $p + 1; $q.Count }; g");
        await shell.WaitForAsync("p: ");
        await shell.TypeAsync("abc\r");
        await shell.WaitForAsync("'abc' is not a Int32.");
        await shell.WaitForAsync("p: ");
        await shell.TypeAsync("4\r");
        await shell.WaitForAsync("q[0]: ");
        await shell.TypeAsync("a\r");
        await shell.WaitForAsync("q[1]: ");
        await shell.TypeAsync("\r");
        ShellResult result = await shell.WaitAsync();
        Assert.Equal(["5", "1"], result.Lines[^2..]);
    }

    [Fact]
    public async Task A_password_is_never_echoed()
    {
        using ShellProcess shell = ShellProcess.StartInTerminal(
            120, "-c", "$c = $Host.UI.PromptForCredential('cap', 'msg', '', ''); $c.UserName; $c.GetNetworkCredential().Password.Length");
        await shell.WaitForAsync("User: ");
        await shell.TypeAsync("bob\r");
        await shell.WaitForAsync("Password for user bob: ");
        await shell.TypeAsync("s3cr\u007fret\r");
        ShellResult result = await shell.WaitAsync();
        Assert.Equal(["bob", "6"], result.Lines[^2..]);
        Assert.DoesNotContain("s3", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("*", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_prompt_takes_lines_blocks_and_interrupts()
    {
        using ShellProcess shell = ShellProcess.StartInTerminal(120, "-NoLogo");
        await Step("PS ", "if (1) {\r");
        await Step(">> ", "20 + 3 }\r");
        await Step(">> ", "\r");
        await Step("23", string.Empty);
        await Step("PS ", "'loop' + 'ing'; while (1) {}\r");
        await Step("looping", "\u0003");
        await Step("PS ", "thrown away\u0003");
        await Step("PS ", "Get-Command no-such-thing\r");
        await Step("is not recognized", string.Empty);
        await Step("PS ", "exit 6\r");
        Assert.Equal(6, (await shell.WaitAsync()).ExitCode);

        async Task Step(string waitFor, string keys)
        {
            await shell.WaitForAsync(waitFor);
            await shell.TypeAsync(keys);
        }
    }
}
