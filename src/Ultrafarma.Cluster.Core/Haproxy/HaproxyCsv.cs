using System.Buffers.Text;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text;

namespace Ultrafarma.Cluster.Haproxy;

/// <summary>
/// Reads comma-separated lines one after the other, in place: quotes around a field, and doubled quotes in it, as
/// RFC 4180 has them (a quoted field may hold commas and line feeds).
/// </summary>
/// <param name="text">The lines.</param>
/// <remarks>
/// A script's few looks never make these loops hot enough for the runtime to compile them well; each would be spent on
/// thousands of slow steps. So they are compiled for good at once.
/// </remarks>
internal sealed class HaproxyCsv(ReadOnlyMemory<byte> text)
{
    // A field is looked at through the array itself: Memory asks each time what it stands for.
    private readonly ArraySegment<byte> _text = MemoryMarshal.TryGetArray(text, out var array) ? array : new ArraySegment<byte>(text.ToArray());

    private int[] _starts = new int[160];
    private int[] _ends = new int[160];
    private bool[] _doubled = new bool[160];

    // Where commas and line feeds stand in the bytes from _markedFrom on, one bit each.
    private uint _marks;
    private int _markedFrom = -Vector256<byte>.Count;

    /// <summary>How many fields the line has.</summary>
    public int Count { get; private set; }

    /// <summary>Where the line begins.</summary>
    public int Start { get; private set; }

    /// <summary>Behind the line and its line feed.</summary>
    public int Position { get; private set; }

    /// <summary>True when the line ended with a line feed, and no quote was left open.</summary>
    public bool IsWhole { get; private set; }

    /// <summary>The line's bytes.</summary>
    public ReadOnlyMemory<byte> Line => _text.AsMemory(Start, Position - Start);

    /// <summary>Reads the next line; false at the end of the text, and at an empty line, which is skipped.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool Read()
    {
        ReadOnlySpan<byte> bytes = _text;
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
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public ReadOnlySpan<byte> Span(int position) =>
        (uint)position < (uint)Count ? _text.AsSpan(_starts[position], _ends[position] - _starts[position]) : default;

    /// <summary>A field as text.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public string Text(int position)
    {
        var value = Encoding.UTF8.GetString(Span(position));
        return (uint)position < (uint)Count && _doubled[position] ? value.Replace("\"\"", "\"", StringComparison.Ordinal) : value;
    }

    /// <summary>A field as a number; null when it is empty or anything else.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public long? Number(int position)
    {
        if ((uint)position >= (uint)Count || _ends[position] - _starts[position] is not (> 0 and var length))
        {
            return null;
        }

        // Most counters of most servers have one digit.
        var span = _text.AsSpan(_starts[position], length);
        return length == 1 && (uint)(span[0] - '0') <= 9 ? span[0] - '0'
            : Utf8Parser.TryParse(span, out long value, out var used) && used == length ? value : null;
    }

    /// <summary>True for what <see cref="Number"/> reads.</summary>
    public static bool IsNumber(ReadOnlySpan<byte> span) => Utf8Parser.TryParse(span, out long _, out var used) && used == span.Length;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Plain(ReadOnlySpan<byte> bytes, int start)
    {
        var i = NextMark(bytes, start);
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
            return NextMark(bytes, i);
        }
    }

    /// <summary>Where the next comma or line feed stands; the text's end when there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int NextMark(ReadOnlySpan<byte> bytes, int start)
    {
        var i = start;
        while (true)
        {
            var ahead = i - _markedFrom;
            if (ahead < Vector256<byte>.Count)
            {
                if (_marks >> ahead is not 0 and var marks)
                {
                    return i + BitOperations.TrailingZeroCount(marks);
                }

                i = _markedFrom + Vector256<byte>.Count;
            }

            if (bytes.Length - i < Vector256<byte>.Count)
            {
                var rest = bytes[i..].IndexOfAny((byte)',', (byte)'\n');
                return rest < 0 ? bytes.Length : i + rest;
            }

            var block = Vector256.Create(bytes.Slice(i, Vector256<byte>.Count));
            _marks = (Vector256.Equals(block, Vector256.Create((byte)',')) | Vector256.Equals(block, Vector256.Create((byte)'\n')))
                .ExtractMostSignificantBits();
            _markedFrom = i;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
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
