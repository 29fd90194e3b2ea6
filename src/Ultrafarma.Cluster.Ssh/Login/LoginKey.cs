using Renci.SshNet;

namespace Ultrafarma.Cluster.Ssh.Login;

/// <summary>A key to log in with.</summary>
/// <param name="Key">The key.</param>
/// <param name="Description">What it is called where people read it.</param>
internal sealed record LoginKey(IPrivateKeySource Key, string Description);
