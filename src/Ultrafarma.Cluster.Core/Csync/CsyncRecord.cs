using System.Globalization;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Csync;

/// <summary>What csync2 last recorded of a file: its check text (checktxt.c, <c>v1:mtime=…:mode=…:uid=…:gid=…:type=reg:size=…</c>).</summary>
internal sealed class CsyncRecord
{
    private readonly Dictionary<string, string> _fields;

    private CsyncRecord(Dictionary<string, string> fields) => _fields = fields;

    /// <summary>Parses lines of <c>checktxt TAB name</c>, both percent-encoded.</summary>
    /// <exception cref="FormatException">A line has no tab.</exception>
    public static Dictionary<string, CsyncRecord> ParseListing(ReadOnlySpan<byte> text)
    {
        var records = new Dictionary<string, CsyncRecord>(StringComparer.Ordinal);
        while (!text.IsEmpty)
        {
            var end = text.IndexOf((byte)'\n');
            var line = end < 0 ? text : text[..end];
            text = end < 0 ? [] : text[(end + 1)..];
            var tab = line.IndexOf((byte)'\t');
            if (tab < 0)
            {
                throw new FormatException("csync2's file table gave a row without a name.");
            }

            var path = PathText.FromBytes(CsyncName.Decode(line[(tab + 1)..]));
            records[path] = Parse(PathText.FromBytes(CsyncName.Decode(line[..tab])));
        }

        return records;
    }

    /// <summary>Parses one check text.</summary>
    public static CsyncRecord Parse(string checkText)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var part in checkText.Split(':'))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0)
            {
                fields.TryAdd(part[..equals], part[(equals + 1)..]);
            }
        }

        return new CsyncRecord(fields);
    }

    /// <summary>True when the file is still as csync2 recorded it, so nobody edited it since. A field that csync2 ignores does not count.</summary>
    public bool Describes(CsyncFileVersion version) =>
        version.Exists
        && Agrees("type", version.Type switch
        {
            CsyncFileType.File => "reg",
            CsyncFileType.Directory => "dir",
            CsyncFileType.SymbolicLink => "lnk",
            _ => null,
        })
        && Agrees("mtime", version.LastWriteTime?.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture))
        && Agrees("size", version.SizeBytes?.ToString(CultureInfo.InvariantCulture))
        && Agrees("uid", Signed(version.Uid))
        && Agrees("gid", Signed(version.Gid))
        && Agrees("target", version.LinkTarget is null
            ? null
            : PathText.FromBytes(CsyncName.Encode(PathText.ToBytes(version.LinkTarget))))
        && ModeAgrees(version);

    /// <summary>True when both say the same, as far as both say anything: what one node's config ignores it does not record.</summary>
    public bool IsSameAs(CsyncRecord other) => _fields.All(f => !other._fields.TryGetValue(f.Key, out var value) || value == f.Value);

    // csync2 prints owners with %d.
    private static string? Signed(long? owner) => owner is { } number ? unchecked((int)number).ToString(CultureInfo.InvariantCulture) : null;

    private bool ModeAgrees(CsyncFileVersion version) =>
        !_fields.TryGetValue("mode", out var mode)
        || version.Mode is null
        || (int.TryParse(mode, CultureInfo.InvariantCulture, out var bits) && (bits & 0xFFF) == Convert.ToInt32(version.Mode, 8));

    private bool Agrees(string field, string? value) =>
        !_fields.TryGetValue(field, out var recorded) || value is null || recorded == value;
}
