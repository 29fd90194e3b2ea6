using Xunit;

namespace Ultrafarma.Cluster.Tests.Shell;

/// <summary>Exit codes, each as pwsh 7.6 gives it for the same input.</summary>
public sealed class ShellExitCodeTests
{
    [Theory]
    [InlineData("1", 0)]
    [InlineData("exit 3", 3)]
    [InlineData("exit", 0)]
    [InlineData("exit -2", 254)]
    [InlineData("exit 300", 44)]
    [InlineData("function f { exit 9 }; f", 9)]
    [InlineData("try { exit 7 } finally { 'x' }", 7)]
    [InlineData("/bin/sh -c 'exit 5'", 1)]
    [InlineData("/bin/sh -c 'exit 5'; 1", 0)]
    [InlineData("/bin/sh -c 'exit 5'; exit $LASTEXITCODE", 5)]
    [InlineData("Get-Command no-such-thing", 1)]
    [InlineData("Get-Command no-such-thing; 1", 0)]
    [InlineData("throw 'x'", 1)]
    [InlineData("1/0", 1)]
    [InlineData("1/0; 5", 0)]
    [InlineData("1; )", 1)]
    [InlineData("if (", 1)]
    [InlineData("$ErrorActionPreference = 'Stop'; Get-Command no-such-thing; 5", 1)]
    [InlineData("$Host.SetShouldExit(12); 5", 12)]
    [InlineData("", 0)]
    public async Task Command(string script, int expected)
    {
        ShellResult result = await ShellProcess.RunCommandAsync(script);
        Assert.True(expected == result.ExitCode, $"{result}");
    }

    [Theory]
    [InlineData("exit 3", 3)]
    [InlineData("/bin/sh -c 'exit 5'", 0)]
    [InlineData("/bin/sh -c 'exit 5'\nexit $LASTEXITCODE", 5)]
    [InlineData("Get-Command no-such-thing", 0)]
    [InlineData("Get-Command no-such-thing\nexit", 0)]
    [InlineData("throw 'x'", 1)]
    [InlineData("if (", 1)]
    [InlineData("& $PSScriptRoot/exit3.ps1", 0)]
    [InlineData("& $PSScriptRoot/exit3.ps1; exit $LASTEXITCODE", 3)]
    [InlineData("function f { exit 9 }\n1 | ForEach-Object { f }", 9)]
    public async Task File(string script, int expected)
    {
        using var file = new ScriptFile(script);
        ShellResult result = await ShellProcess.RunAsync(["-NoProfile", "-File", file.Path]);
        Assert.True(expected == result.ExitCode, $"{result}");
    }

    [Theory]
    [InlineData("1+1\nGet-Command no-such-thing\n", 1)]
    [InlineData("Get-Command no-such-thing\n2", 0)]
    [InlineData("throw 1\n", 1)]
    [InlineData("exit 4\n5", 4)]
    public async Task StandardInput(string script, int expected)
    {
        ShellResult result = await ShellProcess.RunAsync(["-c", "-"], script);
        Assert.True(expected == result.ExitCode, $"{result}");
    }

    [Theory]
    [InlineData("unknown option", "-wibble")]
    [InlineData("did you mean -NoProfile", "-profile")]
    [InlineData("needs a command", "-Command")]
    [InlineData("needs the path", "-File")]
    [InlineData("There is no script '/no/such.ps1'", "-File", "/no/such.ps1")]
    [InlineData("There is no script 'nosuch.ps1'", "nosuch.ps1")]
    [InlineData("only argument", "-c", "-", "x")]
    [InlineData("Text only", "-OutputFormat", "XML", "-c", "1")]
    [InlineData("not Base64", "-EncodedCommand", "%%%")]
    [InlineData("There is no directory", "-WorkingDirectory", "/no/such", "-c", "1")]
    public async Task A_wrong_command_line_is_64_and_says_why(string expected, params string[] arguments)
    {
        ShellResult result = await ShellProcess.RunAsync(arguments);
        Assert.Equal(64, result.ExitCode);
        Assert.Contains(expected, result.Error, StringComparison.OrdinalIgnoreCase);
        Assert.Empty(result.Output);
    }
}
