using System.Management.Automation;
using System.Security;

namespace Ultrafarma.Cluster.Tests.CsyncLab;

/// <summary>The lab's own secrets (tests/lab/lib/base.sh), built so that no command line ever holds them.</summary>
internal static class Secrets
{
    public const string Password = "Lab-Passw0rd!";
    public const string Passphrase = "lab-passphrase";

    public static SecureString Secure(string text)
    {
        var secure = new SecureString();
        foreach (var c in text)
        {
            secure.AppendChar(c);
        }

        return secure;
    }

    public static PSCredential Credential(string user, string password) => new(user, Secure(password));
}
