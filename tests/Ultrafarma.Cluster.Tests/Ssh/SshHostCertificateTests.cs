using System.Globalization;
using Ultrafarma.Cluster.Nodes;
using Ultrafarma.Cluster.Ssh.HostKeys;
using Xunit;

namespace Ultrafarma.Cluster.Tests.Ssh;

/// <summary>Hosts whose keys an authority has signed (@cert-authority), against real servers; and what OpenSSH's client says of them.</summary>
[Collection(SshdTests.Name)]
public sealed class SshHostCertificateTests : IDisposable
{
    private static readonly string[] Good = ["-h", "-n", "127.0.0.1"];

    private readonly TestAuthority _authority = new();

    public void Dispose() => _authority.Dispose();

    [Theory]
    [InlineData("ed25519", "ed25519")]
    [InlineData("ecdsa", "ed25519")]
    [InlineData("rsa", "ed25519")]
    [InlineData("ed25519", "rsa")]
    [InlineData("ed25519", "ecdsa")]
    [InlineData("ed25519", "ecdsa", "-b", "521")]
    public async Task A_certificate_of_a_listed_authority_vouches_for_every_kind_of_key(string hostType, string authorityType, params string[] more)
    {
        using var authority = new TestAuthority(authorityType, more);
        using var sshd = Sshd(authority, Good, hostType);
        await ConnectsAsync(sshd);
        Assert.True(OpenSshConnects(sshd));
    }

    [Theory]
    [InlineData("-h", "-n", "other,127.0.0.1")]
    [InlineData("-h")]
    [InlineData("-h", "-n", "127.0.0.1", "-V", "-1d:+1d")]
    public async Task Principals_may_be_several_or_none(params string[] options)
    {
        using var sshd = Sshd(_authority, options);
        await ConnectsAsync(sshd);
        Assert.True(OpenSshConnects(sshd));
    }

    [Theory]
    [InlineData("it expired on 2021-01-01 00:00 UTC", "-h", "-n", "127.0.0.1", "-V", "20200101000000Z:20210101000000Z")]
    [InlineData("it is not valid before 2098-12-31 00:00 UTC", "-h", "-n", "127.0.0.1", "-V", "20981231000000Z:20991231000000Z")]
    [InlineData("it is for 10.0.0.1, other.example.com, and not for 127.0.0.1 or web1", "-h", "-n", "10.0.0.1,other.example.com")]
    [InlineData("it is for 127.0.0, and not for", "-h", "-n", "127.0.0")]
    [InlineData("it is for 127.*, *, and not for", "-h", "-n", "127.*,*")]
    [InlineData("it has critical options, which no host's may have (strange@example.com)", "-h", "-n", "127.0.0.1", "-O", "critical:strange@example.com=1")]
    public async Task A_certificate_that_does_not_vouch_says_why_under_every_policy(string problem, params string[] options)
    {
        using var sshd = Sshd(_authority, options);
        Assert.False(OpenSshConnects(sshd));
        foreach (var policy in Enum.GetValues<HostKeyPolicy>())
        {
            var error = await RefusedAsync(sshd, NodeErrorKind.HostKeyUnknown, policy);
            Assert.Contains(problem, error.Message, StringComparison.Ordinal);
            Assert.Contains($"{sshd.KnownHosts} line 1", error.Message, StringComparison.Ordinal);
            Assert.Contains("ssh-keygen -s", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Another_authoritys_certificate_is_refused_and_both_are_named()
    {
        using var sshd = Sshd(_authority, Good);
        using var other = new TestAuthority();
        TrustAuthority(sshd, other);
        Assert.False(OpenSshConnects(sshd));
        var error = await RefusedAsync(sshd, NodeErrorKind.HostKeyUnknown, HostKeyPolicy.AcceptNew);
        Assert.Contains(_authority.Fingerprint, error.Message, StringComparison.Ordinal);
        Assert.Contains(other.Fingerprint, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(HostKeyPolicy.Strict)]
    [InlineData(HostKeyPolicy.AcceptNew)]
    public async Task A_revoked_authority_is_refused_although_another_line_lists_it(HostKeyPolicy policy)
    {
        using var sshd = Sshd(_authority, Good);
        File.AppendAllText(sshd.KnownHosts, $"@revoked * {_authority.PublicKey}\n");
        Assert.False(OpenSshConnects(sshd));
        var error = await RefusedAsync(sshd, NodeErrorKind.HostKeyRevoked, policy);
        Assert.Contains($"by an authority which {sshd.KnownHosts} line 2 marks as revoked", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_revoked_host_key_is_refused_although_its_certificate_is_good()
    {
        using var sshd = Sshd(_authority, Good);
        File.AppendAllText(sshd.KnownHosts, $"@revoked * {KeyOf(sshd)}\n");
        Assert.False(OpenSshConnects(sshd));
        await RefusedAsync(sshd, NodeErrorKind.HostKeyRevoked, HostKeyPolicy.Strict);
    }

    [Theory]
    [InlineData("10.0.0.1")]
    [InlineData("*,!127.0.0.1,![127.0.0.1]:*")]
    public async Task An_authority_for_other_hosts_is_none_for_this_one(string pattern)
    {
        using var sshd = Sshd(_authority, Good);
        File.WriteAllText(sshd.KnownHosts, $"@cert-authority {pattern} {_authority.PublicKey}\n");
        Assert.False(OpenSshConnects(sshd));
        var error = await RefusedAsync(sshd, NodeErrorKind.HostKeyUnknown, HostKeyPolicy.Strict);
        Assert.DoesNotContain("authority", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("[127.0.0.1]:*")]
    [InlineData("*")]
    public async Task The_authoritys_pattern_may_have_the_port_or_not(string pattern)
    {
        using var sshd = Sshd(_authority, Good);
        File.WriteAllText(sshd.KnownHosts, $"@cert-authority {pattern} {_authority.PublicKey}\n");
        await ConnectsAsync(sshd);
        Assert.True(OpenSshConnects(sshd));
    }

    [Fact]
    public async Task A_plain_key_that_is_listed_counts_when_the_certificate_does_not()
    {
        using var sshd = Sshd(_authority, ["-h", "-n", "other"]);
        File.AppendAllText(sshd.KnownHosts, $"[127.0.0.1]:{sshd.Port.ToString(CultureInfo.InvariantCulture)} {KeyOf(sshd)}\n");
        await ConnectsAsync(sshd);
        Assert.True(OpenSshConnects(sshd));
    }

    [Fact]
    public async Task A_host_without_a_certificate_is_told_what_is_missing()
    {
        using var sshd = new TestSshd();
        TrustAuthority(sshd, _authority);
        var error = await RefusedAsync(sshd, NodeErrorKind.HostKeyUnknown, HostKeyPolicy.Strict);
        Assert.Contains("line 1 lists an authority for it, but it showed no certificate", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_that_are_exchanged_anew_are_checked_again()
    {
        using var sshd = Sshd(_authority, Good, more: "RekeyLimit 1M");
        await using var shell = await sshd.ConnectAsync();
        var result = await shell.RunAsync(new NodeCommand("cat") { Input = new byte[4_000_000] }, default);
        Assert.Equal(4_000_000, result.Output.Length);
        Assert.True(sshd.Log.Split("SSH2_MSG_NEWKEYS received").Length > 2);
    }

    [Fact]
    public void A_users_certificate_a_broken_signature_and_SHA_1_are_refused()
    {
        // sshd itself would not show these.
        using var folder = new Nodes.TempFolder();
        Assert.Contains("a user's certificate", Problem(Signed(folder, _authority, "-n", "web1")), StringComparison.Ordinal);

        var good = Signed(folder, _authority, "-h", "-n", "web1");
        Assert.Null(Problem(good));
        for (var i = 0; i < good.Length; i++)
        {
            // No bit of it can be changed without somebody noticing.
            var changed = (byte[])good.Clone();
            changed[i] ^= 1;
            Assert.True(HostCertificate.TryRead(changed) is not { } certificate || CertificateCheck.ProblemOf(certificate, ["web1"], DateTimeOffset.UtcNow) is not null, $"byte {i}");
        }

        using var rsa = new TestAuthority("rsa");
        Assert.Null(Problem(Signed(folder, rsa, "-h", "-n", "web1", "-t", "rsa-sha2-256")));
        Assert.Contains("SHA-1", Problem(Signed(folder, rsa, "-h", "-n", "web1", "-t", "ssh-rsa")), StringComparison.Ordinal);
    }

    [Fact]
    public void Whatever_somebody_sends_is_read_or_refused()
    {
        using var folder = new Nodes.TempFolder();
        var good = Signed(folder, _authority, "-h", "-n", "web1");
        for (var length = 0; length < good.Length; length++)
        {
            Assert.Null(HostCertificate.TryRead(good[..length]));
        }

        Assert.Null(HostCertificate.TryRead([.. good, 0]));
    }

    private static string? Problem(byte[] blob) =>
        CertificateCheck.ProblemOf(HostCertificate.TryRead(blob)!, ["web1"], DateTimeOffset.UtcNow);

    private static byte[] Signed(Nodes.TempFolder folder, TestAuthority authority, params string[] options)
    {
        var key = Path.Combine(folder.FullPath, Path.GetRandomFileName());
        Tool.Run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key);
        return Convert.FromBase64String(File.ReadAllText(authority.Sign(key, options)).Split(' ')[1]);
    }

    private static TestSshd Sshd(TestAuthority authority, string[] options, string hostKeyType = "ed25519", string? more = null)
    {
        var sshd = new TestSshd(more, hostKeyType, certify: key => authority.Sign(key, options));
        TrustAuthority(sshd, authority);
        return sshd;
    }

    private static void TrustAuthority(TestSshd sshd, TestAuthority authority) =>
        File.WriteAllText(sshd.KnownHosts, $"@cert-authority [127.0.0.1]:{sshd.Port.ToString(CultureInfo.InvariantCulture)} {authority.PublicKey}\n");

    private static string KeyOf(TestSshd sshd) => string.Join(' ', File.ReadAllText(sshd.HostKeyFile + ".pub").Split(' ')[..2]);

    private static async Task ConnectsAsync(TestSshd sshd)
    {
        await using var shell = await sshd.ConnectAsync();
        Assert.Equal(0, (await shell.RunAsync(new NodeCommand("true"), default)).ExitCode);
    }

    /// <summary>What ssh itself does with the same files.</summary>
    private static bool OpenSshConnects(TestSshd sshd)
    {
        try
        {
            Tool.Run(
                "ssh", "-F", "none", "-o", "BatchMode=yes", "-o", "StrictHostKeyChecking=yes", "-o", "GlobalKnownHostsFile=none",
                "-o", "UserKnownHostsFile=" + sshd.KnownHosts, "-o", "IdentitiesOnly=yes", "-i", sshd.KeyFile,
                "-p", sshd.Port.ToString(CultureInfo.InvariantCulture), "root@127.0.0.1", "true");
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static async Task<NodeException> RefusedAsync(TestSshd sshd, NodeErrorKind kind, HostKeyPolicy policy)
    {
        var before = File.ReadAllText(sshd.KnownHosts);
        var error = await Assert.ThrowsAsync<NodeException>(() => sshd.ConnectAsync(sshd.Settings with { HostKeyPolicy = policy }));
        Assert.Equal(kind, error.Kind);
        Assert.Contains(sshd.HostKeyFingerprint, error.Message, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllText(sshd.KnownHosts));
        Assert.DoesNotContain("userauth-request for user root", sshd.Log.Split("Connection from")[^1], StringComparison.Ordinal);
        return error;
    }
}
