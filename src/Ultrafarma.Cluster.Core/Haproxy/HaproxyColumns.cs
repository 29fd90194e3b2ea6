using System.Runtime.CompilerServices;
using System.Collections.Frozen;

namespace Ultrafarma.Cluster.Haproxy;

/// <summary>Where each column stands in one answer, by the names in its first line: positions differ from version to version.</summary>
internal sealed class HaproxyColumns
{
    private static readonly HaproxyColumn[] All = Enum.GetValues<HaproxyColumn>();

    private static readonly HashSet<HaproxyColumn> OfFrontends =
        [.. All.Where(c => c is <= HaproxyColumn.intercepted and not HaproxyColumn.svname and not HaproxyColumn.sid)];

    private static readonly HashSet<HaproxyColumn> OfServers =
    [
        .. All.Where(c => c is <= HaproxyColumn.dresp or >= HaproxyColumn.qcur and <= HaproxyColumn.cookie
            or >= HaproxyColumn.addr and not HaproxyColumn.act and not HaproxyColumn.algo),
    ];

    private static readonly HashSet<HaproxyColumn> OfBackends =
    [
        .. All.Where(c => c is <= HaproxyColumn.req_rate and not HaproxyColumn.svname and not HaproxyColumn.sid
            or >= HaproxyColumn.qcur and <= HaproxyColumn.cookie or HaproxyColumn.act or HaproxyColumn.bck or HaproxyColumn.algo),
    ];

    private static readonly HashSet<HaproxyColumn> Texts =
    [
        HaproxyColumn.pxname, HaproxyColumn.svname, HaproxyColumn.status, HaproxyColumn.mode, HaproxyColumn.cookie, HaproxyColumn.addr,
        HaproxyColumn.tracked, HaproxyColumn.check_status, HaproxyColumn.check_desc, HaproxyColumn.last_chk, HaproxyColumn.algo,
    ];

    private static readonly FrozenDictionary<string, HaproxyColumn> ByName = All.ToFrozenDictionary(c => c.ToString(), StringComparer.Ordinal);

    private readonly string[] _names;
    private readonly int[] _positions = new int[All.Length];
    private readonly HaproxyColumn?[] _known;

    /// <summary>Reads the header's names.</summary>
    /// <param name="names">The names in their order.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public HaproxyColumns(string[] names)
    {
        _names = names;
        _known = new HaproxyColumn?[names.Length];
        Array.Fill(_positions, -1);
        for (var position = 0; position < names.Length; position++)
        {
            // Of two columns of one name, the first one counts.
            if (ByName.TryGetValue(names[position], out var column) && _positions[(int)column] < 0)
            {
                _positions[(int)column] = position;
                _known[position] = column;
            }
        }
    }

    /// <summary>How many columns there are.</summary>
    public int Count => _names.Length;

    /// <summary>The position of a column, or -1.</summary>
    public int this[HaproxyColumn column] => _positions[(int)column];

    /// <summary>What a row holds that none of its record's properties does; empty fields are left out.</summary>
    /// <param name="row">The row's bytes.</param>
    public Dictionary<string, string> ExtraOf(ReadOnlyMemory<byte> row)
    {
        var fields = new HaproxyCsv(row);
        var extra = new Dictionary<string, string>(StringComparer.Ordinal);
        fields.Read();
        var kind = fields.Span(this[HaproxyColumn.type]);
        var known = kind.SequenceEqual("2"u8) ? OfServers : kind.SequenceEqual("1"u8) ? OfBackends : OfFrontends;
        for (var i = 0; i < Math.Min(_names.Length, fields.Count); i++)
        {
            var isRead = _known[i] is { } column && known.Contains(column) && (Texts.Contains(column) || HaproxyCsv.IsNumber(fields.Span(i)));
            if (!isRead && !fields.Span(i).IsEmpty)
            {
                // Two columns of one name would be a mistake of HAProxy's; nothing is lost by it.
                extra.TryAdd(extra.ContainsKey(_names[i]) ? $"{_names[i]}#{i}" : _names[i], fields.Text(i));
            }
        }

        return extra;
    }

    /// <summary>The header of an answer, or null when it is no statistics at all.</summary>
    /// <param name="header">The first line, read.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static HaproxyColumns? FromHeader(HaproxyCsv header)
    {
        var names = new string[header.Count];
        for (var i = 0; i < names.Length; i++)
        {
            names[i] = header.Text(i);
        }

        if (names.Length < 2 || names[0] != "# pxname")
        {
            return null;
        }

        // Every line ends with a comma.
        names[0] = "pxname";
        return new HaproxyColumns(names[^1].Length == 0 ? names[..^1] : names);
    }
}
