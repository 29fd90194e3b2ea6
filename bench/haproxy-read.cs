#:project ../src/Ultrafarma.Cluster.Core/Ultrafarma.Cluster.Core.csproj
#:property AssemblyName=Ultrafarma.Cluster.Bench
#:property PublishAot=false
// Prints, as medians of the runs: milliseconds and allocated MB of reading a page of 20,000 servers to records, and of only
// decoding the same bytes and splitting them by line and comma. Writes the page to the file that is named.
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Ultrafarma.Cluster.Haproxy;

const int Servers = 20_000;
const int Backends = 40;

// The columns of HAProxy 2.6.12 and its modules: 128, and an empty one behind the last comma.
var columns = ("pxname,svname,qcur,qmax,scur,smax,slim,stot,bin,bout,dreq,dresp,ereq,econ,eresp,wretr,wredis,status,weight,act,bck,chkfail,chkdown,"
    + "lastchg,downtime,qlimit,pid,iid,sid,throttle,lbtot,tracked,type,rate,rate_lim,rate_max,check_status,check_code,check_duration,hrsp_1xx,"
    + "hrsp_2xx,hrsp_3xx,hrsp_4xx,hrsp_5xx,hrsp_other,hanafail,req_rate,req_rate_max,req_tot,cli_abrt,srv_abrt,comp_in,comp_out,comp_byp,comp_rsp,"
    + "lastsess,last_chk,last_agt,qtime,ctime,rtime,ttime,agent_status,agent_code,agent_duration,check_desc,agent_desc,check_rise,check_fall,"
    + "check_health,agent_rise,agent_fall,agent_health,addr,cookie,mode,algo,conn_rate,conn_rate_max,conn_tot,intercepted,dcon,dses,wrew,connect,"
    + "reuse,cache_lookups,cache_hits,srv_icur,src_ilim,qtime_max,ctime_max,rtime_max,ttime_max,eint,idle_conn_cur,safe_conn_cur,used_conn_cur,"
    + "need_conn_est,uweight,agg_server_status,agg_server_check_status,agg_check_status,-,ssl_sess,ssl_reused_sess,ssl_failed_handshake,"
    + "h2_headers_rcvd,h2_data_rcvd,h2_settings_rcvd,h2_rst_stream_rcvd,h2_goaway_rcvd,h2_detected_conn_protocol_errors,"
    + "h2_detected_strm_protocol_errors,h2_rst_stream_resp,h2_goaway_resp,h2_open_connections,h2_backend_open_streams,h2_total_connections,"
    + "h2_backend_total_streams,h1_open_connections,h1_open_streams,h1_total_connections,h1_total_streams,h1_bytes_in,h1_bytes_out,"
    + "h1_spliced_bytes_in,h1_spliced_bytes_out").Split(',');
var page = Page();
var runs = int.Parse(args[0], CultureInfo.InvariantCulture);
if (args.Length > 1)
{
    File.WriteAllBytes(args[1], page);
}

var source = new HaproxySource { Uri = new Uri("http://bench/haproxy?stats") };
var read = new List<(double Milliseconds, double Megabytes)>();
var split = new List<(double Milliseconds, double Megabytes)>();

// The first runs are the compiler's.
for (var i = -4; i < runs; i++)
{
    var ours = Measure(() => new HaproxyStatisticsReader().Read(source, page, DateTimeOffset.UnixEpoch, out _).Servers.Count());
    var least = Measure(() => Encoding.UTF8.GetString(page).Split('\n').Select(line => line.Split(',')).ToArray().Length);
    if (i >= 0)
    {
        read.Add(ours);
        split.Add(least);
    }
}

Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
    $"{Median(read.Select(r => r.Milliseconds)):0.0} {Median(read.Select(r => r.Megabytes)):0.0} {Median(split.Select(r => r.Milliseconds)):0.0} "
    + $"{Median(split.Select(r => r.Megabytes)):0.0} {page.Length / 1e6:0.0} {columns.Length}"));

static double Median(IEnumerable<double> values) => values.Order().ToArray() is var sorted ? sorted[sorted.Length / 2] : 0;

static (double Milliseconds, double Megabytes) Measure(Func<int> work)
{
    GC.Collect();
    var before = GC.GetAllocatedBytesForCurrentThread();
    var clock = Stopwatch.StartNew();
    var count = work();
    clock.Stop();
    return count >= Servers
        ? (clock.Elapsed.TotalMilliseconds, (GC.GetAllocatedBytesForCurrentThread() - before) / 1e6)
        : throw new InvalidOperationException($"Only {count} of {Servers} servers were read.");
}

byte[] Page()
{
    var text = new StringBuilder($"# {string.Join(',', columns)},\n");
    var random = new Random(1);
    for (var backend = 0; backend < Backends; backend++)
    {
        for (var server = 0; server < Servers / Backends; server++)
        {
            Row(text, random, backend, $"srv{server:0000}", 2);
        }

        Row(text, random, backend, "BACKEND", 1);
    }

    return Encoding.UTF8.GetBytes(text.ToString());
}

void Row(StringBuilder text, Random random, int backend, string name, int type)
{
    foreach (var column in columns)
    {
        text.Append(column switch
        {
            "pxname" => $"backend{backend:00}",
            "svname" => name,
            "type" => $"{type}",
            "status" => random.Next(20) == 0 ? "DOWN" : "UP",
            "mode" => "http",
            "addr" when type == 2 => $"10.{backend}.{random.Next(256)}.{random.Next(256)}:8080",
            "check_status" when type == 2 => "L7OK",
            "check_code" when type == 2 => "200",
            "check_desc" when type == 2 => "Layer7 check passed",
            "last_chk" when type == 2 && random.Next(10) == 0 => "\"HTTP status, \"\"odd\"\"\"",
            "cookie" when type == 2 => $"c{random.Next(1000)}",
            "algo" when type == 1 => "roundrobin",
            "stot" or "bin" or "bout" or "hrsp_2xx" or "req_tot" or "lbtot" => $"{random.Next(1_000_000)}",
            "-" => "-",

            // HAProxy has these of frontends and backends only.
            _ when type == 2 && (column.StartsWith("h1_", StringComparison.Ordinal) || column.StartsWith("h2_", StringComparison.Ordinal)) => "",
            "tracked" or "throttle" or "last_agt" or "agent_desc" or "agent_status" or "agent_code" or "agent_duration" or "hanafail" or "slim"
                or "qlimit" or "rate_lim" or "req_rate" or "req_rate_max" or "conn_rate" or "conn_rate_max" or "conn_tot" or "dcon" or "dses"
                or "comp_in" or "comp_out" or "comp_byp" or "comp_rsp" or "last_chk" or "agent_rise" or "agent_fall" or "agent_health" => "",
            _ => $"{random.Next(10)}",
        });
        text.Append(',');
    }

    text.Append('\n');
}
