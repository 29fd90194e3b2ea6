using Renci.SshNet;
using Ultrafarma.Cluster.Nodes;
using Ultrafarma.Cluster.Ssh.HostKeys;

namespace Ultrafarma.Cluster.Ssh.Login;

/// <summary>The keys to log in with, in the order in which they are tried: the key file's, then the agent's others.</summary>
internal static class LoginKeys
{
    // A signature may have to wait for somebody who agrees to it; the time for connecting ends the wait earlier.
    private static readonly TimeSpan AgentTimeout = TimeSpan.FromSeconds(60);

    // Which keys it has an agent says at once.
    private static readonly TimeSpan ListTimeout = TimeSpan.FromSeconds(3);

    /// <summary>Collects the keys.</summary>
    /// <exception cref="NodeException">The key file cannot be used, or the agent is the only way and does not answer.</exception>
    public static IReadOnlyList<LoginKey> Of(NodeEndpoint endpoint, NodeCredential credential, PrivateKeyCache files)
    {
        var agent = AgentKeys(endpoint, credential);
        if (credential.KeyFile is not { } file)
        {
            return [.. agent.Select(entry => Named(entry.PublicKey, entry.Key))];
        }

        // A key that the agent has needs no passphrase here, and no file that this user can read.
        var half = agent.Count > 0 ? PublicHalf.Of(file) : null;
        var same = half is null ? [] : agent.Where(entry => entry.PublicKey.AsSpan().SequenceEqual(half)).ToList();
        return
        [
            same.Count > 0 ? new(same[0].Key, $"key file {file}, by the ssh agent") : new(files.Get(endpoint.Name, credential), $"key file {file}"),
            .. agent.Except(same).Select(entry => Named(entry.PublicKey, entry.Key)),
        ];
    }

    private static LoginKey Named(byte[] publicKey, IPrivateKeySource key) => new(key, $"agent's key {HostKey.TryRead(publicKey)?.Fingerprint}");

    private static List<(byte[] PublicKey, IPrivateKeySource Key)> AgentKeys(NodeEndpoint endpoint, NodeCredential credential)
    {
        // A server counts tries: a password that was given is not to be kept from it by keys that were not.
        if (credential.AgentSocket is not { } socket || (credential.Password is not null && credential.KeyFile is null))
        {
            return [];
        }

        var agent = new SshAgent(socket, AgentTimeout);
        try
        {
            return [.. new SshAgent(socket, ListTimeout).ListKeys()
                .Select(key => (key, Key: SshAgentKey.Of(agent, key)))
                .Where(entry => entry.Key is not null)
                .Select(entry => (entry.key, (IPrivateKeySource)entry.Key!))];
        }
        catch (IOException) when (credential.KeyFile is not null || credential.Password is not null)
        {
            // A variable that outlived its agent; there are other ways in.
            return [];
        }
        catch (IOException e)
        {
            throw new NodeException(
                NodeErrorKind.AuthenticationFailed,
                endpoint.Name,
                $"There is nothing to log in to {endpoint.Name} with. {PathText.Display(e.Message)}. "
                + "Start one (SSH_AUTH_SOCK), or give a key file or a password (KeyFile in the inventory, -KeyFile or -Credential).",
                e);
        }
    }
}
