using System.Buffers.Text;
using System.Text;

namespace Ultrafarma.Cluster.Haproxy;

/// <summary>
/// Reads comma-separated lines one after the other, in place: quotes around a field, and doubled quotes in it, as
/// RFC 4180 has them (a quoted field may hold commas and line feeds).
/// </summary>
/// <param name="text">The lines.</param>
internal sealed class HaproxyCsv(ReadOnlyMemory<byte> text)
{
    private int[] _starts = new int[160];
    private int[] _ends = new int[160];
    private bool[] _doubled = new bool[160];

    /// <summary>How many fields the line has.</summary>
    public int Count { get; private set; }

    /// <summary>Where the line begins.</summary>
    public int Start { get; private set; }

    /// <summary>Behind the line and its line feed.</summary>
    public int Position { get; private set; }

    /// <summary>True when the line ended with a line feed, and no quote was left open.</summary>
    public bool IsWhole { get; private set; }

    /// <summary>The line's bytes.</summary>
    public ReadOnlyMemory<byte> Line => text[Start..Position];

    /// <summary>Reads the next line; false at the end of the text, and at an empty line, which is skipped.</summary>
    public bool Read()
    {
        var bytes = text.Span;
        Start = Position;
        Count = 0;
        if (Position >= bytes.Length || bytes[Position] == '\n')
        {
            Position = Math.Min(bytes.Length, Position + 1);
            return false;
        }

        var i = Position;
        IsWhole = true;
        while (true)
        {
            i = bytes[i] == '"' ? Quoted(bytes, i) : Plain(bytes, i);
            if (i >= bytes.Length || bytes[i] == '\n')
            {
                IsWhole &= i < bytes.Length;
                Position = Math.Min(bytes.Length, i + 1);
                return true;
            }

            if (++i >= bytes.Length)
            {
                Add(i, i, false);
                IsWhole = false;
                Position = i;
                return true;
            }
        }
    }

    /// <summary>A field's bytes; empty for a position that the line does not have.</summary>
    public ReadOnlySpan<byte> Span(int position) =>
        (uint)position < (uint)Count ? text.Span[_starts[position].._ends[position]] : default;

    /// <summary>A field as text.</summary>
    public string Text(int position)
    {
        var value = Encoding.UTF8.GetString(Span(position));
        return (uint)position < (uint)Count && _doubled[position] ? value.Replace("\"\"", "\"", StringComparison.Ordinal) : value;
    }

    /// <summary>A field as a number; null when it is empty or anything else.</summary>
    public long? Number(int position)
    {
        var span = Span(position);
        return !span.IsEmpty && Utf8Parser.TryParse(span, out long value, out var used) && used == span.Length ? value : null;
    }

    /// <summary>True for what <see cref="Number"/> reads.</summary>
    public static bool IsNumber(ReadOnlySpan<byte> span) => Utf8Parser.TryParse(span, out long _, out var used) && used == span.Length;

    private int Plain(ReadOnlySpan<byte> bytes, int start)
    {
        var i = start;
        while (i < bytes.Length && bytes[i] is not ((byte)',' or (byte)'\n'))
        {
            i++;
        }

        Add(start, i > start && i < bytes.Length && bytes[i] == '\n' && bytes[i - 1] == '\r' ? i - 1 : i, false);
        return i;
    }

    private int Quoted(ReadOnlySpan<byte> bytes, int start)
    {
        var doubled = false;
        var i = start + 1;
        while (true)
        {
            var quote = bytes[i..].IndexOf((byte)'"');
            if (quote < 0)
            {
                IsWhole = false;
                Add(start + 1, bytes.Length, doubled);
                return bytes.Length;
            }

            i += quote + 1;
            if (i < bytes.Length && bytes[i] == '"')
            {
                doubled = true;
                i++;
                continue;
            }

            Add(start + 1, i - 1, doubled);

            // Whatever stands between the closing quote and the comma is not HAProxy's.
            while (i < bytes.Length && bytes[i] is not ((byte)',' or (byte)'\n'))
            {
                i++;
            }

            return i;
        }
    }

    private void Add(int start, int end, bool doubled)
    {
        if (Count == _starts.Length)
        {
            Array.Resize(ref _starts, Count * 2);
            Array.Resize(ref _ends, Count * 2);
            Array.Resize(ref _doubled, Count * 2);
        }

        _starts[Count] = start;
        _ends[Count] = end;
        _doubled[Count++] = doubled;
    }
}
