using System.Text;
using Renci.SshNet;
using Renci.SshNet.Security;

namespace Ultrafarma.Cluster.Ssh.Login;

/// <summary>A key that only the agent has: it signs, the key itself is never seen here.</summary>
internal sealed class SshAgentKey : IPrivateKeySource
{
    private SshAgentKey(IReadOnlyCollection<HostAlgorithm> algorithms) => HostKeyAlgorithms = algorithms;

    /// <inheritdoc/>
    public IReadOnlyCollection<HostAlgorithm> HostKeyAlgorithms { get; }

    /// <summary>The key as a login method takes it; null for a kind that is not supported (certificates, hardware keys).</summary>
    public static SshAgentKey? Of(SshAgent agent, byte[] publicKey)
    {
        // An RSA key signs with SHA-1 unless a flag asks for better, and today's servers refuse that.
        (string Name, uint Flags)[] ways = Encoding.ASCII.GetString(new SshAgentMessage(publicKey).ReadString()) switch
        {
            "ssh-rsa" => [("rsa-sha2-512", 4), ("rsa-sha2-256", 2)],
            var type and ("ssh-ed25519" or "ecdsa-sha2-nistp256" or "ecdsa-sha2-nistp384" or "ecdsa-sha2-nistp521") => [(type, 0)],
            _ => [],
        };
        return ways.Length == 0 ? null : new([.. ways.Select(way => new Algorithm(way.Name, way.Flags, agent, publicKey))]);
    }

    private sealed class Algorithm(string name, uint flags, SshAgent agent, byte[] publicKey) : HostAlgorithm(name)
    {
        public override byte[] Data => publicKey;

        public override byte[] Sign(byte[] data) => agent.Sign(publicKey, data, flags);

        public override bool VerifySignature(byte[] data, byte[] signature) => throw new NotSupportedException();
    }
}
