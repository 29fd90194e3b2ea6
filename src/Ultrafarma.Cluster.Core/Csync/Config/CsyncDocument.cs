using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Csync;

/// <summary>
/// One file of csync2's config that keeps every byte. Whatever the bytes are, they can be read: what they mean, also together with
/// the files that are read in their midst, is <see cref="CsyncConfigParser"/>'s to say.
/// </summary>
internal sealed class CsyncDocument
{
    private CsyncDocument(ReadOnlyMemory<byte> bytes)
    {
        Bytes = bytes;
        Tokens = CsyncScanner.Scan(bytes.Span);
    }

    /// <summary>The file's bytes.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>The file's parts, each byte in one of them.</summary>
    public IReadOnlyList<CsyncToken> Tokens { get; }

    /// <summary>How the file ends its lines.</summary>
    public string LineEnd => Bytes.Span.IndexOf("\r\n"u8) >= 0 ? "\r\n" : "\n";

    /// <summary>Reads a file.</summary>
    /// <param name="bytes">Its bytes. They must not be changed afterwards.</param>
    public static CsyncDocument Parse(ReadOnlyMemory<byte> bytes) => new(bytes);

    /// <summary>The file's bytes, from its parts.</summary>
    public byte[] ToBytes()
    {
        using var stream = new MemoryStream(Bytes.Length);
        foreach (var token in Tokens)
        {
            stream.Write(Bytes.Span.Slice(token.Offset, token.Length));
        }

        return stream.ToArray();
    }

    /// <summary>The document with some bytes replaced, every other one kept.</summary>
    /// <param name="edits">Replacements that do not overlap, in any order.</param>
    /// <exception cref="ArgumentException">Two of them overlap, or one lies outside of the file.</exception>
    public CsyncDocument With(params IEnumerable<CsyncEdit> edits)
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
            result.Write(PathText.ToBytes(edit.Replacement));
            at = edit.Offset + edit.Length;
        }

        result.Write(Bytes.Span[at..]);
        return Parse(result.ToArray());
    }
}
