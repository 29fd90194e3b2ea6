using Ultrafarma.Cluster.Nodes;
using Ultrafarma.Cluster.Ssh;

namespace Ultrafarma.Cluster.Tests.Ssh;

[Collection(SshdTests.Name)]
public sealed class SshHostKeyTests : IDisposable
{
    private readonly TestSshd _sshd = new();

    public void Dispose() => _sshd.Dispose();

    [Fact]
    public async Task An_unknown_key_is_refused_before_anything_is_sent()
    {
        File.WriteAllText(_sshd.KnownHosts, "");
        var error = await RefusedAsync(NodeErrorKind.HostKeyUnknown, HostKeyPolicy.Strict);
        Assert.Contains(_sshd.KnownHosts, error.Message, StringComparison.Ordinal);
        Assert.Contains("-HostKeyPolicy AcceptNew", error.Message, StringComparison.Ordinal);
        Assert.Contains("ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(HostKeyPolicy.Strict)]
    [InlineData(HostKeyPolicy.AcceptNew)]
    public async Task A_changed_key_is_refused_under_every_policy(HostKeyPolicy policy)
    {
        _sshd.Trust(_sshd.MakeKey("other") + ".pub");
        File.WriteAllText(_sshd.KnownHosts, "# comment\n" + File.ReadAllText(_sshd.KnownHosts));
        var error = await RefusedAsync(NodeErrorKind.HostKeyChanged, policy);
        Assert.Contains($"{_sshd.KnownHosts} line 2", error.Message, StringComparison.Ordinal);
        Assert.Contains($"ssh-keygen -R '[127.0.0.1]:{_sshd.Port}'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(HostKeyPolicy.Strict)]
    [InlineData(HostKeyPolicy.AcceptNew)]
    public async Task A_revoked_key_is_refused_under_every_policy(HostKeyPolicy policy)
    {
        var trusted = File.ReadAllText(_sshd.KnownHosts);
        _sshd.Trust(marker: "@revoked ");
        File.AppendAllText(_sshd.KnownHosts, trusted);
        var error = await RefusedAsync(NodeErrorKind.HostKeyRevoked, policy);
        Assert.Contains($"{_sshd.KnownHosts} line 1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_authority_does_not_vouch_for_a_plain_key()
    {
        _sshd.Trust(marker: "@cert-authority ");
        await RefusedAsync(NodeErrorKind.HostKeyUnknown, HostKeyPolicy.Strict);
    }

    [Fact]
    public async Task AcceptNew_remembers_a_key_that_Strict_then_trusts()
    {
        var settings = _sshd.Settings with
        {
            KnownHostsFile = Path.Combine(_sshd.Folder, "new", ".ssh", "known_hosts"),
            HostKeyPolicy = HostKeyPolicy.AcceptNew,
        };
        await (await _sshd.ConnectAsync(settings)).DisposeAsync();
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(settings.KnownHostsFile));
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
            File.GetUnixFileMode(Path.GetDirectoryName(settings.KnownHostsFile)!));
        await (await _sshd.ConnectAsync(settings with { HostKeyPolicy = HostKeyPolicy.Strict })).DisposeAsync();

        // The line is one that OpenSSH itself finds.
        Assert.Contains(
            "ssh-ed25519",
            Tool.Run("ssh-keygen", "-F", $"[127.0.0.1]:{_sshd.Port}", "-f", settings.KnownHostsFile),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nodes_accepted_side_by_side_get_one_whole_line_each()
    {
        File.WriteAllText(_sshd.KnownHosts, "# no newline at the end");
        var settings = _sshd.Settings with { HostKeyPolicy = HostKeyPolicy.AcceptNew };
        var addresses = Enumerable.Range(1, 20).Select(i => $"127.0.0.{i}").ToList();
        using var sshd = new TestSshd("ListenAddress 0.0.0.0");

        // Two connectors: the guard must hold also between sessions.
        SshNodeConnector[] connectors = [new(), new()];
        var shells = await Task.WhenAll(addresses.Select((address, i) => connectors[i % 2].ConnectAsync(
            sshd.Endpoint with { Name = $"web{i}", Address = address }, settings, sshd.Credential, default)));
        await Task.WhenAll(shells.Select(shell => shell.DisposeAsync().AsTask()));
        var lines = File.ReadAllLines(_sshd.KnownHosts);
        Assert.Equal("# no newline at the end", lines[0]);
        Assert.Equal(
            addresses.Select(address => $"[{address}]:{sshd.Port}").Order(StringComparer.Ordinal),
            lines.Skip(1).Select(line => line.Split(' ')[0]).Order(StringComparer.Ordinal));
        Assert.All(lines.Skip(1), line => Assert.Equal(3, line.Split(' ').Length));
    }

    [Fact]
    public async Task A_key_that_cannot_be_remembered_is_not_trusted()
    {
        // A directory where the file should be stops even root.
        var settings = _sshd.Settings with { KnownHostsFile = _sshd.Folder, HostKeyPolicy = HostKeyPolicy.AcceptNew };
        var error = await Assert.ThrowsAsync<NodeException>(() => _sshd.ConnectAsync(settings));
        Assert.Equal(NodeErrorKind.HostKeyUnknown, error.Kind);
        AssertNothingSent(_sshd);
    }

    [Theory]
    [InlineData("rsa")]
    [InlineData("ecdsa")]
    public async Task The_server_is_asked_for_the_type_that_is_known(string type)
    {
        // It has two keys; known_hosts lists only the one that would not be preferred.
        using var sshd = new TestSshd($"HostKey {_sshd.HostKeyFile}", type);
        Assert.StartsWith(type == "rsa" ? "ssh-rsa" : "ecdsa-", File.ReadAllText(sshd.KnownHosts).Split(' ')[1], StringComparison.Ordinal);
        await using var shell = await sshd.ConnectAsync();
        Assert.Equal(0, (await shell.RunAsync(new NodeCommand("true"), default)).ExitCode);
    }

    [Fact]
    public async Task Keys_that_are_exchanged_anew_under_way_are_checked_again_and_do_no_harm()
    {
        using var sshd = new TestSshd("RekeyLimit 1M");
        await using var shell = await sshd.ConnectAsync();
        var result = await shell.RunAsync(new NodeCommand("cat") { Input = new byte[8_000_000] }, default);
        Assert.Equal(8_000_000, result.Output.Length);
        Assert.True(sshd.Log.Split("SSH2_MSG_NEWKEYS received").Length > 3);
    }

    private static void AssertNothingSent(TestSshd sshd)
    {
        Assert.DoesNotContain("userauth", sshd.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("root", sshd.Log, StringComparison.Ordinal);
    }

    private async Task<NodeException> RefusedAsync(NodeErrorKind kind, HostKeyPolicy policy)
    {
        var before = File.ReadAllText(_sshd.KnownHosts);
        var error = await Assert.ThrowsAsync<NodeException>(() => _sshd.ConnectAsync(_sshd.Settings with { HostKeyPolicy = policy }));
        Assert.Equal(kind, error.Kind);
        Assert.Equal("web1", error.NodeName);
        Assert.Contains($"web1 (127.0.0.1:{_sshd.Port})", error.Message, StringComparison.Ordinal);
        Assert.Contains(_sshd.HostKeyFingerprint, error.Message, StringComparison.Ordinal);
        Assert.Contains("ED25519", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllText(_sshd.KnownHosts));

        // sshd writes this when the connection is gone: then nothing more can follow.
        for (var i = 0; i < 100 && !_sshd.Log.Contains("preauth", StringComparison.Ordinal); i++)
        {
            await Task.Delay(20);
        }

        Assert.Contains("preauth", _sshd.Log, StringComparison.Ordinal);
        AssertNothingSent(_sshd);
        return error;
    }
}
