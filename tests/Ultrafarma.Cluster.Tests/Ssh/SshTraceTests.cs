using Ultrafarma.Cluster.Nodes;
using Ultrafarma.Cluster.Ssh;
using Xunit;

namespace Ultrafarma.Cluster.Tests.Ssh;

/// <summary>What is written down while a connection is made, against real servers.</summary>
[Collection(SshdTests.Name)]
public sealed class SshTraceTests : IDisposable
{
    private const string Secret = "Correct-Horse-7";

    private readonly TestSshd _sshd = new();

    public void Dispose() => _sshd.Dispose();

    [Fact]
    public async Task A_login_by_key_tells_the_server_its_key_the_methods_and_what_let_us_in()
    {
        var trace = await TraceAsync(_sshd, _sshd.Credential);
        Assert.Equal(NodeDoorStage.Reached, trace.Stage);
        Assert.StartsWith("SSH-2.0-OpenSSH_", trace.Server, StringComparison.Ordinal);
        Assert.Equal(
            new NodeHostKey("ssh-ed25519", _sshd.HostKeyFingerprint, HostKeyStanding.Listed, _sshd.KnownHosts, 1), trace.HostKey);
        Assert.Contains("publickey", trace.OfferedMethods);
        Assert.Equal([new NodeLogin("publickey", $"key file {_sshd.KeyFile}", NodeLoginOutcome.Accepted)], trace.Logins);
    }

    [Fact]
    public async Task Each_key_and_the_password_has_its_own_outcome()
    {
        using var agent = new TestAgent(_sshd.Folder);
        var (other, unused) = (_sshd.MakeKey("other"), _sshd.MakeKey("unused"));
        agent.Add(other);
        agent.Add(_sshd.KeyFile);
        agent.Add(unused);
        var stranger = _sshd.MakeKey("stranger", "rsa");
        var trace = await TraceAsync(_sshd, new() { KeyFile = stranger, Password = Secret, AgentSocket = agent.Socket });
        Assert.Equal(
        [
            new("publickey", $"key file {stranger}", NodeLoginOutcome.Refused),
            new("publickey", $"agent's key {Fingerprint(other)}", NodeLoginOutcome.Refused),
            new("publickey", $"agent's key {Fingerprint(_sshd.KeyFile)}", NodeLoginOutcome.Accepted),
            new("publickey", $"agent's key {Fingerprint(unused)}", NodeLoginOutcome.NotTried),
            new("password", "the password", NodeLoginOutcome.NotTried),
            new("keyboard-interactive", "the password", NodeLoginOutcome.NotTried),
        ], trace.Logins);
        Assert.DoesNotContain(Secret, string.Join(' ', trace.Logins), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "password")]
    [InlineData("UsePAM yes\nPasswordAuthentication no\nKbdInteractiveAuthentication yes", "keyboard-interactive")]
    public async Task A_password_logs_in_by_what_the_server_offers(string config, string method)
    {
        using var sshd = new TestSshd(config, rootPassword: Secret);
        var trace = await TraceAsync(sshd, new() { Password = Secret });
        Assert.Equal(method, Assert.Single(trace.Logins, login => login.Outcome == NodeLoginOutcome.Accepted).Method);
        Assert.Contains(method, trace.OfferedMethods);

        var refused = await TraceAsync(sshd, new() { Password = "Wrong-Horse-8" });
        Assert.Equal(NodeDoorStage.Login, refused.Stage);
        Assert.Equal(NodeLoginOutcome.Refused, Assert.Single(refused.Logins, login => login.Method == method).Outcome);
        Assert.DoesNotContain("Wrong-Horse-8", string.Join(' ', refused.Logins), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_key_is_told_as_it_stands_to_known_hosts()
    {
        File.WriteAllText(_sshd.KnownHosts, "");
        Assert.Equal((HostKeyStanding.Unknown, NodeDoorStage.HostKey), await StandingAsync(HostKeyPolicy.Strict));
        Assert.Equal((HostKeyStanding.Added, NodeDoorStage.Reached), await StandingAsync(HostKeyPolicy.AcceptNew));
        Assert.Equal((HostKeyStanding.Listed, NodeDoorStage.Reached), await StandingAsync(HostKeyPolicy.Strict));
        _sshd.Trust(marker: "@revoked ");
        Assert.Equal((HostKeyStanding.Revoked, NodeDoorStage.HostKey), await StandingAsync(HostKeyPolicy.Strict));
        _sshd.Trust(_sshd.MakeKey("other") + ".pub");
        Assert.Equal((HostKeyStanding.Changed, NodeDoorStage.HostKey), await StandingAsync(HostKeyPolicy.Strict));
    }

    [Fact]
    public async Task A_certificate_is_told_as_such()
    {
        using var authority = new TestAuthority();
        foreach (var (name, standing) in new[] { ("127.0.0.1", HostKeyStanding.Certified), ("other", HostKeyStanding.NotCertified) })
        {
            using var sshd = new TestSshd(certify: key => authority.Sign(key, "-h", "-n", name));
            File.WriteAllText(sshd.KnownHosts, $"@cert-authority * {authority.PublicKey}\n");
            Assert.Equal(standing, (await TraceAsync(sshd, sshd.Credential)).HostKey!.Standing);
        }
    }

    [Fact]
    public async Task How_far_it_came_is_told_without_an_answer_too()
    {
        using var silent = new TestRelay(0);
        var trace = new ConnectionTrace();
        var settings = _sshd.Settings with { Trace = trace, ConnectTimeout = TimeSpan.FromSeconds(1) };
        await Assert.ThrowsAsync<NodeException>(() => _sshd.ConnectAsync(settings, port: silent.Port));
        Assert.Equal(NodeDoorStage.Hello, trace.Stage);
        Assert.Null(trace.Server);
        await Assert.ThrowsAsync<NodeException>(() => _sshd.ConnectAsync(settings, port: TestSshd.FreePort()));
        Assert.Equal(NodeDoorStage.Connection, trace.Stage);
    }

    [Fact]
    public async Task A_second_try_is_not_told_twice()
    {
        using var relay = new TestRelay(_sshd.Port, drop: 1);
        _sshd.Trust(port: relay.Port);
        var trace = new ConnectionTrace();
        await (await _sshd.ConnectAsync(_sshd.Settings with { Trace = trace }, port: relay.Port)).DisposeAsync();
        Assert.Single(trace.Logins);
        Assert.Equal(NodeDoorStage.Reached, trace.Stage);
    }

    private static string Fingerprint(string keyFile) => Tool.Run("ssh-keygen", "-lf", keyFile + ".pub").Split(' ')[1];

    private static async Task<ConnectionTrace> TraceAsync(TestSshd sshd, NodeCredential credential, HostKeyPolicy policy = HostKeyPolicy.Strict)
    {
        var trace = new ConnectionTrace();
        try
        {
            await (await sshd.ConnectAsync(sshd.Settings with { Trace = trace, HostKeyPolicy = policy }, credential)).DisposeAsync();
        }
        catch (NodeException)
        {
            // The trace tells.
        }

        return trace;
    }

    private async Task<(HostKeyStanding Standing, NodeDoorStage Stage)> StandingAsync(HostKeyPolicy policy)
    {
        var trace = await TraceAsync(_sshd, _sshd.Credential, policy);
        return (trace.HostKey!.Standing, trace.Stage);
    }
}
