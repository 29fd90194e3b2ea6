using Ultrafarma.Cluster.Nodes;
using Ultrafarma.Cluster.Ssh;

namespace Ultrafarma.Cluster.Tests.Ssh;

[Collection(SshdTests.Name)]
public sealed class SshLoginTests : IDisposable
{
    private const string Secret = "Correct-Horse-7";

    private readonly TestSshd _sshd = new();

    public void Dispose() => _sshd.Dispose();

    [Theory]
    [InlineData("ed25519", "")]
    [InlineData("ed25519", Secret)]
    [InlineData("ecdsa", "")]
    [InlineData("ecdsa", Secret)]
    [InlineData("rsa", "")]
    [InlineData("rsa", Secret)]
    [InlineData("rsa", "", "-m", "PEM")]
    [InlineData("rsa", Secret, "-m", "PEM")]
    [InlineData("ecdsa", "", "-m", "PEM")]
    [InlineData("rsa", Secret, "-m", "PKCS8")]
    public async Task Every_usual_kind_of_key_logs_in(string type, string passphrase, params string[] format)
    {
        var key = _sshd.MakeKey("key", type, passphrase, format);
        _sshd.Authorize(key);
        await using var shell = await _sshd.ConnectAsync(credential: new() { KeyFile = key, KeyPassphrase = passphrase });
        Assert.Equal("root\n", (await shell.RunAsync(new NodeCommand("id -un"), default)).OutputText);
        Assert.DoesNotContain("Failed", _sshd.Log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ed25519")]
    [InlineData("rsa", "-m", "PEM")]
    [InlineData("rsa", "-m", "PKCS8")]
    public async Task A_wrong_passphrase_makes_the_key_unusable_and_stays_secret(string type, params string[] format)
    {
        var key = _sshd.MakeKey("key", type, "right-one", format);
        var error = await LoginFailsAsync(NodeErrorKind.KeyFileUnusable, new() { KeyFile = key, KeyPassphrase = Secret });
        Assert.Contains(key, error.Message, StringComparison.Ordinal);
        Assert.Contains("passphrase", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Connection from", _sshd.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_encrypted_key_asks_for_its_passphrase()
    {
        var error = await LoginFailsAsync(
            NodeErrorKind.KeyFileUnusable, new() { KeyFile = _sshd.MakeKey("key", passphrase: Secret) });
        Assert.Contains("is encrypted", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nowhere")]
    [InlineData("known_hosts")]
    [InlineData("id.pub")]
    public async Task A_file_that_is_no_key_is_named(string file)
    {
        var error = await LoginFailsAsync(NodeErrorKind.KeyFileUnusable, new() { KeyFile = _sshd.InFolder(file) });
        Assert.Contains(_sshd.InFolder(file), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_is_not_authorized_is_refused()
    {
        var key = _sshd.MakeKey("stranger");
        var error = await LoginFailsAsync(NodeErrorKind.AuthenticationFailed, new() { KeyFile = key });
        Assert.Contains("'root'", error.Message, StringComparison.Ordinal);
        Assert.Contains(key, error.Message, StringComparison.Ordinal);
        Assert.Contains("authorized_keys", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_to_log_in_with_is_said_before_connecting()
    {
        await LoginFailsAsync(NodeErrorKind.AuthenticationFailed, new());
        Assert.DoesNotContain("Connection from", _sshd.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_password_logs_in_and_a_wrong_one_stays_secret()
    {
        using var sshd = new TestSshd(rootPassword: Secret);
        await using (var shell = await sshd.ConnectAsync(credential: new() { Password = Secret }))
        {
            Assert.Equal(0, (await shell.RunAsync(new NodeCommand("true"), default)).ExitCode);
        }

        Assert.Contains("Accepted password", sshd.Log, StringComparison.Ordinal);
        var error = await Assert.ThrowsAsync<NodeException>(() => sshd.ConnectAsync(credential: new() { Password = "Wrong-Horse-8" }));
        Assert.Equal(NodeErrorKind.AuthenticationFailed, error.Kind);
        Assert.DoesNotContain("Wrong-Horse-8", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_password_prompt_is_answered()
    {
        using var sshd = new TestSshd("UsePAM yes\nPasswordAuthentication no\nKbdInteractiveAuthentication yes", rootPassword: Secret);
        await using (var shell = await sshd.ConnectAsync(credential: new() { Password = Secret }))
        {
            Assert.Equal(0, (await shell.RunAsync(new NodeCommand("true"), default)).ExitCode);
        }

        Assert.Contains("Accepted keyboard-interactive", sshd.Log, StringComparison.Ordinal);
        var error = await Assert.ThrowsAsync<NodeException>(() => sshd.ConnectAsync(credential: new() { Password = "Wrong-Horse-8" }));
        Assert.Equal(NodeErrorKind.AuthenticationFailed, error.Kind);
        Assert.DoesNotContain("Wrong-Horse-8", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_key_is_tried_before_the_password()
    {
        using var sshd = new TestSshd(rootPassword: Secret);
        await (await sshd.ConnectAsync(credential: new() { KeyFile = sshd.KeyFile, Password = Secret })).DisposeAsync();
        Assert.Contains("Accepted publickey", sshd.Log, StringComparison.Ordinal);

        await (await sshd.ConnectAsync(credential: new() { KeyFile = sshd.MakeKey("stranger"), Password = Secret })).DisposeAsync();
        Assert.Contains("Accepted password", sshd.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_encrypted_key_is_decrypted_once_for_all_nodes_and_anew_when_its_file_changed()
    {
        var key = _sshd.MakeKey("key", passphrase: Secret);
        _sshd.Authorize(key);
        var credential = new NodeCredential { KeyFile = key, KeyPassphrase = Secret };
        var connector = new SshNodeConnector();
        await (await connector.ConnectAsync(_sshd.Endpoint, _sshd.Settings, credential, default)).DisposeAsync();

        // What is in the file now could not be decrypted: who still gets in did not read it again.
        var written = File.GetLastWriteTimeUtc(key);
        await File.WriteAllTextAsync(key, "no key");
        File.SetLastWriteTimeUtc(key, written);
        await (await connector.ConnectAsync(_sshd.Endpoint, _sshd.Settings, credential, default)).DisposeAsync();

        File.SetLastWriteTimeUtc(key, written.AddSeconds(1));
        var error = await Assert.ThrowsAsync<NodeException>(() => connector.ConnectAsync(_sshd.Endpoint, _sshd.Settings, credential, default));
        Assert.Equal(NodeErrorKind.KeyFileUnusable, error.Kind);
    }

    private async Task<NodeException> LoginFailsAsync(NodeErrorKind kind, NodeCredential credential)
    {
        var error = await Assert.ThrowsAsync<NodeException>(() => _sshd.ConnectAsync(credential: credential));
        Assert.Equal(kind, error.Kind);
        Assert.Equal("web1", error.NodeName);
        Assert.DoesNotContain(Secret, error.ToString(), StringComparison.Ordinal);
        return error;
    }
}
