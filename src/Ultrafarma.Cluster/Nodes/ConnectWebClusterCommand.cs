using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Net;
using System.Security;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Commands.Nodes;

/// <summary>Takes an inventory's cluster for this runspace. Connections are opened when they are first needed.</summary>
[Cmdlet(VerbsCommunications.Connect, "WebCluster")]
[OutputType(typeof(WebCluster))]
public sealed class ConnectWebClusterCommand : InventoryCommand
{
    /// <summary>The user, instead of the inventory's cluster-wide one, and its password.</summary>
    [Parameter]
    [Credential]
    [ValidateNotNull]
    public PSCredential Credential { get; set; } = PSCredential.Empty;

    /// <summary>The private key file, instead of the inventory's.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? KeyFile { get; set; }

    /// <summary>The passphrase of an encrypted key file.</summary>
    [Parameter]
    [ValidateNotNull]
    public SecureString? KeyPassphrase { get; set; }

    /// <summary>What to do with an unknown host key, instead of what the inventory says.</summary>
    [Parameter]
    public HostKeyPolicy HostKeyPolicy { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var keyFile = KeyFile is null ? null : FilePath(KeyFile);
        if (keyFile is not null && !File.Exists(keyFile))
        {
            ThrowTerminatingError(NodeErrorRecords.KeyFileNotFound(keyFile));
        }

        if (FindInventory(out var file) is { } notFound)
        {
            ThrowTerminatingError(notFound);
        }

        var reading = ReadInventory(file);
        if (reading.Inventory is not { } inventory)
        {
            ThrowTerminatingError(NodeErrorRecords.InventoryInvalid(new InventoryException(reading.Problems)));
            return;
        }

        foreach (var warning in reading.Problems.Where(problem => !IsOverridden(problem)))
        {
            WriteWarning(warning.ToString());
        }

        var session = SessionFor(inventory, keyFile, ReadSshConfig(inventory));
        Slot.CloseWith(Runspace.DefaultRunspace);
        Run(async (_, _) => await Slot.ReplaceAsync(session));
        WriteObject(session.Describe());
    }

    private string? User => Credential.UserName is { Length: > 0 } name ? name : null;

    private bool IsHostKeyPolicyGiven => MyInvocation.BoundParameters.ContainsKey(nameof(HostKeyPolicy));

    // What a parameter replaces cannot go wrong any more.
    private bool IsOverridden(InventoryProblem problem) =>
        problem.Key == "Ssh.KeyFile" && (KeyFile is not null || Credential.Password is { Length: > 0 })
        || problem.Key == "Ssh.KnownHostsFile" && IsHostKeyPolicyGiven && HostKeyPolicy == HostKeyPolicy.AcceptNew;

    private ClusterSession SessionFor(ClusterInventory inventory, string? keyFile, SshConfig? config) =>
        new(inventory, Slot.Connector, Settings(inventory.Ssh), Secrets(inventory.Ssh, keyFile), User, config);

    private SshConfig? ReadSshConfig(ClusterInventory inventory)
    {
        var file = inventory.Ssh.ConfigFile ?? InventoryPath.DefaultSshConfig;
        if (file == "none" || (inventory.Ssh.ConfigFile is null && !File.Exists(file)))
        {
            return null;
        }

        var config = SshConfigReader.Read(file, InventoryPath.Home);
        foreach (var problem in config.Problems)
        {
            WriteWarning(problem);
        }

        var hosts = inventory.Nodes.Select(node => (Node: node, Says: config.For(node.Address))).ToList();
        if (hosts.Where(h => h.Says.HasProxyCommand && !HasJump(h.Node)).Select(h => h.Node.Name).ToList() is { Count: > 0 } behind)
        {
            WriteWarning($"{file} reaches {string.Join(", ", behind)} through ProxyCommand, which is not supported: "
                + "a direct connection is tried. Use ProxyJump, there or in the inventory, if there is no direct way.");
        }

        var ignored = hosts.SelectMany(h => h.Says.Ignored).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        if (ignored.Count > 0)
        {
            WriteVerbose($"{file}: not supported, and left out: {PathText.Display(string.Join(", ", ignored))}.");
        }

        return config;

        bool HasJump(InventoryNode node) => node.ProxyJump is not null || inventory.Ssh.ProxyJump is not null;
    }

    private ConnectionSettings Settings(SshSettings ssh) => new()
    {
        KnownHostsFile = ssh.KnownHostsFile ?? InventoryPath.DefaultKnownHosts,
        HostKeyPolicy = IsHostKeyPolicyGiven ? HostKeyPolicy : ssh.HostKeyPolicy,
        ConnectTimeout = TimeSpan.FromSeconds(ssh.ConnectTimeoutSeconds),
        KeepAlive = TimeSpan.FromSeconds(ssh.KeepAliveSeconds),
    };

    private NodeCredential Secrets(SshSettings ssh, string? keyFile) => new()
    {
        KeyFile = keyFile ?? ssh.KeyFile,
        KeyPassphrase = PlainText(KeyPassphrase),
        AgentSocket = Environment.GetEnvironmentVariable("SSH_AUTH_SOCK") is { Length: > 0 } socket ? socket : null,
        Password = PlainText(Credential.Password),
    };

    private static string? PlainText(SecureString? secret) =>
        secret is { Length: > 0 } ? new NetworkCredential("", secret).Password : null;
}
