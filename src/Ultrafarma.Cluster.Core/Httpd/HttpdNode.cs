namespace Ultrafarma.Cluster.Httpd;

/// <summary>A part of an httpd.conf. The parts of a document, printed in order, are its bytes.</summary>
public abstract class HttpdNode
{
    private protected HttpdNode(HttpdDocument document, HttpdExtent extent, HttpdSection? parent)
    {
        Document = document;
        Extent = extent;
        Parent = parent;
    }

    /// <summary>The section that it stands in; null at the top of the file.</summary>
    public HttpdSection? Parent { get; }

    /// <summary>The number of its first line, from 1, as Apache counts.</summary>
    public int Line => Extent.Line;

    /// <summary>The offset of its first byte in the file.</summary>
    public int Offset => Extent.Offset;

    /// <summary>How many bytes it has, line ends included. A section's own are those of its first line only.</summary>
    public int Length => Extent.Length;

    /// <summary>Its bytes as they stand in the file.</summary>
    public ReadOnlyMemory<byte> Bytes => Document.Bytes.Slice(Offset, Length);

    internal HttpdDocument Document { get; }

    internal HttpdExtent Extent { get; }
}
