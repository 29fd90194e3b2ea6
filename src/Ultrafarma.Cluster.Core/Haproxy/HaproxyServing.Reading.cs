using System.Runtime.CompilerServices;
using System.Diagnostics.CodeAnalysis;

namespace Ultrafarma.Cluster.Haproxy;

public abstract partial record HaproxyServing
{
    /// <summary>Creates a record to be filled.</summary>
    protected HaproxyServing()
    {
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    [SetsRequiredMembers]
    private protected HaproxyServing(HaproxyRow row)
        : base(row)
    {
        QueueCurrent = row.Number(HaproxyColumn.qcur);
        QueueMax = row.Number(HaproxyColumn.qmax);
        Weight = row.Number(HaproxyColumn.weight);
        ConnectionErrors = row.Number(HaproxyColumn.econ);
        ResponseErrors = row.Number(HaproxyColumn.eresp);
        Retries = row.Number(HaproxyColumn.wretr);
        Redispatches = row.Number(HaproxyColumn.wredis);
        ClientAborts = row.Number(HaproxyColumn.cli_abrt);
        ServerAborts = row.Number(HaproxyColumn.srv_abrt);
        TimesDown = row.Number(HaproxyColumn.chkdown);
        LastChange = row.Seconds(HaproxyColumn.lastchg);
        Downtime = row.Seconds(HaproxyColumn.downtime);
        LastSession = row.Seconds(HaproxyColumn.lastsess);
        QueueTime = row.Milliseconds(HaproxyColumn.qtime);
        ConnectTime = row.Milliseconds(HaproxyColumn.ctime);
        ResponseTime = row.Milliseconds(HaproxyColumn.rtime);
        TotalTime = row.Milliseconds(HaproxyColumn.ttime);
        QueueTimeMax = row.Milliseconds(HaproxyColumn.qtime_max);
        ConnectTimeMax = row.Milliseconds(HaproxyColumn.ctime_max);
        ResponseTimeMax = row.Milliseconds(HaproxyColumn.rtime_max);
        TotalTimeMax = row.Milliseconds(HaproxyColumn.ttime_max);
        Cookie = row.Text(HaproxyColumn.cookie);
    }
}
