using System.Runtime.CompilerServices;
using System.Diagnostics.CodeAnalysis;

namespace Ultrafarma.Cluster.Haproxy;

public sealed partial record HaproxyBackend
{
    /// <summary>Creates a record to be filled.</summary>
    public HaproxyBackend()
    {
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    [SetsRequiredMembers]
    internal HaproxyBackend(HaproxyRow row, IReadOnlyList<HaproxyServer> servers)
        : base(row)
    {
        Name = row.Text(HaproxyColumn.pxname) ?? "";
        Servers = servers;
        Algorithm = row.Text(HaproxyColumn.algo);
        ActiveServers = row.Number(HaproxyColumn.act);
        BackupServers = row.Number(HaproxyColumn.bck);
        RequestRate = row.Number(HaproxyColumn.req_rate);
    }
}
