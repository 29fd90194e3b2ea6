using System.Runtime.CompilerServices;
using Renci.SshNet;
using Renci.SshNet.Common;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Ssh.Login;

/// <summary>
/// Reads each key file once, not once a node: decrypting one takes a tenth of a second and more. Held as long as the
/// credential it belongs to, and read anew when the file was changed.
/// </summary>
internal sealed class PrivateKeyCache
{
    private readonly ConditionalWeakTable<NodeCredential, Entry> _entries = [];

    /// <summary>The credential's key.</summary>
    /// <exception cref="NodeException">The file is missing, unreadable, or needs another passphrase.</exception>
    public SharedPrivateKey Get(string nodeName, NodeCredential credential)
    {
        var entry = _entries.GetValue(credential, static _ => new Entry());
        lock (entry)
        {
            var changed = File.GetLastWriteTimeUtc(credential.KeyFile!);
            if (entry.Key is null || entry.Changed != changed)
            {
                entry.Key = Read(nodeName, credential);
                entry.Changed = changed;
            }

            return entry.Key;
        }
    }

    private static SharedPrivateKey Read(string nodeName, NodeCredential credential)
    {
        var file = credential.KeyFile!;
        try
        {
            // Never disposed of: connections of any age sign with it.
            return new SharedPrivateKey(new PrivateKeyFile(file, credential.KeyPassphrase));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unusable(nodeName, $"The key file {file} cannot be read: {e.Message} Name another one, or make it readable for this user.", e);
        }
        catch (SshPassPhraseNullOrEmptyException)
        {
            throw Unusable(nodeName, $"The key file {file} is encrypted. Give its passphrase.");
        }
        catch (Exception e)
        {
            // Not as the inner exception: a parser's words may quote what it decrypted.
            throw Unusable(nodeName, credential.KeyPassphrase is { Length: > 0 }
                ? $"The key file {file} cannot be used: the passphrase does not fit, or the file is no private key ({e.GetType().Name}). "
                    + "'ssh-keygen -yf' with the file says which."
                : $"The key file {file} cannot be used: it is no private key in OpenSSH or PEM format ({e.GetType().Name}). "
                    + "Name the private key, not its .pub half.");
        }
    }

    private static NodeException Unusable(string nodeName, string message, Exception? cause = null) =>
        new(NodeErrorKind.KeyFileUnusable, nodeName, message, cause);

    private sealed class Entry
    {
        public SharedPrivateKey? Key { get; set; }

        public DateTime Changed { get; set; }
    }
}
