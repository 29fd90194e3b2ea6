using Xunit;

namespace Ultrafarma.Cluster.Tests.Engine;

public sealed class ModuleHostTests : IDisposable
{
    private readonly ModuleHost _host = new(width: 60);

    public void Dispose() => _host.Dispose();

    [Fact]
    public void Imports_the_built_module() => Assert.Equal(Repository.ModuleFolder, _host.Module.ModuleBase);

    [Fact]
    public void Gives_output_errors_warnings_and_what_ended_the_pipeline()
    {
        var outcome = _host.Run(
            """
            function Test-Stream {
                [CmdletBinding()] param()
                $PSCmdlet.WriteObject(1)
                $PSCmdlet.WriteWarning('careful')
                $PSCmdlet.WriteVerbose('detail')
                $PSCmdlet.WriteError([System.Management.Automation.ErrorRecord]::new([Exception]::new('bad'), 'BadId', 'NotSpecified', $null))
            }
            Test-Stream -Verbose
            throw 'end'
            """);
        Assert.Equal(1, Assert.Single(outcome.Output).BaseObject);
        Assert.Equal(["careful"], outcome.Warnings);
        Assert.Equal(["detail"], outcome.Verbose);
        Assert.Equal("BadId", PipelineOutcome.IdOf(Assert.Single(outcome.Errors)));
        Assert.Equal("end", outcome.Terminating?.ToString());
        Assert.False(outcome.Stopped);
    }

    [Fact]
    public async Task Stops_as_Ctrl_C_does()
    {
        using var running = _host.Start("1; while ($true) { }");
        await running.WaitUntilAsync(p => p.Output.Count == 1);
        Assert.InRange(await running.StopAsync(), TimeSpan.Zero, TimeSpan.FromSeconds(10));
        Assert.True((await running.OutcomeAsync()).Stopped);
    }

    [Fact]
    public void Renders_at_its_width()
    {
        var screen = _host.Render("[pscustomobject]@{ A = 'x' * 200; B = 'y' }");
        Assert.Contains('A', screen);
        Assert.All(screen.Split('\n'), line => Assert.InRange(line.Length, 0, 60));
    }

    [Fact]
    public void Answers_questions()
    {
        _host.AnswerWith("No");
        var outcome = _host.Run(
            """
            function Test-Ask { [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'High')] param() $PSCmdlet.ShouldProcess('it') }
            Test-Ask
            """);
        Assert.False(outcome.Single<bool>());
        Assert.Single(_host.Questions);
    }
}
