using Ultrafarma.Cluster.Haproxy;
using Ultrafarma.Cluster.Haproxy.Live;

namespace Ultrafarma.Cluster.Tests.HaproxyLive;

/// <summary>Balancers and views as tests tell them.</summary>
internal static class Scene
{
    public static readonly HaproxySource Source = new() { Socket = "10.77.0.10:9999" };

    private static readonly DateTimeOffset Noon = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Five servers of web, and one of static that nobody can replace.</summary>
    public static HaproxySnapshot Usual => Snapshot(
        Server("web", "APP01", sessions: 12),
        Server("web", "APP02", "DOWN", sessions: 0),
        Server("web", "APP03", "DRAIN", sessions: 3),
        Server("web", "APP04", "MAINT", sessions: 0),
        Server("web", "APP05", "UP 1/3", sessions: 40),
        Server("static", "CDN1", "no check", sessions: 7));

    public static HaproxyServer Server(
        string backend, string name, string status = "UP", long sessions = 0, long? requests = 0, long? errors = 0, long? total = 0)
    {
        var (operational, admin) = HaproxyStatus.Parse(status);
        return new HaproxyServer
        {
            Source = Source,
            Backend = backend,
            Name = name,
            Status = status,
            OperationalState = operational,
            AdminState = admin,
            Weight = 1,
            SessionsCurrent = sessions,
            SessionsMax = sessions,
            SessionsTotal = total,
            QueueCurrent = 0,
            RequestsTotal = requests,
            Responses5xx = errors,
            CheckStatus = "L7OK",
            CheckCode = 200,
            CheckDuration = TimeSpan.FromMilliseconds(2),
            LastChange = TimeSpan.FromMinutes(192),
        };
    }

    public static HaproxySnapshot Snapshot(params HaproxyServer[] servers) => new(Noon, [],
    [
        .. servers.GroupBy(s => s.Backend).Select(g => new HaproxyBackend { Source = Source, Status = "UP", Name = g.Key, Servers = [.. g] }),
    ]);

    public static LiveView View(HaproxySnapshot snapshot, int height = 10, bool onlyShows = false) =>
        LiveLooks.Begin(snapshot, Source.ToString(), "2.6.12", TimeSpan.FromSeconds(2), onlyShows).Resize(height);

    /// <summary>Presses keys: characters type themselves, the others stand in angle brackets, as in <c>dy</c> or <c>/app&lt;Enter&gt;</c>.</summary>
    public static (LiveView View, LiveAction? Action) Press(LiveView view, string keys)
    {
        LiveAction? action = null;
        foreach (var key in Keys(keys))
        {
            (view, action) = LiveKeys.Press(view, key);
        }

        return (view, action);
    }

    public static IEnumerable<LiveKey> Keys(string keys)
    {
        for (var i = 0; i < keys.Length; i++)
        {
            var end = keys[i] == '<' ? keys.IndexOf('>', i) : -1;
            if (end > i + 1)
            {
                yield return new LiveKey(Enum.Parse<LiveKeyCode>(keys[(i + 1)..end]));
                i = end;
            }
            else
            {
                yield return LiveKey.Of(keys[i]);
            }
        }
    }

    public static string Names(LiveView view) => string.Join(' ', view.Rows.Select(r => r.Server.Name));
}
