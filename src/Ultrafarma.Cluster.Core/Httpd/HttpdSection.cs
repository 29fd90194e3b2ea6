namespace Ultrafarma.Cluster.Httpd;

/// <summary>A section such as <c>&lt;VirtualHost *:80&gt;</c>, with what stands in it.</summary>
public sealed class HttpdSection : HttpdDirective
{
    private readonly List<HttpdNode> _children = [];
    private string? _path;

    internal HttpdSection(HttpdDocument document, HttpdExtent extent, HttpdSection? parent)
        : base(document, extent, parent)
    {
    }

    /// <summary>What stands in it, in the file's order.</summary>
    public IReadOnlyList<HttpdNode> Children => _children;

    /// <summary>The line that ends it; null when the file lacks it.</summary>
    public HttpdTextNode? End { get; internal set; }

    /// <summary>Its name and arguments after those of the sections around it.</summary>
    /// <remarks>A loop, because a file may nest sections deeper than a stack is.</remarks>
    public string Path
    {
        get
        {
            if (_path is null)
            {
                var names = new Stack<string>();
                for (var section = this; section is not null; section = section.Parent)
                {
                    names.Push(section.ToString());
                }

                _path = string.Join('/', names);
            }

            return _path;
        }
    }

    /// <summary>The path of a section inside another.</summary>
    internal static string Join(string outer, string inner) =>
        outer.Length == 0 ? inner : inner.Length == 0 ? outer : outer + "/" + inner;

    internal void Add(HttpdNode child) => _children.Add(child);
}
