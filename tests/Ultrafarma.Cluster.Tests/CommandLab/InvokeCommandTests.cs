using Ultrafarma.Cluster.Nodes;
using Ultrafarma.Cluster.Tests.CsyncLab;
using Ultrafarma.Cluster.Tests.Engine;
using Xunit;

namespace Ultrafarma.Cluster.Tests.CommandLab;

[Collection(LabTests.Name)]
public sealed class InvokeCommandTests : IDisposable
{
    private readonly LabFixture _lab;
    private readonly ModuleHost _host = new();

    public InvokeCommandTests(LabFixture lab)
    {
        _lab = lab;
        _host.Run("Connect-WebCluster -Path $args[0]", lab.Inventory).AssertNoErrors();
    }

    public void Dispose() => _host.Dispose();

    [Fact]
    public void Each_node_gives_what_its_command_gave()
    {
        var results = _host.Run("Invoke-WebClusterCommand 'hostname; echo \"$1\" >&2; exit 3' \"it's\"").AssertNoErrors().As<NodeCommandResult>();
        Assert.Equal(Enumerable.Range(1, 5).Select(LabFixture.Node), results.Select(r => r.Node));
        Assert.All(results, r => Assert.Equal((r.Node, 3, "it's", false), (r.Output, r.ExitCode, r.Error, r.IsCut)));
        Assert.All(results, r => Assert.InRange(r.Duration, TimeSpan.FromTicks(1), TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public void Equal_outputs_are_shown_once_with_their_nodes()
    {
        const string Script = "echo same; case $(hostname) in *02) printf 'odd\\n\\n\\tone\\033[31m'; exit 4 ;; esac";
        var screen = _host.Render("Invoke-WebClusterCommand $args[0]", Script);
        Assert.Equal(
            "----- CD163820-L-ULTRAFARMA-APP[01,03-05] (4) ----- same "
            + "----- CD163820-L-ULTRAFARMA-APP02 (1), exit code 4 ----- same odd \tone\\x1b[31m",
            string.Join(' ', screen.Split('\n').Select(l => l.TrimEnd()).Where(l => l.Length > 0)));
        Assert.All(screen.Split('\n'), l => Assert.InRange(l.Length, 0, 120));

        // Whoever is left of a group still shows its output, and two runs are never one group.
        var filtered = _host.Render("'echo a', 'echo b' | ForEach-Object { Invoke-WebClusterCommand $_ } | Where-Object Node -like *APP03");
        Assert.Equal(["a", "b"], filtered.Split('\n').Select(l => l.Trim()).Where(l => l.Length == 1));
    }

    [Fact]
    public void What_gave_nothing_says_so_and_standard_error_is_told_apart()
    {
        Assert.Contains("[no output]", _host.Render("Invoke-WebClusterCommand true -Node *APP01"), StringComparison.Ordinal);
        var screen = _host.Render("Invoke-WebClusterCommand 'echo why >&2' -Node *APP01 -Stream");
        Assert.Contains("[standard error]\nwhy", screen.Replace("\r", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain("[no output]", screen, StringComparison.Ordinal);
    }

    [Fact]
    public void Nodes_come_by_the_pipeline_and_no_node_is_none()
    {
        Assert.Equal(
            [LabFixture.Node(2), LabFixture.Node(5)],
            _host.Run("Get-WebClusterNode -ConnectionOnly -Node *2, *5 | Invoke-WebClusterCommand -Command hostname").AssertNoErrors()
                .As<NodeCommandResult>().Select(r => r.Output));
        Assert.Empty(_host.Run("Get-WebClusterNode -ConnectionOnly | Where-Object Name -eq x | Invoke-WebClusterCommand hostname").AssertNoErrors().Output);
        _host.Run("Invoke-WebClusterCommand hostname -Node nosuch").AssertError("NodeNotFound");
    }

    [Fact]
    public async Task With_Stream_a_result_comes_as_soon_as_its_node_has_it()
    {
        using var running = _host.Start("Invoke-WebClusterCommand 'case $(hostname) in *01) sleep 60 ;; esac; hostname' -Stream");
        await running.WaitUntilAsync(r => r.Output.Count == 4);
        Assert.DoesNotContain(running.Output, o => ((NodeCommandResult)o.BaseObject).Node == LabFixture.Node(1));
        Assert.Contains(running.Progress, p => p.StatusDescription == $"4 of 5 nodes; waiting for {LabFixture.Node(1)}");
        await running.StopAsync();
    }

    [Fact]
    public void Nothing_is_run_with_WhatIf_or_after_a_no()
    {
        var file = $"/root/whatif-{Environment.ProcessId}";
        Assert.Empty(_host.Run("Invoke-WebClusterCommand 'touch \"$1\"' $args[0] -WhatIf", file).AssertNoErrors().Output);
        Assert.Contains("Run by sh: touch \"$1\", with 1 argument(s)", _host.Render("Invoke-WebClusterCommand 'touch \"$1\"' $args[0] -WhatIf", file), StringComparison.Ordinal);
        _host.AnswerWith("No to All");
        Assert.Empty(_host.Run("Invoke-WebClusterCommand 'touch \"$1\"' $args[0] -Confirm", file).AssertNoErrors().Output);
        Assert.All(Enumerable.Range(1, 5), node => Assert.Equal("no", _lab.On(node, $"test -e {file} || echo no").Trim()));
        Assert.Equal(5, _host.Run("Invoke-WebClusterCommand 'touch \"$1\" && rm \"$1\"' $args[0]", file).AssertNoErrors().Output.Count);
    }

    [Fact]
    public void A_node_that_is_down_is_an_error_beside_the_others_results()
    {
        _lab.Stop(3, "sshd");
        try
        {
            _host.Run("Disconnect-WebCluster; Connect-WebCluster -Path $args[0]", _lab.Inventory).AssertNoErrors();
            var outcome = _host.Run("Invoke-WebClusterCommand hostname");
            var error = outcome.AssertError("Unreachable");
            Assert.Equal(LabFixture.Node(3), error.TargetObject);
            Assert.Equal([1, 2, 4, 5], Results(outcome).Select(r => r.Output[^1] - '0'));
        }
        finally
        {
            _lab.Start(3, "sshd");
        }
    }

    [Fact]
    public void What_takes_too_long_is_an_error_and_ended_on_the_node()
    {
        var marker = Marker(41);
        var outcome = _host.Run("Invoke-WebClusterCommand 'case $(hostname) in *01) echo begun; sleep \"$1\" ;; esac' $args[0] -Timeout 1", marker);
        var error = outcome.AssertError("CommandTimeout");
        Assert.Equal((System.Management.Automation.ErrorCategory.OperationTimeout, LabFixture.Node(1)), (error.CategoryInfo.Category, error.TargetObject));
        Assert.Contains("It last said: begun.", error.Exception.Message, StringComparison.Ordinal);
        Assert.Equal(4, outcome.Output.Count);
        AssertGone(1, marker);
    }

    [Fact]
    public async Task Ctrl_C_ends_the_commands_on_the_nodes()
    {
        var marker = Marker(42);
        using var running = _host.Start("Invoke-WebClusterCommand 'sleep \"$1\"' $args[0]", marker);
        for (var i = 0; i < 500 && Enumerable.Range(1, 5).Any(n => !IsRunning(n, marker)); i++)
        {
            await Task.Delay(20);
        }

        Assert.All(Enumerable.Range(1, 5), node => Assert.True(IsRunning(node, marker)));
        Assert.InRange(await running.StopAsync(), TimeSpan.Zero, TimeSpan.FromSeconds(1));
        Assert.All(Enumerable.Range(1, 5), node => AssertGone(node, marker));
    }

    [Fact]
    public void What_was_printed_beyond_the_limit_is_said()
    {
        var outcome = _host.Run("Invoke-WebClusterCommand 'head -c 9000000 /dev/zero | tr \"\\0\" x' -Node *APP01").AssertNoErrors();
        Assert.Contains("the first 4 MiB", Assert.Single(outcome.Warnings), StringComparison.Ordinal);
        var result = outcome.Single<NodeCommandResult>();
        Assert.Equal((true, 4 * 1024 * 1024), (result.IsCut, result.Output.Length));
    }

    [Fact]
    public void No_list_of_processes_shows_the_text_or_its_arguments()
    {
        using var watch = new ProcessWatch(_lab.State, ["hush-text-77", "hush-argument-77"]);
        _host.Run("Invoke-WebClusterCommand ': hush-text-77; : \"$1\"; sleep 1.077' hush-argument-77").AssertNoErrors();
        var (found, _, seen) = watch.Stop();
        Assert.Contains(seen, s => s.Contains("sleep 1.077", StringComparison.Ordinal));
        Assert.Empty(found);
    }

    [Fact]
    public void A_user_who_may_not_reads_the_nodes_own_words()
    {
        var result = _host.Run("Invoke-WebClusterCommand 'setpriv --reuid=65534 cat /etc/shadow' -Node *APP01").AssertNoErrors().Single<NodeCommandResult>();
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("Permission denied", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_script_block_runs_in_the_nodes_own_pwsh()
    {
        using var program = new NodeProgram(_lab, 2);
        _lab.On(2, $"ln -s {program.Program} /mnt/pwsh && sed -i '1i PATH=$PATH:/mnt' /root/.bashrc");
        try
        {
            NodeCommandResult Run(string call) => _host.Run(call + " -Node *APP02").AssertNoErrors().Single<NodeCommandResult>();
            Assert.Equal("[a b][it's \"x\" $HOME] 0 é", Run("Invoke-WebClusterCommand { param($A, $B) \"[$A][$B] $(@($input).Count) é\" } 'a b', 'it''s \"x\" $HOME'").Output);
            Assert.Equal("0 ", Run("Invoke-WebClusterCommand { \"$($args.Count) $($args[0])\" }").Output);
            Assert.Equal(7, Run("Invoke-WebClusterCommand { exit 7 }").ExitCode);
            var failed = Run("Invoke-WebClusterCommand { Get-Command nosuch }");
            Assert.Equal(1, failed.ExitCode);
            Assert.Contains("nosuch", failed.Error, StringComparison.Ordinal);
            Assert.Equal(0, Run("Invoke-WebClusterCommand { Get-Command nosuch; 'went on' }").ExitCode);
            Assert.Equal("named", Run("Invoke-WebClusterCommand { end { 'named' } }").Output);

            var outcome = _host.Run("Invoke-WebClusterCommand { 1 } -Node *APP01, *APP02");
            Assert.Equal(LabFixture.Node(1), outcome.AssertError("ToolMissing").TargetObject);
            Assert.Equal("1", Assert.Single(Results(outcome)).Output);
        }
        finally
        {
            _lab.On(2, "sed -i 1d /root/.bashrc");
        }
    }

    [Theory]
    [InlineData("Invoke-WebClusterCommand { $using:PWD }", "UsingNotSupported")]
    [InlineData("Invoke-WebClusterCommand \"a`0b\"", "InvalidCommand")]
    [InlineData("Invoke-WebClusterCommand a \"a`0b\"", "InvalidCommand")]
    [InlineData("Invoke-WebClusterCommand a -Timeout 0", "ParameterArgumentTransformationError")]
    [InlineData("Invoke-WebClusterCommand ''", "ParameterArgumentValidationError")]
    public void A_wrong_call_ends_before_any_node_is_asked(string call, string error) => _host.Run(call).AssertTerminating(error);

    [Fact]
    public void Without_a_cluster_it_runs_here()
    {
        using var alone = new ModuleHost();
        var result = alone.Run("Invoke-WebClusterCommand 'echo \"$1\"; exit 2' here").AssertNoErrors().Single<NodeCommandResult>();
        Assert.Equal(("here", 2), (result.Output, result.ExitCode));
    }

    private static IEnumerable<NodeCommandResult> Results(PipelineOutcome outcome) => outcome.Output.Select(o => Assert.IsType<NodeCommandResult>(o.BaseObject));

    // Tests of another lab on this machine run the same commands: each process of tests has names of its own.
    private static string Marker(int seconds) => $"{seconds}.{Environment.ProcessId}";

    private bool IsRunning(int node, string marker) => _lab.On(node, $"pgrep -fx 'sleep {marker}' || true").Trim().Length > 0;

    private void AssertGone(int node, string marker)
    {
        for (var i = 0; i < 100 && IsRunning(node, marker); i++)
        {
            Thread.Sleep(20);
        }

        Assert.False(IsRunning(node, marker));
    }
}
