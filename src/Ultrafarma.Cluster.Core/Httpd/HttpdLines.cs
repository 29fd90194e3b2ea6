namespace Ultrafarma.Cluster.Httpd;

/// <summary>
/// Reads logical lines as Apache's <c>ap_cfg_getline</c> does: a backslash right before the line end joins the next line; after a
/// NUL, Apache does not see the rest of a line.
/// </summary>
internal static class HttpdLines
{
    private const byte LineFeed = (byte)'\n';

    /// <summary>Finds the end of the logical line that begins at <paramref name="offset"/>.</summary>
    /// <param name="bytes">The file.</param>
    /// <param name="offset">Where the line begins; less than the file's length.</param>
    /// <param name="line">Its number.</param>
    public static HttpdExtent Next(ReadOnlySpan<byte> bytes, int offset, int line)
    {
        var end = EndOf(bytes, offset);
        var physical = bytes[offset..end];
        return IsJoined(physical) && physical.IndexOf((byte)0) < 0
            ? NextJoined(bytes, offset, line)
            : new HttpdExtent(offset, end - offset, line, 1);
    }

    /// <summary>What Apache sees of a logical line, not trimmed, and for each byte of it the offset in the file.</summary>
    /// <remarks>The offsets are null when the line is one piece, which nearly all are.</remarks>
    public static (byte[] Content, int[]? Offsets) Join(ReadOnlySpan<byte> bytes, HttpdExtent extent)
    {
        if (extent.LineCount == 1)
        {
            return (CutAtNul(bytes.Slice(extent.Offset, extent.Length)).ToArray(), null);
        }

        var content = new List<byte>(extent.Length);
        var offsets = new List<int>(extent.Length);
        var end = extent.Offset + extent.Length;
        for (var at = extent.Offset; at < end;)
        {
            at = Append(bytes, at, content, offsets, out _);
        }

        return (content.ToArray(), offsets.ToArray());
    }

    private static HttpdExtent NextJoined(ReadOnlySpan<byte> bytes, int offset, int line)
    {
        var content = new List<byte>();
        var count = 0;
        var at = offset;
        bool goesOn;
        do
        {
            at = Append(bytes, at, content, null, out goesOn);
            count++;
        }
        while (goesOn && at < bytes.Length);

        return new HttpdExtent(offset, at - offset, line, count);
    }

    // Apache looks for the backslash in all that it has joined so far: after two of them at a line's end, an empty line joins too.
    private static int Append(ReadOnlySpan<byte> bytes, int at, List<byte> content, List<int>? offsets, out bool goesOn)
    {
        var end = EndOf(bytes, at);
        foreach (var b in CutAtNul(bytes[at..end]))
        {
            content.Add(b);
            offsets?.Add(at++);
        }

        goesOn = false;
        if (content.Count > 0 && content[^1] == LineFeed)
        {
            var last = content.Count - 1;
            last -= last > 0 && content[last - 1] == '\r' ? 1 : 0;
            if (last > 0 && content[last - 1] == '\\')
            {
                content.RemoveRange(last - 1, content.Count - last + 1);
                offsets?.RemoveRange(last - 1, offsets.Count - last + 1);
                goesOn = true;
            }
        }

        return end;
    }

    private static int EndOf(ReadOnlySpan<byte> bytes, int offset)
    {
        var length = bytes[offset..].IndexOf(LineFeed);
        return length < 0 ? bytes.Length : offset + length + 1;
    }

    private static bool IsJoined(ReadOnlySpan<byte> line) =>
        line.EndsWith("\\\n"u8) || line.EndsWith("\\\r\n"u8);

    private static ReadOnlySpan<byte> CutAtNul(ReadOnlySpan<byte> line)
    {
        var nul = line.IndexOf((byte)0);
        return nul < 0 ? line : line[..nul];
    }
}
