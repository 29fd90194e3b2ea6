using System.Globalization;

namespace Ultrafarma.Cluster.Haproxy;

/// <summary>Reads the answer to <c>show stat</c>, which is also what the stats page gives with <c>;csv</c> (HAProxy management guide, section 9.1).</summary>
internal sealed class HaproxyStatisticsReader
{
    private const int Frontend = 0;
    private const int Backend = 1;
    private const int Server = 2;

    // A balancer's header stays the same for as long as its version does: it need not be understood anew at every look.
    private HaproxyHeader? _known;

    /// <summary>Reads the table.</summary>
    /// <param name="source">Where it comes from.</param>
    /// <param name="answer">The answer's bytes.</param>
    /// <param name="time">When it came.</param>
    /// <param name="length">How many bytes belong to the table, the empty line behind it included.</param>
    /// <exception cref="HaproxyException">It is no such table (NotStatistics), it ends too early (Truncated), or a row is damaged (BadAnswer).</exception>
    public HaproxySnapshot Read(HaproxySource source, ReadOnlyMemory<byte> answer, DateTimeOffset time, out int length)
    {
        var csv = new HaproxyCsv(answer);
        if (!csv.Read() || ColumnsOf(csv) is not { } columns)
        {
            throw HaproxyFailure.NotStatistics(source);
        }

        var row = new HaproxyRow(source, columns, csv);
        var frontends = new List<HaproxyFrontend>();
        var backends = new List<HaproxyBackend>();
        var servers = new List<HaproxyServer>();
        var isWhole = csv.IsWhole;
        for (var line = 2; csv.Read(); line++)
        {
            isWhole = csv.IsWhole;
            var fields = csv.Count - (csv.Span(csv.Count - 1).IsEmpty ? 1 : 0);
            if (!isWhole || fields != columns.Count && csv.Count != columns.Count)
            {
                throw isWhole ? HaproxyFailure.DamagedRow(source, line, csv.Count, columns.Count) : HaproxyFailure.Truncated(source);
            }

            if (csv.Span(columns[HaproxyColumn.pxname]).IsEmpty || csv.Span(columns[HaproxyColumn.svname]).IsEmpty)
            {
                throw HaproxyFailure.NamelessRow(source, line);
            }

            switch (row.Number(HaproxyColumn.type))
            {
                case Frontend:
                    frontends.Add(new HaproxyFrontend(row));
                    break;
                case Server:
                    servers.Add(new HaproxyServer(row));
                    break;
                case Backend:
                    backends.Add(new HaproxyBackend(row, TakeServers(servers, row.Text(HaproxyColumn.pxname))));
                    break;
                case null:
                    throw HaproxyFailure.NoType(source, line);
                default:
                    // Listeners, and whatever later versions add, are not what anybody asks for here.
                    break;
            }
        }

        // A backend's own row comes after those of its servers, and an empty line after all that a socket answers.
        var hasEnd = !source.IsSocket || csv.Start < answer.Length;
        if (!isWhole || servers.Count > 0 || !hasEnd)
        {
            throw HaproxyFailure.Truncated(source);
        }

        length = csv.Position;
        return new HaproxySnapshot(time, frontends, backends);
    }

    private HaproxyColumns? ColumnsOf(HaproxyCsv header)
    {
        var known = _known;
        if (known is not null && known.Line.AsSpan().SequenceEqual(header.Line.Span))
        {
            return known.Columns;
        }

        var columns = HaproxyColumns.FromHeader(header);
        _known = columns is null ? null : new HaproxyHeader(header.Line.ToArray(), columns);
        return columns;
    }

    private static HaproxyServer[] TakeServers(List<HaproxyServer> servers, string? backend)
    {
        var mine = servers.Where(s => s.Backend == backend).ToArray();
        servers.RemoveAll(s => s.Backend == backend);
        return mine;
    }

    private sealed record HaproxyHeader(byte[] Line, HaproxyColumns Columns);
}
