using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace Ultrafarma.Cluster.Nodes;

/// <summary>
/// Carries Unix file names, which are bytes, in .NET strings without loss: a byte that is not part of valid UTF-8 becomes
/// the lone surrogate U+DC80 to U+DCFF, as in Python's PEP 383 ("surrogateescape").
/// </summary>
public static class PathText
{
    private const char EscapeBase = '\uDC00';

    /// <summary>Decodes a file name's bytes.</summary>
    public static string FromBytes(ReadOnlySpan<byte> bytes)
    {
        if (Utf8.IsValid(bytes))
        {
            return Encoding.UTF8.GetString(bytes);
        }

        var text = new StringBuilder(bytes.Length);
        Span<char> pair = stackalloc char[2];
        while (!bytes.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(bytes, out var rune, out var consumed) == OperationStatus.Done)
            {
                text.Append(pair[..rune.EncodeToUtf16(pair)]);
            }
            else
            {
                foreach (var bad in bytes[..consumed])
                {
                    text.Append((char)(EscapeBase + bad));
                }
            }

            bytes = bytes[consumed..];
        }

        return text.ToString();
    }

    /// <summary>Encodes a file name; the exact inverse of <see cref="FromBytes"/>.</summary>
    /// <exception cref="ArgumentException">A lone surrogate outside U+DC80 to U+DCFF, which stands for no byte.</exception>
    public static byte[] ToBytes(string text)
    {
        if (text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF') < 0)
        {
            return Encoding.UTF8.GetBytes(text);
        }

        var bytes = new ArrayBufferWriter<byte>(text.Length + 8);
        for (var i = 0; i < text.Length;)
        {
            if (Rune.TryGetRuneAt(text, i, out var rune))
            {
                bytes.Advance(rune.EncodeToUtf8(bytes.GetSpan(4)));
                i += rune.Utf16SequenceLength;
                continue;
            }

            var escaped = text[i] - EscapeBase;
            if (escaped is < 0x80 or > 0xFF)
            {
                throw new ArgumentException("The path holds a lone surrogate that stands for no byte.", nameof(text));
            }

            bytes.GetSpan(1)[0] = (byte)escaped;
            bytes.Advance(1);
            i++;
        }

        return bytes.WrittenSpan.ToArray();
    }

    /// <summary>
    /// The text with control characters, bidirectional overrides and undecodable bytes escaped (<c>\n</c>, <c>\x1b</c>), so
    /// that a file name can neither move the cursor of a terminal nor look like another line.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="keepLines">True leaves line feeds as they are, for messages of several lines.</param>
    public static string Display(string text, bool keepLines = false)
    {
        if (!text.Any(c => NeedsEscape(c, keepLines)))
        {
            return text;
        }

        var shown = new StringBuilder(text.Length + 8);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                shown.Append(c).Append(text[++i]);
            }
            else if (!NeedsEscape(c, keepLines))
            {
                shown.Append(c);
            }
            else
            {
                shown.Append(Escape(c));
            }
        }

        return shown.ToString();
    }

    private static bool NeedsEscape(char c, bool keepLines) =>
        !(keepLines && c == '\n')
        && (char.IsControl(c) || char.IsSurrogate(c) || char.GetUnicodeCategory(c) is UnicodeCategory.Format
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);

    private static string Escape(char c) => c switch
    {
        '\n' => @"\n",
        '\r' => @"\r",
        '\t' => @"\t",
        >= '\uDC80' and <= '\uDCFF' => string.Create(CultureInfo.InvariantCulture, $@"\x{c - EscapeBase:x2}"),
        < '\u0100' => string.Create(CultureInfo.InvariantCulture, $@"\x{(int)c:x2}"),
        _ => string.Create(CultureInfo.InvariantCulture, $@"\u{(int)c:x4}"),
    };
}
