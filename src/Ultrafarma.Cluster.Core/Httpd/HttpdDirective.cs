using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Httpd;

/// <summary>A directive. What it means is Apache's affair: any name and any arguments are taken.</summary>
public class HttpdDirective : HttpdNode
{
    private HttpdWords? _words;

    internal HttpdDirective(HttpdDocument document, HttpdExtent extent, HttpdSection? parent)
        : base(document, extent, parent)
    {
    }

    /// <summary>Its name as written; a section's without the <c>&lt;</c>. Upper and lower case are the same to Apache.</summary>
    public string Name => Words.Name;

    /// <summary>Its arguments.</summary>
    public IReadOnlyList<HttpdArgument> Arguments => Words.Arguments;

    /// <summary>All that follows the name as one text: lines joined, ends trimmed, quotes and escapes as they stand.</summary>
    public string Text => Words.Text;

    /// <summary>The names and arguments of the sections around it, from the outermost, as in <c>VirtualHost *:80/Directory /www</c>; empty at the top.</summary>
    public string Section => Parent?.Path ?? "";

    /// <summary>True when it has this name.</summary>
    public bool Is(string name) => Name.Equals(name, StringComparison.OrdinalIgnoreCase);

    /// <summary>The edit that gives an argument another value and keeps its quotes, or adds some where the value needs them.</summary>
    /// <param name="index">Which argument, from 0.</param>
    /// <param name="value">The value as Apache shall take it.</param>
    /// <exception cref="ArgumentException">The value holds a line end or NUL, which no argument can.</exception>
    public HttpdEdit ReplaceArgument(int index, string value)
    {
        var old = Arguments[index];
        return new HttpdEdit(old.Offset, old.Length, PathText.ToBytes(HttpdQuoting.Quote(value, old.Quote)));
    }

    /// <summary>The edit that replaces everything after the name.</summary>
    /// <param name="text">The arguments as they shall stand in the file, quotes included.</param>
    /// <exception cref="ArgumentException">The text holds a line end or NUL, or ends with a backslash.</exception>
    public HttpdEdit ReplaceText(string text)
    {
        HttpdQuoting.ThrowIfNoLine(text);
        var bytes = PathText.ToBytes(text);
        return Words.TextLength == 0
            ? new HttpdEdit(Words.TextOffset, 0, new byte[] { (byte)' ' }.Concat(bytes).ToArray())
            : new HttpdEdit(Words.TextOffset, Words.TextLength, bytes);
    }

    /// <inheritdoc/>
    public override string ToString() => Text.Length == 0 ? Name : $"{Name} {Text}";

    private HttpdWords Words => _words ??= HttpdWords.Read(Document.Bytes.Span, Extent);
}
