using Renci.SshNet;
using Renci.SshNet.Security;

namespace Ultrafarma.Cluster.Ssh.Login;

/// <summary>A private key that many connections use at the same time.</summary>
internal sealed class SharedPrivateKey : IPrivateKeySource
{
    /// <summary>Wraps a key that was read from a file.</summary>
    public SharedPrivateKey(PrivateKeyFile file)
    {
        // SSH.NET asks with SHA-1 first, which today's servers refuse: one failed attempt of six, and a round trip.
        var gate = new object();
        HostKeyAlgorithms = [.. file.HostKeyAlgorithms
            .OrderBy(algorithm => algorithm.Name == "ssh-rsa")
            .Select(algorithm => new OneAtATime(algorithm, gate))];
    }

    /// <inheritdoc/>
    public IReadOnlyCollection<HostAlgorithm> HostKeyAlgorithms { get; }

    /// <summary>.NET does not promise that one RSA or ECDsa object may sign on two threads at once.</summary>
    private sealed class OneAtATime(HostAlgorithm inner, object gate) : HostAlgorithm(inner.Name)
    {
        public override byte[] Data { get; } = inner.Data;

        public override byte[] Sign(byte[] data)
        {
            lock (gate)
            {
                return inner.Sign(data);
            }
        }

        public override bool VerifySignature(byte[] data, byte[] signature)
        {
            lock (gate)
            {
                return inner.VerifySignature(data, signature);
            }
        }
    }
}
