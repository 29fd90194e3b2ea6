namespace Ultrafarma.Cluster.Nodes;

/// <summary>One way to log in, and what became of it.</summary>
/// <param name="Method">ssh's name of the method: publickey, password or keyboard-interactive.</param>
/// <param name="With">What proved who we are: a key file, an agent's key by its fingerprint, or the password, which is never shown.</param>
/// <param name="Outcome">What became of it.</param>
public sealed record NodeLogin(string Method, string With, NodeLoginOutcome Outcome)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Method} ({With}): {Outcome}";
}
