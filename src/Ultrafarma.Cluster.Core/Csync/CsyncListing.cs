using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Csync;

/// <summary>
/// Reads rows of csync2's dirty table, as <c>csync2 -M</c> prints them (names as they are) or as the database holds them
/// (names percent-encoded): <c>forced TAB me TAB peer TAB name</c>, a line each; <c>peer</c> may be several, separated by commas.
/// </summary>
internal sealed class CsyncListing
{
    private readonly bool _encodedNames;
    private readonly Func<string, string> _share;
    private readonly Action<CsyncDirtyRow> _add;
    private readonly List<(byte[] Bytes, string Text)> _hosts = [];
    private byte[] _lastName = [];
    private string _lastPath = "";

    /// <summary>Starts a listing.</summary>
    /// <param name="encodedNames">True when names are percent-encoded, as read from the database.</param>
    /// <param name="share">Gives one string for equal paths, so that five nodes' listings do not hold each path five times.</param>
    /// <param name="add">Gets each row.</param>
    public CsyncListing(bool encodedNames, Func<string, string> share, Action<CsyncDirtyRow> add)
    {
        _encodedNames = encodedNames;
        _share = share;
        _add = add;
    }

    /// <summary>Parses a whole listing.</summary>
    /// <exception cref="FormatException">A line is not such a row.</exception>
    public static List<CsyncDirtyRow> Parse(ReadOnlySpan<byte> text, bool encodedNames)
    {
        var rows = new List<CsyncDirtyRow>();
        var listing = new CsyncListing(encodedNames, path => path, rows.Add);
        while (!text.IsEmpty)
        {
            var end = text.IndexOf((byte)'\n');
            listing.Add(end < 0 ? text : text[..end]);
            text = end < 0 ? [] : text[(end + 1)..];
        }

        return rows;
    }

    /// <summary>Parses one line.</summary>
    /// <exception cref="FormatException">It is not such a row.</exception>
    public void Add(ReadOnlySpan<byte> line)
    {
        var force = NextField(ref line);
        var me = NextField(ref line);
        var peer = NextField(ref line);
        var forced = force.SequenceEqual("force"u8) || force.SequenceEqual("1"u8);
        if (!forced && !force.SequenceEqual("chary"u8) && !force.SequenceEqual("0"u8))
        {
            throw new FormatException($"csync2's listing has a row that starts with neither force nor chary: '{Show(force)}'.");
        }

        if (me.IsEmpty || peer.IsEmpty || line.IsEmpty || line[0] is not ((byte)'/' or (byte)'%'))
        {
            throw new FormatException($"csync2's listing has a row without host, peer and absolute path: '{Show(line)}'.");
        }

        // Rows come by name: one path stands in a row for each peer.
        if (!line.SequenceEqual(_lastName))
        {
            var name = _encodedNames ? CsyncName.Decode(line) : line;

            // The database cannot hold such a name, and lists of paths are separated by NUL: it would name a second path.
            if (name.Contains((byte)0))
            {
                throw new FormatException($"csync2's listing has a path with NUL in it: '{Show(name)}'.");
            }

            _lastName = line.ToArray();
            _lastPath = _share(PathText.FromBytes(name));
        }

        while (!peer.IsEmpty)
        {
            var comma = peer.IndexOf((byte)',');
            _add(new CsyncDirtyRow(Host(me), Host(comma < 0 ? peer : peer[..comma]), _lastPath, forced));
            peer = comma < 0 ? [] : peer[(comma + 1)..];
        }
    }

    /// <summary>A cluster has few hosts and a listing many rows: each name is decoded once.</summary>
    private string Host(ReadOnlySpan<byte> field)
    {
        foreach (var (bytes, known) in _hosts)
        {
            if (field.SequenceEqual(bytes))
            {
                return known;
            }
        }

        var text = Text(field);
        _hosts.Add((field.ToArray(), text));
        return text;
    }

    private string Text(ReadOnlySpan<byte> field) => PathText.FromBytes(_encodedNames ? CsyncName.Decode(field) : field);

    private static ReadOnlySpan<byte> NextField(ref ReadOnlySpan<byte> line)
    {
        var end = line.IndexOf((byte)'\t');
        if (end < 0)
        {
            throw new FormatException($"csync2's listing has a row with fewer than four fields: '{Show(line)}'.");
        }

        var field = line[..end];
        line = line[(end + 1)..];
        return field;
    }

    private static string Show(ReadOnlySpan<byte> bytes) => PathText.Display(PathText.FromBytes(bytes[..Math.Min(bytes.Length, 80)]));
}
