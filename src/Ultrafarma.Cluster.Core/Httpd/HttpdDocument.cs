namespace Ultrafarma.Cluster.Httpd;

/// <summary>
/// An httpd.conf as a tree of directives and sections that keeps every byte. Whatever the bytes are, they can be read:
/// what is not understood is kept as it stands, and whether it is right is Apache's to say.
/// </summary>
public sealed class HttpdDocument
{
    private readonly List<HttpdNode> _inOrder;
    private readonly List<HttpdNode> _top;

    private HttpdDocument(ReadOnlyMemory<byte> bytes)
    {
        Bytes = bytes;
        _inOrder = new List<HttpdNode>(bytes.Length / 32);
        _top = [];
    }

    /// <summary>The file's bytes.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>What stands at the top of the file, in its order.</summary>
    public IReadOnlyList<HttpdNode> Nodes => _top;

    /// <summary>All directives and sections at any depth, in the file's order.</summary>
    public IEnumerable<HttpdDirective> Directives => _inOrder.OfType<HttpdDirective>();

    /// <summary>Everything at any depth in the file's order, each line once: a section's node stands for its first line.</summary>
    internal IReadOnlyList<HttpdNode> InOrder => _inOrder;

    /// <summary>Reads a config.</summary>
    /// <param name="bytes">The file's bytes. They must not be changed afterwards.</param>
    public static HttpdDocument Parse(ReadOnlyMemory<byte> bytes)
    {
        var document = new HttpdDocument(bytes);
        document.Read();
        return document;
    }

    /// <summary>Writes the file from the tree.</summary>
    public void Write(Stream stream)
    {
        foreach (var node in _inOrder)
        {
            stream.Write(Bytes.Span.Slice(node.Offset, node.Length));
        }
    }

    /// <summary>The file's bytes, from the tree.</summary>
    public byte[] ToBytes()
    {
        using var stream = new MemoryStream(Bytes.Length);
        Write(stream);
        return stream.ToArray();
    }

    /// <summary>The document with some bytes replaced, every other one kept.</summary>
    /// <param name="edits">Replacements that do not overlap, in any order.</param>
    /// <exception cref="ArgumentException">Two of them overlap, or one lies outside of the file.</exception>
    public HttpdDocument With(params IEnumerable<HttpdEdit> edits)
    {
        using var result = new MemoryStream(Bytes.Length + 256);
        var at = 0;
        foreach (var edit in edits.OrderBy(e => e.Offset))
        {
            if (edit.Offset < at || edit.Offset + edit.Length > Bytes.Length)
            {
                throw new ArgumentException("The edits overlap or lie outside of the file.", nameof(edits));
            }

            result.Write(Bytes.Span[at..edit.Offset]);
            result.Write(edit.Replacement.Span);
            at = edit.Offset + edit.Length;
        }

        result.Write(Bytes.Span[at..]);
        return Parse(result.ToArray());
    }

    private void Read()
    {
        var bytes = Bytes.Span;
        HttpdSection? open = null;
        var line = 1;
        for (var at = 0; at < bytes.Length;)
        {
            var extent = HttpdLines.Next(bytes, at, line);
            at += extent.Length;
            line += extent.LineCount;
            open = Add(extent, open);
        }
    }

    /// <summary>Adds a logical line and gives the section that is open after it.</summary>
    private HttpdSection? Add(HttpdExtent extent, HttpdSection? open)
    {
        var text = Content(extent);
        if (text.IsEmpty || text[0] == '#')
        {
            Put(new HttpdTextNode(this, extent, open));
            return open;
        }

        if (text[0] != '<' || text.Length == 1 || HttpdWords.IsSpace(text[1]))
        {
            Put(new HttpdDirective(this, extent, open));
            return open;
        }

        if (text[1] != '/')
        {
            var section = new HttpdSection(this, extent, open);
            Put(section);
            return section;
        }

        return Close(extent, open, SectionName(text[2..]));
    }

    private HttpdSection? Close(HttpdExtent extent, HttpdSection? open, ReadOnlySpan<byte> name)
    {
        for (var section = open; section is not null; section = section.Parent)
        {
            if (System.Text.Ascii.EqualsIgnoreCase(SectionName(Content(section.Extent)[1..]), name))
            {
                section.End = new HttpdTextNode(this, extent, section.Parent);
                _inOrder.Add(section.End);
                return section.Parent;
            }
        }

        Put(new HttpdTextNode(this, extent, open));
        return open;
    }

    private void Put(HttpdNode node)
    {
        _inOrder.Add(node);
        if (node.Parent is null)
        {
            _top.Add(node);
        }
        else
        {
            node.Parent.Add(node);
        }
    }

    /// <summary>What Apache sees of a line, without the space before it; what follows is not needed here.</summary>
    private ReadOnlySpan<byte> Content(HttpdExtent extent)
    {
        var text = extent.LineCount == 1
            ? Bytes.Span.Slice(extent.Offset, extent.Length)
            : HttpdLines.Join(Bytes.Span, extent).Content;
        var from = 0;
        while (from < text.Length && HttpdWords.IsSpace(text[from]))
        {
            from++;
        }

        text = text[from..];
        if (text.Length == 0 || text[0] == 0)
        {
            return [];
        }

        // Apache takes quotes off a line's first word before it looks whether that begins or ends a section.
        return text[0] is (byte)'"' or (byte)'\'' && HttpdWords.FirstOf(text) is [(byte)'<', ..] word ? word : text;
    }

    private static ReadOnlySpan<byte> SectionName(ReadOnlySpan<byte> text)
    {
        var length = 0;
        while (length < text.Length && text[length] != 0 && text[length] != '>' && !HttpdWords.IsSpace(text[length]))
        {
            length++;
        }

        return text[..length];
    }
}
