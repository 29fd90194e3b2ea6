using System.Text;
using Ultrafarma.Cluster.Haproxy;
using Ultrafarma.Cluster.Tests.Engine;
using Ultrafarma.Cluster.Tests.Haproxy;
using Xunit;

namespace Ultrafarma.Cluster.Tests.HaproxyLab;

/// <summary>How a balancer is found, and everything that keeps it from being asked.</summary>
public sealed class SourceTests(LabFixture lab) : HaproxyLabTest(lab)
{
    [Theory]
    [InlineData("http://10.77.0.10:8404/haproxy?stats", "AuthenticationRequired", "-Credential")]
    [InlineData("http://10.77.0.10:8407/haproxy?stats", "PageForbidden", "403")]
    [InlineData("http://10.77.0.10:8408/haproxy?stats", "PageUnavailable", "stats enable")]
    [InlineData("http://10.77.0.10/haproxy?stats", "PageNotFound", "stats uri")]
    [InlineData("http://10.77.0.10/health.txt?", "NotStatistics", "stats uri")]
    [InlineData("http://10.77.0.10:1/haproxy?stats", "Unreachable", "Is HAProxy running")]
    [InlineData("https://10.77.0.10:8406/haproxy?stats", "Unreachable", "plain http")]
    public void Each_page_that_is_none_has_an_error_of_its_own(string page, string errorId, string hint)
    {
        var error = Host.Run($"Get-HaproxyServer -Uri {page}").AssertError(errorId);
        Assert.Contains(hint, error.ToString(), StringComparison.Ordinal);
        Assert.Contains(page, error.ToString(), StringComparison.Ordinal);
        Assert.IsType<HaproxySource>(error.TargetObject);
    }

    [Fact]
    public async Task CtrlC_ends_the_question_to_a_silent_page_within_a_second()
    {
        using var page = new FakePage(_ => null);
        using var asking = Host.Start($"Get-HaproxyServer -Uri '{page.Source.Uri}'");
        await asking.WaitUntilAsync(_ => page.Requests.Count == 1);
        Assert.InRange((await asking.StopAsync()).TotalSeconds, 0, 1);
        Assert.Empty((await asking.OutcomeAsync()).Errors);
    }

    [Fact]
    public void A_page_for_everybody_needs_no_password_and_may_be_named_by_its_table()
    {
        using var host = NewHost();
        Assert.Equal(12, host.Run("Get-HaproxyServer -Uri 'http://10.77.0.10:8406/haproxy?stats;csv'").As<HaproxyServer>().Count);
        Assert.Equal(12, host.Run("Get-HaproxyServer -Uri 'http://10.77.0.10:8406/haproxy?stats#web'").As<HaproxyServer>().Count);
        Assert.Empty(host.Questions);
    }

    [Fact]
    public void A_password_is_asked_for_once_a_session_and_only_kept_when_it_was_taken()
    {
        using var host = NewHost();
        host.AnswerWith(Balancer.Login("wrong-pass"));
        var refused = host.Run($"Get-HaproxyServer -Uri {Balancer.Page}").AssertError("AuthenticationFailed");
        Assert.Contains("stats auth", refused.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("wrong-pass", refused + refused.Exception.ToString(), StringComparison.Ordinal);

        host.AnswerWith(Balancer.Login());
        Assert.Equal(12, host.Run($"Get-HaproxyServer -Uri {Balancer.Page} | Get-HaproxyServer -Uri {Balancer.Page} -Backend *").As<HaproxyServer>().Count);
        Assert.Equal(12, host.Run($"Get-HaproxyServer -Uri {Balancer.Page}").As<HaproxyServer>().Count);
        Assert.Equal(2, host.Questions.Count);
        Assert.All(host.Questions, q => Assert.Contains(Balancer.Page, q, StringComparison.Ordinal));
    }

    [Fact]
    public void A_kept_password_that_the_page_no_longer_takes_is_asked_for_anew()
    {
        var right = "of-yesterday";
        using var page = new FakePage(request => request.Contains(
            Convert.ToBase64String(Encoding.UTF8.GetBytes("admin:" + right)), StringComparison.Ordinal)
                ? FakePage.Http("200 OK", HaproxyWorld.PageOf("2.6"))
                : FakePage.Http("401 Unauthorized", []));
        var read = $"Get-HaproxyServer -Uri http://127.0.0.1:{page.Port}/haproxy?stats";
        using var host = NewHost();
        host.Set("login", Balancer.Login(right));
        host.Run(read + " -Credential $login").AssertNoErrors();

        right = "of-today";
        host.AnswerWith(Balancer.Login(right));
        Assert.Equal(8, host.Run(read).As<HaproxyServer>().Count);
        Assert.Equal(8, host.Run(read).As<HaproxyServer>().Count);
        Assert.Single(host.Questions);
        host.Run(read + " -Credential $login").AssertError("AuthenticationFailed");
        Assert.Equal(8, host.Run(read).As<HaproxyServer>().Count);
    }

    [Fact]
    public void A_password_that_was_given_is_kept_for_the_session_and_shown_nowhere()
    {
        using var host = NewHost();
        var outcome = host.Run($"Get-HaproxyServer -Uri {Balancer.Page} -Credential $login -Verbose -Debug");
        outcome.AssertNoErrors();
        Assert.DoesNotContain(Balancer.Password, string.Join('\n', outcome.Verbose.Concat(outcome.Warnings)), StringComparison.Ordinal);
        Assert.Empty(outcome.Warnings);

        // What came from the page goes back to it without being told again.
        host.Run($"Get-HaproxyServer -Uri {Balancer.Page} *APP01 | Suspend-HaproxyServer").AssertNoErrors();
        Assert.Equal("DRAIN", Balancer.Stat("web", Node(1), "status"));
        host.Run("Remove-Module Ultrafarma.Cluster");
        host.Run("param($path) Import-Module $path", Repository.Manifest);
        host.Run($"Get-HaproxyServer -Uri {Balancer.Page}").AssertError("AuthenticationRequired");
    }

    [Fact]
    public void A_password_on_its_way_to_another_host_in_plain_http_is_warned_of_once()
    {
        var first = Host.Run("Get-HaproxyServer -Uri http://10.77.0.11/haproxy?stats -Credential $login");
        Assert.Contains("unencrypted", Assert.Single(first.Warnings), StringComparison.Ordinal);
        first.AssertError("PageNotFound");
        Assert.Empty(Host.Run("Get-HaproxyServer -Uri http://10.77.0.11/haproxy?stats -Credential $login").Warnings);
    }

    [Fact]
    public void Wrong_calls_end_before_anything_is_asked()
    {
        Host.Run("Get-HaproxyServer -Uri http://x/ -Socket /x").AssertTerminating("TwoSources");
        Host.Run("Get-HaproxyServer -Uri ftp://x/").AssertTerminating("InvalidUri");
        Host.Run("Get-HaproxyServer -Uri http://x/ -Node lb01").AssertTerminating("TwoSources");
        Host.Run("Get-HaproxyServer -Socket 10.77.0.10:9999 -Node lb01").AssertTerminating("TwoSources");
        Host.Run("Get-HaproxyServer -Socket 10.77.0.10:9999 -Credential $login").AssertTerminating("TwoSources");
        Host.Run("Get-HaproxyServer only -Socket 10.77.0.10:9999 | Suspend-HaproxyServer -Node nosuch").AssertTerminating("NodeNotFound");
        Host.Run("Get-HaproxyServer -Socket relative/path").AssertTerminating("InvalidSocket");
        Host.Run("Get-HaproxyServer -Socket /run/x.sock -Node nosuch").AssertTerminating("NodeNotFound");
        using var host = NewHost();
        host.Run("Get-HaproxyServer").AssertTerminating("NoHaproxySource");
        host.Run("Get-HaproxyServer -Socket /run/x.sock -Node lb01").AssertTerminating("NotConnected");
        foreach (var wrong in new[] { "-Uri http://u:hidden-pass@x/", "-Uri 'u:hidden-pass@x:1/s'", "-Uri '//u:hidden-pass@x/s'", "-Socket 'u:hidden-pass@x'" })
        {
            var error = Host.Run("Get-HaproxyServer " + wrong).Terminating!;
            Assert.DoesNotContain("hidden-pass", error + error.Exception.ToString() + error.TargetObject, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_socket_that_cannot_be_opened_says_why()
    {
        Assert.Contains("no socket", Host.Run("Get-HaproxyServer -Socket /run/haproxy/nosuch.sock -Node lb01")
            .AssertError("Unreachable").ToString(), StringComparison.Ordinal);
        Assert.Contains("as a socket", Host.Run("Get-HaproxyServer -Socket /etc/passwd -Node lb01").AssertError("Unreachable").ToString(), StringComparison.Ordinal);
        Assert.Contains("no socket", Host.Run("Get-HaproxyServer -Socket /run/uf-nosuch.sock").AssertError("Unreachable").ToString(),
            StringComparison.Ordinal);
        Host.Run("Get-HaproxyServer -Socket 10.77.0.10:1").AssertError("Unreachable");

        // Another node's sshd works the same, and has no such socket.
        Assert.Equal(
            $"{Node(1)}:/run/haproxy/admin.sock",
            Host.Run($"Get-HaproxyServer -Socket /run/haproxy/admin.sock -Node {Node(1)}").AssertError("Unreachable").TargetObject.ToString());
    }

    [Fact]
    public void An_ssh_server_that_forbids_sockets_is_named()
    {
        Lab.On("lb01", "printf 'AllowStreamLocalForwarding no\\n' >>/etc/ssh/sshd_config");
        Lab.Lab("stop", "lb01", "sshd");
        Lab.Lab("start", "lb01", "sshd");
        try
        {
            using var host = Connect();
            var error = host.Run("Get-HaproxyServer").AssertError("Unreachable");
            Assert.Contains("AllowStreamLocalForwarding", error.ToString(), StringComparison.Ordinal);
            Assert.Equal("lb01:/run/haproxy/admin.sock", error.TargetObject.ToString());
        }
        finally
        {
            Lab.On("lb01", "sed -i '/^AllowStreamLocalForwarding no$/d' /etc/ssh/sshd_config");
            Lab.Lab("stop", "lb01", "sshd");
            Lab.Lab("start", "lb01", "sshd");
        }
    }

    [Fact]
    public void What_only_the_socket_can_do_says_so_at_the_page()
    {
        var page = Balancer.Arguments("page");
        foreach (var command in new[]
            {
                $"Get-HaproxyInfo {page}", $"Get-HaproxyError {page}", $"Clear-HaproxyCounter -Confirm:$false {page}",
                $"Export-HaproxyServerState /tmp/uf-never.state {page}", $"Set-HaproxyServer *APP01 -Weight 50% {page}",
            })
        {
            Assert.Contains("-Socket", Host.Run(command).AssertError("NeedsSocket").ToString(), StringComparison.Ordinal);
        }

        Assert.False(File.Exists("/tmp/uf-never.state"));
    }

    [Fact]
    public void A_balancer_that_does_not_answer_costs_its_time_once()
    {
        using var silent = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Parse(Balancer.Address), 0);
        silent.Start();
        var port = ((System.Net.IPEndPoint)silent.LocalEndpoint).Port;
        var inventory = Path.Combine(Path.GetTempPath(), "uf-haproxy-" + Guid.NewGuid().ToString("N") + ".psd1");
        File.WriteAllText(inventory, File.ReadAllText(Lab.Inventory).Replace("Haproxy = @{", "Haproxy = @{ TimeoutSeconds = 1;", StringComparison.Ordinal));
        using var host = NewHost();
        host.Run("param($path) Connect-WebCluster -Path $path", inventory).AssertNoErrors();
        File.Delete(inventory);

        var bySocket = host.Run($"Get-HaproxyServer -Socket {Balancer.Address}:{port}");
        Assert.Contains("TimeoutSeconds", bySocket.AssertError("Unreachable").ToString(), StringComparison.Ordinal);
        var byPage = host.Run($"Get-HaproxyServer -Uri http://{Balancer.Address}:{port}/");
        byPage.AssertError("Unreachable");
        Assert.InRange((bySocket.Elapsed + byPage.Elapsed).TotalSeconds, 1.9, 15);
    }

    [Fact]
    public void Tab_offers_nodes_for_servers_and_for_the_way_to_the_socket()
    {
        Assert.Equal([Node(2)], Host.Complete("Suspend-HaproxyServer APP02").Select(c => c.ListItemText));
        Assert.Equal([Node(3)], Host.Complete("Get-HaproxyServer -Socket /x -Node app03").Select(c => c.ListItemText));
    }
}
