using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Tests.Ssh;

/// <summary>Logins with the keys of a real ssh-agent.</summary>
[Collection(SshdTests.Name)]
public sealed class SshAgentTests : IDisposable
{
    private const string Secret = "Correct-Horse-7";

    private readonly TestSshd _sshd = new();
    private readonly TestAgent _agent;

    public SshAgentTests() => _agent = new TestAgent(_sshd.Folder);

    public void Dispose()
    {
        _agent.Dispose();
        _sshd.Dispose();
    }

    [Theory]
    [InlineData("ed25519")]
    [InlineData("ecdsa")]
    [InlineData("ecdsa", "-b", "384")]
    [InlineData("rsa")]
    public async Task The_agents_key_logs_in(string type, params string[] more)
    {
        var key = _sshd.MakeKey("key", type, "", more);
        _sshd.Authorize(key);
        _agent.Add(key);
        File.Delete(key);
        await LogInAsync(new() { AgentSocket = _agent.Socket });
        Assert.Contains("Accepted publickey", _sshd.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_of_the_agent_that_fits_is_found_behind_one_that_does_not()
    {
        _agent.Add(_sshd.MakeKey("stranger", "rsa"));
        _agent.Add(_sshd.KeyFile);
        await LogInAsync(new() { AgentSocket = _agent.Socket });
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_encrypted_key_file_needs_no_passphrase_when_the_agent_has_the_key(bool hasPublicFile)
    {
        var key = _sshd.MakeKey("key");
        _sshd.Authorize(key);
        _agent.Add(_sshd.MakeKey("stranger"));
        _agent.Add(key);
        Tool.Run("ssh-keygen", "-q", "-p", "-P", "", "-N", Secret, "-f", key);
        if (!hasPublicFile)
        {
            File.Delete(key + ".pub");
        }

        await LogInAsync(new() { KeyFile = key, AgentSocket = _agent.Socket });
        Assert.DoesNotContain("Failed publickey", _sshd.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_key_file_goes_before_the_agents_keys_and_those_before_the_password()
    {
        _agent.Add(_sshd.KeyFile);
        await LogInAsync(new() { KeyFile = _sshd.MakeKey("stranger"), Password = Secret, AgentSocket = _agent.Socket });
        Assert.Contains("Accepted publickey", _sshd.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("password for", _sshd.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_agent_that_has_gone_matters_only_when_it_was_the_only_way()
    {
        _agent.Dispose();
        await LogInAsync(new() { KeyFile = _sshd.KeyFile, AgentSocket = _agent.Socket });
        var error = await FailsAsync(new() { AgentSocket = _agent.Socket });
        Assert.Contains("SSH_AUTH_SOCK", error.Message, StringComparison.Ordinal);
        Assert.Contains(_agent.Socket, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_agent_without_keys_is_said_before_connecting()
    {
        var error = await FailsAsync(new() { AgentSocket = _agent.Socket });
        Assert.Contains("has no key that fits", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Connection from", _sshd.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_that_the_server_does_not_know_are_refused_with_a_hint()
    {
        _agent.Add(_sshd.MakeKey("stranger"));
        var error = await FailsAsync(new() { AgentSocket = _agent.Socket });
        Assert.Contains("ssh-add -l", error.Message, StringComparison.Ordinal);
    }

    private async Task LogInAsync(NodeCredential credential)
    {
        await using var shell = await _sshd.ConnectAsync(credential: credential);
        Assert.Equal(0, (await shell.RunAsync(new NodeCommand("true"), default)).ExitCode);
    }

    private async Task<NodeException> FailsAsync(NodeCredential credential)
    {
        var error = await Assert.ThrowsAsync<NodeException>(() => _sshd.ConnectAsync(credential: credential));
        Assert.Equal(NodeErrorKind.AuthenticationFailed, error.Kind);
        return error;
    }
}
