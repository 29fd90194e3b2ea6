using System.Runtime.CompilerServices;
using System.Diagnostics.CodeAnalysis;

namespace Ultrafarma.Cluster.Haproxy;

public abstract partial record HaproxyStatistics
{
    /// <summary>Creates a record to be filled.</summary>
    protected HaproxyStatistics()
    {
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    [SetsRequiredMembers]
    private protected HaproxyStatistics(HaproxyRow row)
    {
        Source = row.Source;
        ExtraFields = row.Extra;
        ProxyId = row.Number(HaproxyColumn.iid);
        Status = row.Text(HaproxyColumn.status) ?? "";
        Mode = row.Text(HaproxyColumn.mode);
        SessionsCurrent = row.Number(HaproxyColumn.scur);
        SessionsMax = row.Number(HaproxyColumn.smax);
        SessionsLimit = row.Number(HaproxyColumn.slim);
        SessionsTotal = row.Number(HaproxyColumn.stot);
        SessionRate = row.Number(HaproxyColumn.rate);
        SessionRateMax = row.Number(HaproxyColumn.rate_max);
        BytesIn = row.Number(HaproxyColumn.bin);
        BytesOut = row.Number(HaproxyColumn.bout);
        Responses1xx = row.Number(HaproxyColumn.hrsp_1xx);
        Responses2xx = row.Number(HaproxyColumn.hrsp_2xx);
        Responses3xx = row.Number(HaproxyColumn.hrsp_3xx);
        Responses4xx = row.Number(HaproxyColumn.hrsp_4xx);
        Responses5xx = row.Number(HaproxyColumn.hrsp_5xx);
        ResponsesOther = row.Number(HaproxyColumn.hrsp_other);
        RequestsDenied = row.Number(HaproxyColumn.dreq);
        ResponsesDenied = row.Number(HaproxyColumn.dresp);

        // HAProxy counts no requests for a server before version 2.7; each has one response.
        RequestsTotal = row.Number(HaproxyColumn.req_tot)
            ?? Responses1xx + Responses2xx + Responses3xx + Responses4xx + Responses5xx + ResponsesOther;
    }
}
