using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Ultrafarma.Cluster.Nodes;
using Ultrafarma.Cluster.Ssh;

namespace Ultrafarma.Cluster.Tests.Ssh;

/// <summary>A real sshd on a free port of 127.0.0.1 with keys of its own; gone without a trace when disposed.</summary>
internal sealed class TestSshd : IDisposable
{
    private readonly Process _process;

    /// <summary>Starts it.</summary>
    /// <param name="moreConfig">More lines for its sshd_config.</param>
    /// <param name="hostKeyType">The type of its host key.</param>
    /// <param name="rootPassword">root's password here; none unless given.</param>
    /// <param name="certify">Makes a certificate for the host key's file and gives the certificate's.</param>
    public TestSshd(
        string? moreConfig = null, string hostKeyType = "ed25519", string? rootPassword = null, Func<string, string>? certify = null)
    {
        Folder = Directory.CreateTempSubdirectory("uf-sshd-").FullName;
        Directory.CreateDirectory("/run/sshd");
        HostKeyFile = MakeKey("host", hostKeyType);
        KeyFile = MakeKey("id");
        File.Copy(KeyFile + ".pub", InFolder("authorized_keys"));
        Port = FreePort();
        File.WriteAllText(InFolder("config"), string.Create(CultureInfo.InvariantCulture, $"""
            ListenAddress 127.0.0.1
            Port {Port}
            HostKey {HostKeyFile}
            AuthorizedKeysFile {InFolder("authorized_keys")}
            PidFile none
            StrictModes no
            LogLevel DEBUG1
            PermitRootLogin yes
            MaxStartups 100
            SetEnv HOME={Folder}
            {(certify is null ? string.Empty : "HostCertificate " + certify(HostKeyFile))}
            {moreConfig}
            {(moreConfig?.Contains("UsePAM", StringComparison.Ordinal) == true ? string.Empty : "UsePAM no")}
            """));
        _process = Start(rootPassword);
        KnownHosts = InFolder("known_hosts");
        Trust();
    }

    public string Folder { get; }

    public string HostKeyFile { get; }

    public string KeyFile { get; }

    public string KnownHosts { get; }

    public int Port { get; }

    public int ProcessId => _process.Id;

    public string Log => File.ReadAllText(InFolder("log"));

    public NodeEndpoint Endpoint => new("web1", "127.0.0.1", Port, "root");

    public ConnectionSettings Settings => new() { KnownHostsFile = KnownHosts };

    public NodeCredential Credential => new() { KeyFile = KeyFile };

    public string HostKeyFingerprint => Tool.Run("ssh-keygen", "-lf", HostKeyFile + ".pub").Split(' ')[1];

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public string InFolder(string name) => Path.Combine(Folder, name);

    public string MakeKey(string name, string type = "ed25519", string passphrase = "", params string[] more)
    {
        Tool.Run("ssh-keygen", ["-q", "-t", type, "-N", passphrase, "-f", InFolder(name), .. more]);
        return InFolder(name);
    }

    public void Authorize(string keyFile) =>
        File.AppendAllText(InFolder("authorized_keys"), File.ReadAllText(keyFile + ".pub"));

    /// <summary>Makes known_hosts list a public key (this server's own by default) and nothing else.</summary>
    public void Trust(string? publicKeyFile = null, string marker = "", int? port = null)
    {
        var key = File.ReadAllText(publicKeyFile ?? (HostKeyFile + ".pub")).Split(' ');
        File.WriteAllText(KnownHosts, string.Create(
            CultureInfo.InvariantCulture, $"{marker}[127.0.0.1]:{port ?? Port} {key[0]} {key[1].Trim()}\n"));
    }

    public Task<INodeShell> ConnectAsync(ConnectionSettings? settings = null, NodeCredential? credential = null, int? port = null) =>
        new SshNodeConnector().ConnectAsync(
            Endpoint with { Port = port ?? Port }, settings ?? Settings, credential ?? Credential, CancellationToken.None);

    public void Kill() => _process.Kill(entireProcessTree: true);

    public void Dispose()
    {
        Kill();
        _process.WaitForExit();
        _process.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    private Process Start(string? rootPassword)
    {
        string[] sshd = ["/usr/sbin/sshd", "-D", "-f", InFolder("config"), "-E", InFolder("log")];
        if (rootPassword is null)
        {
            return Listening(Tool.Start(sshd[0], sshd[1..]));
        }

        // root gets a password only inside a mount namespace of this sshd's own.
        var hash = Tool.Run("openssl", "passwd", "-6", rootPassword).Trim();
        File.WriteAllText(InFolder("shadow"), $"root:{hash}:20000:0:99999:7:::\n");
        return Listening(Tool.Start(
            "unshare", ["-m", "sh", "-c", "mount --bind \"$1\" /etc/shadow && shift && exec \"$@\"", "sh", InFolder("shadow"), .. sshd]));
    }

    private Process Listening(Process process)
    {
        for (var i = 0; i < 3000 && !process.HasExited; i++)
        {
            if (File.Exists(InFolder("log")) && Log.Contains("Server listening", StringComparison.Ordinal))
            {
                return process;
            }

            Thread.Sleep(10);
        }

        throw new InvalidOperationException("sshd does not start: " + (File.Exists(InFolder("log")) ? Log : process.StandardError.ReadToEnd()));
    }
}
