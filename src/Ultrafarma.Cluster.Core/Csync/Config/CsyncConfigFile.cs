using Ultrafarma.Cluster.Httpd;

namespace Ultrafarma.Cluster.Csync;

/// <summary>One file of csync2's config as it stands on a node.</summary>
public sealed class CsyncConfigFile
{
    private readonly Lazy<CsyncDocument> _document;
    private readonly Lazy<string> _hash;

    internal CsyncConfigFile(string path, CsyncConfigFileFacts facts, ReadOnlyMemory<byte> content)
    {
        Path = path;
        Modified = facts.Modified;
        Mode = facts.Mode;
        Owner = facts.Owner;
        Content = content;
        _document = new Lazy<CsyncDocument>(() => CsyncDocument.Parse(content));
        _hash = new Lazy<string>(() => HttpdHash.Of(content.Span));
    }

    /// <summary>Its path on the node.</summary>
    public string Path { get; }

    /// <summary>Its size in bytes.</summary>
    public long SizeBytes => Content.Length;

    /// <summary>When it was last changed.</summary>
    public DateTimeOffset Modified { get; }

    /// <summary>Its mode in octal, such as <c>644</c>.</summary>
    public string Mode { get; }

    /// <summary>Its owner and group, as in <c>root:root</c>.</summary>
    public string Owner { get; }

    /// <summary>The SHA-256 of its bytes, in hex.</summary>
    public string Hash => _hash.Value;

    internal ReadOnlyMemory<byte> Content { get; }

    internal CsyncDocument Document => _document.Value;

    /// <summary>The file as it will be with other content.</summary>
    internal CsyncConfigFile WithContent(ReadOnlyMemory<byte> content) =>
        new(Path, new CsyncConfigFileFacts(Modified, Mode, Owner), content);

    /// <inheritdoc/>
    public override string ToString() => Path;
}
