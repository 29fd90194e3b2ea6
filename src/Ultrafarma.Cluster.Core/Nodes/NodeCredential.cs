namespace Ultrafarma.Cluster.Nodes;

/// <summary>What proves who we are. Not a record: a record's <c>ToString</c> would print the secrets.</summary>
public sealed class NodeCredential
{
    /// <summary>A private key file in OpenSSH or PEM format, or null.</summary>
    public string? KeyFile { get; init; }

    /// <summary>The passphrase of <see cref="KeyFile"/>, or null.</summary>
    public string? KeyPassphrase { get; init; }

    /// <summary>The password, or null. Also answers keyboard-interactive prompts for a password.</summary>
    public string? Password { get; init; }

    /// <summary>The socket of a running ssh agent, or null.</summary>
    public string? AgentSocket { get; init; }

    /// <summary>The same with another key file.</summary>
    public NodeCredential WithKeyFile(string keyFile) => new()
    {
        KeyFile = keyFile,
        KeyPassphrase = KeyPassphrase,
        Password = Password,
        AgentSocket = AgentSocket,
    };

    /// <summary>The same for a host that is not to see the password.</summary>
    public NodeCredential WithoutPassword() => Password is null ? this : new()
    {
        KeyFile = KeyFile,
        KeyPassphrase = KeyPassphrase,
        AgentSocket = AgentSocket,
    };

    /// <inheritdoc/>
    public override string ToString() => KeyFile is null ? "password" : "key file " + KeyFile;
}
