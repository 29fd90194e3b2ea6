using System.Buffers;

namespace Ultrafarma.Cluster.Nodes;

/// <summary>The first part of what a command writes; the rest is counted off, so that no output fills the memory.</summary>
/// <param name="limit">How many bytes are kept.</param>
internal sealed class KeptOutput(int limit)
{
    private readonly ArrayBufferWriter<byte> _kept = new();
    private long _count;

    /// <summary>How many bytes came so far.</summary>
    public long Count => Interlocked.Read(ref _count);

    /// <summary>True when not all of it is kept.</summary>
    public bool IsCut => Count > limit;

    /// <summary>Takes what came.</summary>
    public void Add(ReadOnlyMemory<byte> bytes)
    {
        lock (_kept)
        {
            Interlocked.Add(ref _count, bytes.Length);
            _kept.Write(bytes.Span[..Math.Min(bytes.Length, limit - _kept.WrittenCount)]);
        }
    }

    /// <summary>What is kept, without the line ends at its end.</summary>
    public string ToText()
    {
        lock (_kept)
        {
            var bytes = _kept.WrittenSpan;
            return PathText.FromBytes(IsCut ? WholeCharacters(bytes) : bytes.TrimEnd((byte)'\n'));
        }
    }

    /// <summary>Without the first bytes of a character whose last ones were cut off.</summary>
    private static ReadOnlySpan<byte> WholeCharacters(ReadOnlySpan<byte> bytes)
    {
        const int MostBytes = 4;
        for (var back = 1; back < MostBytes && back <= bytes.Length; back++)
        {
            var needs = bytes[^back] switch { >= 0xF0 => 4, >= 0xE0 => 3, >= 0xC0 => 2, >= 0x80 => 0, _ => 1 };
            if (needs > 0)
            {
                return needs > back ? bytes[..^back] : bytes;
            }
        }

        return bytes;
    }
}
