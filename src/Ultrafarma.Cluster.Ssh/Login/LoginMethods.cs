using Renci.SshNet;
using Renci.SshNet.Common;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Ssh.Login;

/// <summary>The ways to log in that a credential allows, the key before the password.</summary>
internal static class LoginMethods
{
    /// <summary>Makes the methods for one connection; they hold its state and cannot be shared.</summary>
    /// <param name="endpoint">The host.</param>
    /// <param name="credential">What there is.</param>
    /// <param name="keys">Its keys, and those of the agent.</param>
    /// <param name="watch">Watches what becomes of each; null when nobody wants to know.</param>
    /// <exception cref="NodeException">The credential holds nothing to log in with.</exception>
    public static AuthenticationMethod[] Of(NodeEndpoint endpoint, NodeCredential credential, IReadOnlyList<LoginKey> keys, LoginWatch? watch)
    {
        var methods = new List<AuthenticationMethod>();
        if (keys.Count > 0)
        {
            methods.Add(new PrivateKeyAuthenticationMethod(endpoint.User, [.. keys.Select(key => watch?.Key(key) ?? key.Key)]));
        }

        if (credential.Password is not null)
        {
            methods.Add(new PasswordAuthenticationMethod(endpoint.User, credential.Password));
            methods.Add(Interactive(endpoint.User, credential.Password));
        }

        return methods.Count > 0 ? [.. methods.Select(method => watch?.Method(method) ?? method)] : throw new NodeException(
            NodeErrorKind.AuthenticationFailed,
            endpoint.Name,
            $"There is neither a key file nor a password to log in to {endpoint.Name}{(credential.AgentSocket is null ? "" : ", and the ssh agent has no key that fits")}. "
            + "Give one (KeyFile in the inventory, -KeyFile or -Credential), or add a key to an ssh agent.");
    }

    private static KeyboardInteractiveAuthenticationMethod Interactive(string user, string password)
    {
        var method = new KeyboardInteractiveAuthenticationMethod(user);
        var answered = false;
        method.AuthenticationPrompt += (_, e) =>
        {
            foreach (var prompt in e.Prompts)
            {
                // Only the first hidden prompt asks for the password; a second one asks for something else, such as a
                // new password or a code, and must not get it. Without an answer SSH.NET ends the attempt.
                if (!prompt.IsEchoed && !answered)
                {
                    answered = true;
                    prompt.Response = password;
                }
            }
        };
        return method;
    }
}
