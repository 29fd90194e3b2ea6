using System.Runtime.CompilerServices;
using System.Diagnostics.CodeAnalysis;

namespace Ultrafarma.Cluster.Haproxy;

public sealed partial record HaproxyFrontend
{
    /// <summary>Creates a record to be filled.</summary>
    public HaproxyFrontend()
    {
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    [SetsRequiredMembers]
    internal HaproxyFrontend(HaproxyRow row)
        : base(row)
    {
        Name = row.Text(HaproxyColumn.pxname) ?? "";
        RequestRate = row.Number(HaproxyColumn.req_rate);
        RequestRateMax = row.Number(HaproxyColumn.req_rate_max);
        SessionRateLimit = row.Number(HaproxyColumn.rate_lim);
        ConnectionRate = row.Number(HaproxyColumn.conn_rate);
        ConnectionsTotal = row.Number(HaproxyColumn.conn_tot);
        RequestErrors = row.Number(HaproxyColumn.ereq);
        ConnectionsDenied = row.Number(HaproxyColumn.dcon);
        SessionsDenied = row.Number(HaproxyColumn.dses);
        RequestsIntercepted = row.Number(HaproxyColumn.intercepted);
    }
}
