using System.Management.Automation;
using System.Net;
using System.Net.Sockets;
using Ultrafarma.Cluster.Haproxy;
using Ultrafarma.Cluster.Tests.Engine;
using Xunit;

namespace Ultrafarma.Cluster.Tests.HaproxyLab;

/// <summary>Taking servers out and bringing them back, by each of the three ways.</summary>
public sealed class ChangeTests(LabFixture lab) : HaproxyLabTest(lab)
{
    [Theory]
    [MemberData(nameof(Sources))]
    public void Drain_maintenance_and_ready_give_the_same_objects(string source)
    {
        var arguments = Balancer.Arguments(source);

        var drained = Host.Run($"Suspend-HaproxyServer *APP01 -PassThru {arguments}").Single<HaproxyServer>();
        Assert.Equal(("DRAIN", true, HaproxyAdminState.ForcedDrain), (drained.Status, drained.IsDraining, drained.AdminState));
        Assert.Equal(("DRAIN", "8"), (Balancer.Stat("web", Node(1), "status"), Balancer.State("web", Node(1), "srv_admin_state")));

        // Again is not an error, and from one to the other works.
        Assert.True(Host.Run($"Suspend-HaproxyServer *APP01 -PassThru {arguments}").Single<HaproxyServer>().IsDraining);
        var stopped = Host.Run($"Get-HaproxyServer *APP01 {arguments} | Suspend-HaproxyServer -Mode Maint -PassThru").Single<HaproxyServer>();
        Assert.Equal(("MAINT", HaproxyOperationalState.Stopped, HaproxyAdminState.ForcedMaint), (stopped.Status, stopped.OperationalState, stopped.AdminState));
        Assert.Equal(drained.Source, stopped.Source);

        var back = Host.Run($"Get-HaproxyServer -Status MAINT -Backend web {arguments} | Resume-HaproxyServer -Wait -PassThru").Single<HaproxyServer>();
        Assert.Equal((Node(1), "UP", true), (back.Name, back.Status, back.IsServing));
        Assert.Equal("0", Balancer.State("web", Node(1), "srv_admin_state"));
        Assert.Empty(Host.Run($"Set-HaproxyServer *APP01 -State Drain {arguments}").AssertNoErrors().Output);
        Assert.Equal("DRAIN", Balancer.Stat("web", Node(1), "status"));
    }

    [Fact]
    public void Nodes_and_measurements_can_be_piped_in_and_the_latter_go_back_to_where_they_came_from()
    {
        var byNode = Host.Run("Get-WebClusterNode *APP02, *APP03 | Suspend-HaproxyServer -PassThru").As<HaproxyServer>();
        Assert.Equal([Node(2), Node(3)], byNode.Select(s => s.Name));

        var measured = Host.Run("Measure-HaproxyTraffic web -Interval 0.1 -Socket 10.77.0.10:9999 | Where-Object Status -eq DRAIN "
            + "| Resume-HaproxyServer -PassThru").As<HaproxyServer>();
        Assert.Equal([Node(2), Node(3)], measured.Select(s => s.Name));
        Assert.All(measured, s => Assert.Equal("10.77.0.10:9999", s.Source.ToString()));
        Assert.Equal(Balancer.Page, Host.Run("Get-HaproxyServer *APP01 -Credential $login").Single<HaproxyServer>().Source.ToString());
    }

    [Theory]
    [MemberData(nameof(Sources))]
    public void A_server_that_is_down_can_be_drained_and_brought_back(string source)
    {
        var arguments = Balancer.Arguments(source);
        var drained = Host.Run($"Suspend-HaproxyServer nobody -PassThru -Wait {arguments}").Single<HaproxyServer>();
        Assert.Equal(source == "page" ? null : HaproxyAdminState.ForcedDrain, drained.AdminState);
        Assert.Equal("8", Balancer.State("broken", "nobody", "srv_admin_state"));
        Host.Run($"Resume-HaproxyServer nobody {arguments}").AssertNoErrors();
        Assert.Equal("0", Balancer.State("broken", "nobody", "srv_admin_state"));
    }

    [Theory]
    [MemberData(nameof(Sources))]
    public void WhatIf_changes_nothing_and_passes_on_what_would_be(string source)
    {
        var arguments = Balancer.Arguments(source);
        var before = Balancer.Ask("show servers state");
        var projected = Host.Run($"Get-HaproxyServer *APP02 {arguments} | Suspend-HaproxyServer -Mode Maint -WhatIf -PassThru").Single<HaproxyServer>();
        Assert.Equal((Node(2), "MAINT", true), (projected.Name, projected.Status, projected.IsInMaintenance));
        Assert.Contains("4 of 5 servers of web keep serving", Host.Render("Suspend-HaproxyServer *APP02 -WhatIf"), StringComparison.Ordinal);
        Assert.Equal(Admin(before), Admin(Balancer.Ask("show servers state")));
    }

    [Fact]
    public void Nobody_is_let_in_again_by_taking_out_what_is_in_maintenance()
    {
        Host.Run("Suspend-HaproxyServer *APP04 -Mode Maint").AssertNoErrors();
        Assert.Equal("MAINT", Host.Run("Suspend-HaproxyServer *APP04 -PassThru").Single<HaproxyServer>().Status);
        Assert.Equal("1", Balancer.State("web", Node(4), "srv_admin_state"));
        Assert.True(Host.Run("Set-HaproxyServer *APP04 -State Drain -PassThru").Single<HaproxyServer>().IsDraining);
    }

    [Fact]
    public void WhatIf_ends_no_session_and_promises_nothing_that_the_page_cannot_do()
    {
        using var stuck = Balancer.Hang("APP03");
        Balancer.Eventually(() => Balancer.Stat("web", Node(3), "scur") == "1", "the request is at APP03");
        Host.Run("Suspend-HaproxyServer *APP03").AssertNoErrors();
        Assert.Contains("ending the sessions", Host.Render("Suspend-HaproxyServer *APP03 -KillSessions -WhatIf"), StringComparison.Ordinal);
        Assert.Equal("1", Balancer.Stat("web", Node(3), "scur"));
        Host.Run($"Set-HaproxyServer *APP03 -Weight 1 -WhatIf {Balancer.Arguments("page")}").AssertError("NeedsSocket");
    }

    [Fact]
    public void A_pipeline_that_gives_nothing_or_no_server_changes_nothing()
    {
        Host.AnswerWith("Yes");
        Host.Run("Get-HaproxyServer none* | Clear-HaproxyCounter -All").AssertNoErrors();
        Assert.Empty(Host.Questions);
        var backend = Host.Run("Get-HaproxyBackend web | Suspend-HaproxyServer").AssertError("NotAServer");
        Assert.Contains("Get-HaproxyServer", backend.ToString(), StringComparison.Ordinal);
        Assert.Equal("UP", Balancer.Stat("web", Node(1), "status"));
    }

    [Fact]
    public void A_question_can_be_answered_with_no()
    {
        Host.AnswerWith("No");
        Host.Run("Suspend-HaproxyServer *APP02 -Confirm -PassThru").AssertNoErrors();
        Assert.Contains("drain (now UP", Assert.Single(Host.Questions), StringComparison.Ordinal);
        Assert.Equal("UP", Balancer.Stat("web", Node(2), "status"));
    }

    [Theory]
    [MemberData(nameof(Sources))]
    public void The_last_server_stays_unless_forced(string source)
    {
        var arguments = Balancer.Arguments(source);
        var alone = Host.Run($"Suspend-HaproxyServer only {arguments}").AssertError("LastServer");
        Assert.Contains("backend single", alone.ToString(), StringComparison.Ordinal);
        Assert.Equal("only", Assert.IsType<HaproxyServer>(alone.TargetObject).Name);

        // Piped all at once, each step counts on those before it.
        var all = Host.Run($"Get-HaproxyServer -Backend web {arguments} | Suspend-HaproxyServer");
        Assert.Contains("4 DRAIN", all.AssertError("LastServer").ToString(), StringComparison.Ordinal);
        Assert.Equal("UP", Balancer.Stat("web", Node(5), "status"));
        Assert.Equal("DRAIN", Balancer.Stat("web", Node(4), "status"));
        Host.Run($"Suspend-HaproxyServer *APP05 -Mode Maint -Force {arguments}").AssertNoErrors();
        Assert.Equal("MAINT", Balancer.Stat("web", Node(5), "status"));

        // A server that does not serve anyway may go.
        Host.Run($"Suspend-HaproxyServer nobody {arguments}").AssertNoErrors();
    }

    [Fact]
    public void Weights_are_numbers_or_shares_and_zero_counts_as_out()
    {
        Assert.Equal(50, Host.Run("Set-HaproxyServer a.b* -Weight 50% -PassThru").Single<HaproxyServer>().Weight);
        Assert.Equal("50", Balancer.State("spare", "a.b-c_1:x", "srv_uweight"));
        var both = Host.Run("Get-HaproxyServer off | Set-HaproxyServer -Weight 7 -State Ready -PassThru").Single<HaproxyServer>();
        Assert.Equal((7L, 100L, HaproxyAdminState.ConfigMaint), (both.UserWeight, both.InitialWeight, both.AdminState));
        Host.Run("Set-HaproxyServer only -Weight 0").AssertError("LastServer");
        Host.Run("Set-HaproxyServer only -Weight 0 -Force").AssertNoErrors();
        Assert.Equal("0", Balancer.State("single", "only", "srv_uweight"));

        Assert.Contains("0 to 256", Host.Run("Set-HaproxyServer only -Weight 257").Terminating!.ToString(), StringComparison.Ordinal);
        Assert.Contains("0 to 256", Host.Run("Set-HaproxyServer only -Weight -1").Terminating!.ToString(), StringComparison.Ordinal);
        Host.Run("Set-HaproxyServer only").AssertTerminating("NothingToSet");
    }

    [Fact]
    public void A_server_that_follows_another_comes_back_with_that_one()
    {
        Host.Run("Suspend-HaproxyServer a.b-c_1:x -Mode Maint").AssertNoErrors();
        var follower = Server("spare", "follows");
        Assert.Equal((HaproxyAdminState.InheritedMaint, true), (follower.AdminState, follower.IsInMaintenance));
        Assert.Contains("spare/a.b-c_1:x", Host.Run("Resume-HaproxyServer follows").AssertError("ServerInherits").ToString(), StringComparison.Ordinal);

        // Out by itself as well: the page cannot see that, and must not say otherwise.
        var page = Balancer.Arguments("page");
        Host.Run($"Suspend-HaproxyServer follows -Mode Maint {page}").AssertNoErrors();
        Assert.Equal("3", Balancer.State("spare", "follows", "srv_admin_state"));
        Host.Run($"Resume-HaproxyServer follows {page}").AssertNoErrors();
        Assert.Equal("2", Balancer.State("spare", "follows", "srv_admin_state"));

        Host.Run("Resume-HaproxyServer a.b-c_1:x -Wait").AssertNoErrors();
        Assert.Equal(HaproxyAdminState.Ready, Server("spare", "follows").AdminState);
        Host.Run("Suspend-HaproxyServer unchecked -Mode Maint").AssertNoErrors();
        var last = Host.Run("Suspend-HaproxyServer a.b-c_1:x -Mode Maint").AssertError("LastServer");
        Assert.Contains("only its backup would serve: reserve", last.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-Socket 10.77.0.10:9997")]
    [InlineData("-Socket 10.77.0.10:9998")]
    [InlineData("-Socket /run/haproxy/user.sock -Node lb01")]
    [InlineData("-Socket /run/haproxy/operator.sock -Node lb01")]
    [InlineData("-Uri http://10.77.0.10:8405/haproxy?stats -Credential $login")]
    public void A_source_that_may_only_be_read_says_how_to_get_one_that_may_be_changed(string arguments)
    {
        Assert.Equal(12, Host.Run($"Get-HaproxyServer {arguments}").As<HaproxyServer>().Count);
        var error = Host.Run($"Suspend-HaproxyServer *APP01 {arguments}").AssertError("PermissionDenied");
        Assert.Contains(arguments.Contains("Uri", StringComparison.Ordinal) ? "stats admin" : "level admin", error.ToString(), StringComparison.Ordinal);
        Assert.Equal(ErrorCategory.PermissionDenied, error.CategoryInfo.Category);
        Assert.Equal("UP", Balancer.Stat("web", Node(1), "status"));
    }

    [Fact]
    public async Task Every_answer_of_the_page_is_known()
    {
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        HaproxyPage At(string page) => new(
            new HaproxySource { Uri = new Uri(page) }, client, new GivenLogin(), TimeSpan.FromSeconds(10), TimeProvider.System);
        var admin = At(Balancer.Page);

        Assert.Equal("DONE", await admin.PostAsync("web", [Node(1)], "drain", default));
        Assert.Equal("NONE", await admin.PostAsync("web", [], "drain", default));
        Assert.Equal("PART", await admin.PostAsync("web", [Node(1), "nosuch"], "ready", default));
        Assert.Equal("ERRP", await admin.PostAsync("nosuch", [Node(1)], "ready", default));
        Assert.Equal("EXCD", await admin.PostAsync("web", [.. Enumerable.Repeat(new string('x', 200), 200)], "ready", default));
        Assert.Equal("DENY", await At("http://10.77.0.10:8405/haproxy?stats").PostAsync("web", [Node(1)], "ready", default));
        Assert.Equal("UP", Balancer.Stat("web", Node(1), "status"));

        var server = Server("web", Node(1));
        foreach (var (backend, name) in new[] { ("web", "nosuch"), ("nosuch", "nosuch") })
        {
            var gone = await Assert.ThrowsAsync<HaproxyException>(() =>
                admin.SetStateAsync(server with { Backend = backend, Name = name }, HaproxyTargetState.Drain, default));
            Assert.Equal(HaproxyErrorKind.ServerNotFound, gone.Kind);
        }

        var tooLong = await Assert.ThrowsAsync<HaproxyException>(() =>
            At("http://10.77.0.10:8405/haproxy?stats").SetStateAsync(server, HaproxyTargetState.Drain, default));
        Assert.Equal(HaproxyErrorKind.PermissionDenied, tooLong.Kind);
    }

    [Theory]
    [InlineData("x; disable frontend www")]
    [InlineData("x\nset server web/y state maint")]
    [InlineData("x y")]
    [InlineData("x/y")]
    [InlineData("#1")]
    [InlineData("")]
    public void A_name_that_the_socket_would_read_as_something_else_is_refused_before_anything_is_sent(string name)
    {
        using var listener = new TcpListener(IPAddress.Parse(Balancer.Address), 0);
        listener.Start();
        var socket = listener.LocalEndpoint.ToString()!;
        HaproxyServer Forged(string backend, string server) => new()
        {
            Source = new HaproxySource { Socket = socket },
            Backend = backend,
            Name = server,
            Status = "UP",
        };
        Host.Set("forged", new[] { Forged("web", name), Forged(name, "a") });

        foreach (var command in new[] { "Suspend-HaproxyServer", "Resume-HaproxyServer", "Set-HaproxyServer -Weight 1" })
        {
            var outcome = Host.Run($"$forged | {command}");
            Assert.Equal(["InvalidName", "InvalidName"], outcome.Errors.Select(PipelineOutcome.IdOf));
        }

        Host.Set("name", name);
        if (name.Length > 0)
        {
            Host.Run($"Suspend-HaproxyServer $name -Socket {socket}").AssertTerminating("InvalidName");
        }

        Assert.False(listener.Pending());
    }

    [Fact]
    public void Letters_of_any_alphabet_in_a_name_are_only_a_server_that_is_not_there()
    {
        Assert.Equal("servidor-ção.1", Host.Run("Suspend-HaproxyServer servidor-ção.1").AssertError("ServerNotFound").TargetObject);
        Host.Set("gone", Server("web", Node(1)) with { Name = "服务器" });
        Host.Run("$gone | Suspend-HaproxyServer").AssertError("ServerNotFound");
    }

    [Fact]
    public async Task Counters_are_cleared_only_after_a_question()
    {
        using (var client = new HttpClient())
        {
            Assert.Equal("ok\n", await client.GetStringAsync(new Uri("http://10.77.0.10/health.txt")));
        }

        Host.AnswerWith("No");
        (await Host.RunAsync("Clear-HaproxyCounter")).AssertNoErrors();
        Assert.Single(Host.Questions);
        Assert.Equal("1", Balancer.Stat("www", "FRONTEND", "smax"));

        (await Host.RunAsync("Clear-HaproxyCounter -Confirm:$false -Socket 10.77.0.10:9998")).AssertNoErrors();
        Assert.Equal(("0", "1"), (Balancer.Stat("www", "FRONTEND", "smax"), Balancer.Stat("www", "FRONTEND", "hrsp_2xx")));
        (await Host.RunAsync("Clear-HaproxyCounter -All -Confirm:$false -Socket 10.77.0.10:9998")).AssertError("PermissionDenied");
        var cleared = (await Host.RunAsync("Get-HaproxyServer *APP01 | Clear-HaproxyCounter -All -Confirm:$false -PassThru")).Single<HaproxyServer>();
        Assert.Equal((Node(1), 0L), (cleared.Name, cleared.RequestsTotal));
        Assert.Equal("0", Balancer.Stat("www", "FRONTEND", "hrsp_2xx"));
    }

    private static IEnumerable<string> Admin(string states) =>
        states.Split('\n').Skip(2).Where(l => l.Length > 0).Select(l => string.Join(' ', l.Split(' ')[1..4].Concat(l.Split(' ')[6..8])));

    private sealed class GivenLogin : IHaproxyLogin
    {
        public NetworkCredential? Known => new("admin", Balancer.Password);

        public Task<NetworkCredential?> AskAsync(HaproxySource source, CancellationToken cancellationToken) =>
            Task.FromResult<NetworkCredential?>(null);

        public void Accepted(NetworkCredential login)
        {
        }

        public bool Refused(NetworkCredential login) => false;
    }
}
