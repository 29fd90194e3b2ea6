using System.Runtime.CompilerServices;
using System.Diagnostics.CodeAnalysis;

namespace Ultrafarma.Cluster.Haproxy;

public sealed partial record HaproxyServer
{
    // While a check runs, HAProxy puts this before the result of the one before.
    private const string RunningCheck = "* ";

    /// <summary>Creates a record to be filled.</summary>
    public HaproxyServer()
    {
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    [SetsRequiredMembers]
    internal HaproxyServer(HaproxyRow row)
        : base(row)
    {
        Backend = row.Text(HaproxyColumn.pxname) ?? "";
        Name = row.Text(HaproxyColumn.svname) ?? "";
        Id = row.Number(HaproxyColumn.sid);
        Address = row.Text(HaproxyColumn.addr);
        (OperationalState, AdminState) = HaproxyStatus.Parse(Status);
        IsBackup = row.Number(HaproxyColumn.bck) > 0;
        UserWeight = row.Number(HaproxyColumn.uweight);
        QueueLimit = row.Number(HaproxyColumn.qlimit);
        ThrottlePercent = row.Number(HaproxyColumn.throttle);
        Tracked = row.Text(HaproxyColumn.tracked);

        // One that follows another may be drained by that one, by itself, or both.
        AdminState = Tracked is not null && AdminState == HaproxyAdminState.ForcedDrain ? null : AdminState;
        CheckStatus = row.Text(HaproxyColumn.check_status);
        IsBeingChecked = CheckStatus?.StartsWith(RunningCheck, StringComparison.Ordinal) ?? false;
        CheckStatus = IsBeingChecked ? CheckStatus![RunningCheck.Length..] : CheckStatus;

        // Between two checks of another kind HAProxy may say 0, which is no answer's code.
        CheckCode = row.Number(HaproxyColumn.check_code) is not 0 and var code ? code : null;
        CheckDuration = row.Milliseconds(HaproxyColumn.check_duration);
        CheckDescription = row.Text(HaproxyColumn.check_desc);
        CheckOutput = row.Text(HaproxyColumn.last_chk);
        ChecksFailed = row.Number(HaproxyColumn.chkfail);
    }
}
