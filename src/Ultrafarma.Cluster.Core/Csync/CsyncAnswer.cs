namespace Ultrafarma.Cluster.Csync;

/// <summary>
/// Reads a node's answer record by record, so that it is never held whole. What is not understood is kept until the end: the
/// node's own error says more, if there is one.
/// </summary>
/// <typeparam name="T">What the answer says.</typeparam>
internal abstract class CsyncAnswer<T>
{
    private FormatException? _problem;

    /// <summary>Reads one record, without what ends it.</summary>
    public void Add(ReadOnlySpan<byte> record)
    {
        if (_problem is not null)
        {
            return;
        }

        try
        {
            Read(record);
        }
        catch (FormatException e)
        {
            _problem = e;
        }
    }

    /// <summary>What the answer says, once it was read to its end.</summary>
    /// <exception cref="FormatException">A record was not understood, or the answer was cut.</exception>
    public T ToResult() => _problem is null ? Finish() : throw _problem;

    /// <summary>Reads one record.</summary>
    protected abstract void Read(ReadOnlySpan<byte> record);

    /// <summary>Gives the result, or throws when the answer is not whole.</summary>
    protected abstract T Finish();
}
