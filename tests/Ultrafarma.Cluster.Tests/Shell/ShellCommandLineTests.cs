using System.Text;
using Xunit;

namespace Ultrafarma.Cluster.Tests.Shell;

/// <summary>Which words of the command line mean what, and what arrives in a script.</summary>
public sealed class ShellCommandLineTests
{
    [Theory]
    [InlineData("3\n", "-c", "1+2")]
    [InlineData("3\n", "-COMMAND", "1", "+", "2")]
    [InlineData("3\n", "--command", "1+2")]
    [InlineData("3\n", "-nop", "-noni", "-nol", "-ex", "Bypass", "-o", "text", "-comm", "1+2")]
    [InlineData("b\n", "-cwa", "$args[1]", "a", "b")]
    [InlineData("/\n", "-wd", "/", "-c", "$PWD.Path")]
    public async Task Options_are_read_as_pwsh_reads_them(string expected, params string[] arguments)
    {
        ShellResult result = await ShellProcess.RunAsync(arguments);
        Assert.Equal((0, expected, string.Empty), (result.ExitCode, result.Output, result.Error));
    }

    [Fact]
    public async Task An_encoded_command_is_utf16_in_base64()
    {
        string encoded = Convert.ToBase64String(Encoding.Unicode.GetBytes("'ação'"));
        Assert.Equal("ação\n", (await ShellProcess.RunAsync(["-EncodedCommand", encoded])).Output);
    }

    [Theory]
    [InlineData("N=x F=True A=a b -Z 1 --foo -q 3\n", "-Name", "x", "-Flag", "a", "b", "-Z:1", "--foo", "-q", "3")]
    [InlineData("N=y F=False A=\n", "-Name:", "y", "-Flag:$false")]
    [InlineData("N=$HOME `; F=False A=a b\n", "$HOME `;", "a b")]
    public async Task A_script_gets_its_arguments_as_in_pwsh(string expected, params string[] arguments)
    {
        using var file = new ScriptFile("param($Name, [switch]$Flag) \"N=$Name F=$Flag A=$args\"");
        ShellResult named = await ShellProcess.RunAsync(["-File", file.Path, .. arguments]);
        ShellResult bare = await ShellProcess.RunAsync([file.Path, .. arguments]);
        Assert.Equal((expected, expected), (named.Output, bare.Output));
    }

    [Fact]
    public async Task A_script_knows_its_own_path()
    {
        using var file = new ScriptFile("$PSCommandPath; $MyInvocation.MyCommand.Path");
        Assert.Equal([file.Path, file.Path], (await ShellProcess.RunAsync(["-File", file.Path])).Lines);
    }

    [Fact]
    public async Task A_script_needs_no_extension()
    {
        using var file = new ScriptFile("#!/usr/bin/env ufcluster\n\"A=$args\"; exit 6", "tool");
        ShellResult result = await ShellProcess.RunAsync([file.Path, "x"]);
        Assert.Equal((6, "A=x\n"), (result.ExitCode, result.Output));
    }

    [Fact]
    public async Task Version_and_help_go_to_standard_output()
    {
        ShellResult version = await ShellProcess.RunAsync(["-v"]);
        Assert.Matches(@"^ufcluster \d+\.\d+\.\d+ \(PowerShell engine 7\.\d+\.\d+\)\n$", version.Output);
        ShellResult help = await ShellProcess.RunAsync(["-?"]);
        Assert.StartsWith("Usage: ufcluster", help.Output, StringComparison.Ordinal);
        Assert.Equal((0, 0), (version.ExitCode, help.ExitCode));
    }

    [Fact]
    public async Task The_module_is_loaded_before_the_first_command()
    {
        ShellResult result = await ShellProcess.RunCommandAsync(
            "(Get-Module Ultrafarma.Cluster).ModuleBase; (Get-Command -Module Ultrafarma.Cluster).Name");
        string root = Path.GetFullPath(Path.Combine(ShellProcess.Executable, "../../../../../.."));
        Assert.Equal(Path.Combine(root, "out", "Ultrafarma.Cluster"), result.Lines[0]);
        Assert.Contains("Get-CsyncConflict", result.Lines);
        Assert.Empty(result.Error);
    }
}
