namespace Ultrafarma.Cluster.Haproxy;

/// <summary>A balancer could not be asked or changed. The message says what to do next and never carries a secret.</summary>
public sealed class HaproxyException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="kind">What went wrong.</param>
    /// <param name="target">What it is about: the source, or a server.</param>
    /// <param name="message">What happened, and what to do next.</param>
    /// <param name="innerException">Where it comes from.</param>
    public HaproxyException(HaproxyErrorKind kind, object target, string message, Exception? innerException = null)
        : base(message, innerException)
    {
        Kind = kind;
        Target = target;
    }

    /// <summary>What went wrong.</summary>
    public HaproxyErrorKind Kind { get; }

    /// <summary>What it is about: a <see cref="HaproxySource"/>, a <see cref="HaproxyServer"/>, or a name.</summary>
    public object Target { get; }

    /// <summary>True for what is so for a moment while a balancer is reloaded: another look may succeed.</summary>
    internal bool MayPass => Kind is HaproxyErrorKind.Unreachable or HaproxyErrorKind.Truncated;
}
