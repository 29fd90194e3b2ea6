using Ultrafarma.Cluster.Tests.Nodes;

namespace Ultrafarma.Cluster.Tests.Ssh;

/// <summary>An authority that signs host keys, as ssh-keygen does it.</summary>
internal sealed class TestAuthority : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly string _key;

    public TestAuthority(string type = "ed25519", params string[] more)
    {
        _key = Path.Combine(_folder.FullPath, "ca");
        Tool.Run("ssh-keygen", ["-q", "-t", type, "-N", "", "-f", _key, .. more]);
    }

    /// <summary>The public key: type and Base64.</summary>
    public string PublicKey => string.Join(' ', File.ReadAllText(_key + ".pub").Split(' ')[..2]).Trim();

    public string Fingerprint => Tool.Run("ssh-keygen", "-lf", _key + ".pub").Split(' ')[1];

    /// <summary>Signs a host's key and gives the certificate's file.</summary>
    /// <param name="hostKey">The host key's file.</param>
    /// <param name="options">Options of <c>ssh-keygen -s</c>, such as <c>-h</c> and <c>-n</c>.</param>
    public string Sign(string hostKey, params string[] options)
    {
        Tool.Run("ssh-keygen", ["-q", "-s", _key, "-I", "test", .. options, hostKey + ".pub"]);
        return hostKey + "-cert.pub";
    }

    public void Dispose() => _folder.Dispose();
}
