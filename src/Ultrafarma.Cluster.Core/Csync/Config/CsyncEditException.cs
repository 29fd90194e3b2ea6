namespace Ultrafarma.Cluster.Csync;

/// <summary>A config cannot be changed as wanted. Nothing was done.</summary>
/// <param name="fault">What kind of reason.</param>
/// <param name="message">What to do about it.</param>
#pragma warning disable CA1032 // Without a fault it would say nothing.
public sealed class CsyncEditException(CsyncEditFault fault, string message) : Exception(message)
#pragma warning restore CA1032
{
    /// <summary>What kind of reason.</summary>
    public CsyncEditFault Fault => fault;
}
