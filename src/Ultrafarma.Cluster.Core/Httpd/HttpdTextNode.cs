namespace Ultrafarma.Cluster.Httpd;

/// <summary>What does nothing by itself: a comment, an empty line, the end of a section, or an end that no section has.</summary>
public sealed class HttpdTextNode : HttpdNode
{
    internal HttpdTextNode(HttpdDocument document, HttpdExtent extent, HttpdSection? parent)
        : base(document, extent, parent)
    {
    }
}
