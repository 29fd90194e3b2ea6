namespace Ultrafarma.Cluster.Httpd;

/// <summary>One config file as it stands on a node.</summary>
public sealed class HttpdConfigFile
{
    private readonly Lazy<HttpdDocument> _document;
    private readonly Lazy<string> _hash;

    internal HttpdConfigFile(string path, HttpdFileFacts facts, ReadOnlyMemory<byte> content)
    {
        Path = path;
        SizeBytes = facts.SizeBytes;
        Modified = facts.Modified;
        Mode = facts.Mode;
        Owner = facts.Owner;
        Content = content;
        _document = new Lazy<HttpdDocument>(() => HttpdDocument.Parse(content));
        _hash = new Lazy<string>(() => HttpdHash.Of(content.Span));
    }

    /// <summary>Its path on the node.</summary>
    public string Path { get; }

    /// <summary>Its size in bytes.</summary>
    public long SizeBytes { get; }

    /// <summary>When it was last changed.</summary>
    public DateTimeOffset Modified { get; }

    /// <summary>Its mode in octal, such as <c>644</c>.</summary>
    public string Mode { get; }

    /// <summary>Its owner and group, as in <c>root:root</c>.</summary>
    public string Owner { get; }

    /// <summary>The SHA-256 of its bytes, in hex.</summary>
    public string Hash => _hash.Value;

    /// <summary>What it says.</summary>
    public HttpdDocument Document => _document.Value;

    internal ReadOnlyMemory<byte> Content { get; }

    /// <summary>The file as it will be with other content.</summary>
    internal HttpdConfigFile WithContent(ReadOnlyMemory<byte> content) =>
        new(Path, new HttpdFileFacts(content.Length, Modified, Mode, Owner), content);

    /// <inheritdoc/>
    public override string ToString() => Path;
}
