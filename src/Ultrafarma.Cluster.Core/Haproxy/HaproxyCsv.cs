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
    private bool _anyDoubled;

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

        if (_anyDoubled)
        {
            Array.Clear(_doubled);
            _anyDoubled = false;
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
                Add(i, i);
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

    /// <summary>Where a field stands in the whole text; nowhere when it holds doubled quotes, and so is another text than its bytes.</summary>
    public Range At(int position) => _doubled[position] ? default : _starts[position].._ends[position];

    /// <summary>The bytes at a place that <see cref="At"/> gave.</summary>
    public ReadOnlySpan<byte> Span(Range place) => _text.AsSpan(place);

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

    /// <summary>Adds fields without quotes.</summary>
    /// <returns>Where the mark behind the last of them stands: the line's end, or the comma before a quote.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Plain(ReadOnlySpan<byte> bytes, int start)
    {
        for (var from = start; bytes.Length - from >= Vector256<byte>.Count; from += Vector256<byte>.Count)
        {
            var block = Vector256.Create(bytes.Slice(from, Vector256<byte>.Count));
            var marks = (Vector256.Equals(block, Vector256.Create((byte)',')) | Vector256.Equals(block, Vector256.Create((byte)'\n')))
                .ExtractMostSignificantBits();
            for (; marks != 0; marks &= marks - 1)
            {
                var mark = from + BitOperations.TrailingZeroCount(marks);
                if (bytes[mark] == '\n')
                {
                    Add(start, WithoutReturn(bytes, start, mark));
                    return mark;
                }

                Add(start, mark);
                start = mark + 1;
                if (start >= bytes.Length || bytes[start] == '"')
                {
                    return mark;
                }
            }
        }

        var end = NextMark(bytes, start);
        Add(start, WithoutReturn(bytes, start, end));
        return end;
    }

    private static int WithoutReturn(ReadOnlySpan<byte> bytes, int start, int end) =>
        end > start && end < bytes.Length && bytes[end] == '\n' && bytes[end - 1] == '\r' ? end - 1 : end;

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
                AddQuoted(start + 1, bytes.Length, doubled);
                return bytes.Length;
            }

            i += quote + 1;
            if (i < bytes.Length && bytes[i] == '"')
            {
                doubled = true;
                i++;
                continue;
            }

            AddQuoted(start + 1, i - 1, doubled);

            // Whatever stands between the closing quote and the comma is not HAProxy's.
            return NextMark(bytes, i);
        }
    }

    private static int NextMark(ReadOnlySpan<byte> bytes, int start)
    {
        var ahead = bytes[start..].IndexOfAny((byte)',', (byte)'\n');
        return ahead < 0 ? bytes.Length : start + ahead;
    }

    private void AddQuoted(int start, int end, bool doubled)
    {
        Add(start, end);
        _doubled[Count - 1] = doubled;
        _anyDoubled |= doubled;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Add(int start, int end)
    {
        if (Count == _starts.Length)
        {
            Grow();
        }

        _starts[Count] = start;
        _ends[Count++] = end;
    }

    private void Grow()
    {
        Array.Resize(ref _starts, Count * 2);
        Array.Resize(ref _ends, Count * 2);
        Array.Resize(ref _doubled, Count * 2);
    }
}
