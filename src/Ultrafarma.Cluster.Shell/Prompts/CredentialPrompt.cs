using System.Management.Automation;
using System.Security;
using Ultrafarma.Cluster.Shell.Hosting;

namespace Ultrafarma.Cluster.Shell.Prompts;

/// <summary>Asks for a user name and a password; nothing of the password appears, not even its length.</summary>
internal sealed class CredentialPrompt(Terminal terminal, LineReader lines)
{
    /// <summary>Asks; the user name only when it is not given.</summary>
    public PSCredential Ask(string? caption, string? message, string? userName)
    {
        foreach (string? line in new[] { caption, message })
        {
            if (!string.IsNullOrEmpty(line))
            {
                terminal.WriteQuestion(line, newLine: true);
            }
        }

        while (string.IsNullOrWhiteSpace(userName))
        {
            terminal.WriteQuestion("User: ", newLine: false);
            userName = lines.ReadText() ?? throw new PipelineStoppedException();
        }

        terminal.WriteQuestion($"Password for user {userName}: ", newLine: false);
        SecureString? password = lines.ReadSecret();
        try
        {
            var credential = new PSCredential(userName, password);
            password = null;
            return credential;
        }
        finally
        {
            password?.Dispose();
        }
    }
}
