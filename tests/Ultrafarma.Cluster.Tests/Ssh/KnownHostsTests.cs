using Ultrafarma.Cluster.Nodes;
using Ultrafarma.Cluster.Ssh.HostKeys;

namespace Ultrafarma.Cluster.Tests.Ssh;

public sealed class KnownHostsTests : IDisposable
{
    private const string Ed1 = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f";
    private const string Ed2 = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIP////////////////////////////////////////8=";
    private const string Rsa = "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAAwEAAQ==";

    private readonly string _folder = Directory.CreateTempSubdirectory("uf-known-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]

    // Names.
    [InlineData("10.0.0.1 " + Ed1, 22, "Trusted")]
    [InlineData("web1 " + Ed1, 22, "Trusted")]
    [InlineData("WEB1 " + Ed1, 22, "Trusted")]
    [InlineData("web11 " + Ed1, 22, "Unknown")]
    [InlineData("a,web1,b " + Ed1, 22, "Trusted")]
    [InlineData("web1,10.0.0.1 " + Ed1 + " some comment here", 22, "Trusted")]
    [InlineData("  web1\t" + Ed1 + "  ", 22, "Trusted")]
    [InlineData("web1 " + Ed1 + "\r", 22, "Trusted")]

    // Ports.
    [InlineData("[10.0.0.1]:2222 " + Ed1, 2222, "Trusted")]
    [InlineData("[web1]:2222 " + Ed1, 2222, "Trusted")]
    [InlineData("[10.0.0.1]:2222 " + Ed1, 22, "Unknown")]
    [InlineData("[10.0.0.1]:2223 " + Ed1, 2222, "Unknown")]
    [InlineData("[10.0.0.1]:2222 " + Ed2, 2222, "Changed 1")]
    [InlineData("10.0.0.1 " + Ed1, 2222, "Trusted")]
    [InlineData("10.0.0.1 " + Ed2, 2222, "Unknown")]
    [InlineData("[10.0.0.1]:2222 " + Ed2 + "\n10.0.0.1 " + Ed1, 2222, "Changed 1")]

    // Patterns.
    [InlineData("web* " + Ed1, 22, "Trusted")]
    [InlineData("web? " + Ed1, 22, "Trusted")]
    [InlineData("10.0.0.* " + Ed2, 22, "Changed 1")]
    [InlineData("* " + Ed1, 22, "Trusted")]
    [InlineData("w*b*1 " + Ed1, 22, "Trusted")]
    [InlineData("web1?? " + Ed1, 22, "Unknown")]
    [InlineData("web*,!web1 " + Ed1, 22, "Unknown")]
    [InlineData("!web1,web* " + Ed1, 22, "Unknown")]
    [InlineData("!web2,web* " + Ed1, 22, "Trusted")]
    [InlineData("!web2 " + Ed1, 22, "Unknown")]

    // Several keys.
    [InlineData("web1 " + Ed2 + "\nweb1 " + Ed1, 22, "Trusted")]
    [InlineData("web1 " + Rsa + "\nweb1 " + Ed1, 22, "Trusted")]
    [InlineData("web1 " + Rsa + "\nweb1 " + Ed2, 22, "Changed 2")]
    [InlineData("web1 " + Rsa, 22, "Changed 1")]
    [InlineData("web1 " + Ed2 + "\n10.0.0.1 " + Ed1, 22, "Trusted")]
    [InlineData("web2 " + Ed2, 22, "Unknown")]

    // Markers.
    [InlineData("@revoked web1 " + Ed1, 22, "Revoked 1")]
    [InlineData("web1 " + Ed1 + "\n@revoked * " + Ed1, 22, "Revoked 2")]
    [InlineData("@revoked web1 " + Ed1, 2222, "Revoked 1")]
    [InlineData("@revoked web1 " + Ed2, 22, "Unknown")]
    [InlineData("@revoked web2 " + Ed1, 22, "Unknown")]
    [InlineData("@cert-authority web1 " + Ed1, 22, "Unknown")]
    [InlineData("@cert-authority * " + Ed2 + "\nweb1 " + Ed1, 22, "Trusted")]
    [InlineData("@other web1 " + Ed1, 22, "Unknown")]

    // Lines that say nothing.
    [InlineData("", 22, "Unknown")]
    [InlineData("# web1 " + Ed1, 22, "Unknown")]
    [InlineData("\n\n   \n# x\nweb1 " + Ed2, 22, "Changed 5")]
    [InlineData("web1", 22, "Unknown")]
    [InlineData("web1 ssh-ed25519", 22, "Unknown")]
    [InlineData("web1 ssh-ed25519 !!!", 22, "Unknown")]
    [InlineData("web1 ssh-ed25519 AAAA", 22, "Unknown")]
    [InlineData("web1 ssh-rsa AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f", 22, "Unknown")]
    [InlineData("web1 1024 35 1234567890", 22, "Unknown")]
    [InlineData("|1|abc " + Ed1, 22, "Unknown")]
    [InlineData("|1||AAAA " + Ed1, 22, "Unknown")]
    [InlineData("|2|AAAA|AAAA " + Ed1, 22, "Unknown")]
    [InlineData("@revoked", 22, "Unknown")]
    public void Looks_up_a_key(string file, int port, string expected)
    {
        Assert.Equal(expected, Check(KnownHosts.Parse(file.Split('\n')), port));
    }

    [Theory]
    [InlineData("web1", 22, "Trusted")]
    [InlineData("10.0.0.1", 22, "Trusted")]
    [InlineData("[10.0.0.1]:2222", 2222, "Trusted")]
    [InlineData("[10.0.0.1]:2222", 22, "Unknown")]
    [InlineData("web2", 22, "Unknown")]
    public void Finds_names_that_ssh_keygen_hashed(string name, int port, string expected)
    {
        var file = Path.Combine(_folder, "known_hosts");
        File.WriteAllText(file, $"{name} {Ed1}\n");
        Tool.Run("ssh-keygen", "-q", "-H", "-f", file);
        Assert.StartsWith("|1|", File.ReadAllText(file), StringComparison.Ordinal);
        Assert.Equal(expected, Check(KnownHosts.Read(file), port));
    }

    [Fact]
    public void A_row_of_stars_does_not_take_forever()
    {
        var file = new string('*', 2000).Replace("*", "*a", StringComparison.Ordinal) + "b " + Ed1;
        Assert.Equal("Unknown", Check(KnownHosts.Parse([file]), 22, new string('a', 5000)));
    }

    [Fact]
    public void A_missing_file_lists_nothing() =>
        Assert.Equal("Unknown", Check(KnownHosts.Read(Path.Combine(_folder, "none", "known_hosts")), 22));

    [Fact]
    public void Tells_the_types_to_ask_for()
    {
        var known = KnownHosts.Parse([$"web1 {Rsa}", $"10.0.0.1 {Ed1}", $"web1 {Ed2}", $"@revoked web1 {Ed1}", $"web2 {Ed1}"]);
        Assert.Equal(["ssh-rsa", "ssh-ed25519"], known.KeyTypes(HostNames.Of(Endpoint(22))));
        Assert.Equal(["ssh-rsa", "ssh-ed25519"], known.KeyTypes(HostNames.Of(Endpoint(2222))));
    }

    [Fact]
    public void The_fingerprint_is_that_of_ssh_keygen()
    {
        var file = Path.Combine(_folder, "key.pub");
        File.WriteAllText(file, Ed1 + "\n");
        Assert.Equal(Tool.Run("ssh-keygen", "-lf", file).Split(' ')[1], Key(Ed1).Fingerprint);
    }

    [Theory]
    [InlineData(null, "new\n")]
    [InlineData("", "new\n")]
    [InlineData("old\n", "old\nnew\n")]
    [InlineData("old", "old\nnew\n")]
    public void Adds_a_line_of_its_own(string? before, string after)
    {
        var file = Path.Combine(_folder, "ssh", "known_hosts");
        if (before is not null)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, before);
        }

        KnownHostsFile.Append(file, "new");
        Assert.Equal(after, File.ReadAllText(file));
    }

    private static HostKey Key(string line) => HostKey.TryRead(Convert.FromBase64String(line.Split(' ')[1]))!;

    private static NodeEndpoint Endpoint(int port, string name = "web1") => new(name, "10.0.0.1", port, "root");

    private static string Check(KnownHosts known, int port, string name = "web1")
    {
        var check = known.Check(HostNames.Of(Endpoint(port, name)), Key(Ed1));
        return check.State is HostKeyState.Changed or HostKeyState.Revoked ? $"{check.State} {check.Line!.Number}" : $"{check.State}";
    }
}
