using System.Security;

namespace Ultrafarma.Cluster.Tests.Nodes;

/// <summary>Makes what Read-Host -AsSecureString would give.</summary>
internal static class Secret
{
    public static SecureString Of(string text)
    {
        var secret = new SecureString();
        foreach (var c in text)
        {
            secret.AppendChar(c);
        }

        return secret;
    }
}
