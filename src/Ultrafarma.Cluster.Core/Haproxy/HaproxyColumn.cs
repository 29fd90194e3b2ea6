namespace Ultrafarma.Cluster.Haproxy;

/// <summary>The columns that become properties, spelled as HAProxy's header spells them, so that the header alone says where each one stands.</summary>
internal enum HaproxyColumn
{
    pxname, svname, type, iid, sid, status, mode, scur, smax, slim, stot, rate, rate_max, bin, bout,
    req_tot, hrsp_1xx, hrsp_2xx, hrsp_3xx, hrsp_4xx, hrsp_5xx, hrsp_other, dreq, dresp,
    req_rate, req_rate_max, rate_lim, conn_rate, conn_tot, ereq, dcon, dses, intercepted,
    qcur, qmax, weight, econ, eresp, wretr, wredis, cli_abrt, srv_abrt, chkdown, lastchg, downtime, lastsess,
    qtime, ctime, rtime, ttime, qtime_max, ctime_max, rtime_max, ttime_max, cookie,
    addr, bck, act, uweight, qlimit, throttle, tracked, check_status, check_code, check_duration, check_desc, last_chk, chkfail, algo,
}
