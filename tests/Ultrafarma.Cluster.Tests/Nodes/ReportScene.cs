using Ultrafarma.Cluster.Csync;
using Ultrafarma.Cluster.Haproxy;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Tests.Nodes;

/// <summary>A report on a cluster that no server gave.</summary>
internal static class ReportScene
{
    private static readonly HaproxySource Source = new() { Socket = "/run/fake.sock" };

    /// <summary>A report with something in every part of it.</summary>
    /// <param name="name">What the servers, directories and files of one node are called.</param>
    public static ClusterReport Full(string name = "app2")
    {
        var scene = new ClusterScene()
            .Add("app1", dirty: ["/a>app2"]).Add(name, "ServerName app1\nKeepAlive Off\n", status: "DOWN 1/2", dirty: "/a>app1")
            .Add("app3", running: false).Add("app4", status: "MAINT").AddDown("app5").AddBare("app6");
        scene.Balancer!.Add("api", "quiet");
        double[] rates = [120, 180.5, 90, 1240, 300, 280, 260, 0, 40, 60, 75, 80];
        return Of(scene) with
        {
            Conflicts = new(
                [
                    Conflict("/data/www/html/images/a.jpg", CsyncConflictKind.Content, "app1", name),
                    Conflict("/data/www/html/images/b.jpg", CsyncConflictKind.Content, "app1", "app3"),
                    Conflict("/data/www/html/images/c.jpg", CsyncConflictKind.Identical, "app1", "app3"),
                    Conflict($"/data/www/html/{name}/d.jpg", CsyncConflictKind.DeletedAndChanged, name, "app3"),
                ],
                [new NodeException(NodeErrorKind.ToolMissing, "app6", "csync2: not found")]),
            Schedules =
            [
                Schedules("app1", Schedule("app1", CsyncScheduleKind.Sync, "*/15 * * * *", TimeSpan.FromMinutes(15))),
                Schedules(name, Schedule(name, CsyncScheduleKind.Resolve, name, TimeSpan.FromHours(2)) with { IsSuspended = true, IsForeign = true }),
                Schedules("app3"),
            ],
            Traffic = new(
                [
                    .. rates.SelectMany((rate, i) => new[]
                    {
                        Traffic("web", "app1", i, rate / 2, i == 3 ? 12 : 0), Traffic("web", name, i, rate / 2, 0), Traffic("api", "quiet", i, 0, 0),
                    }),
                ],
                Missed: 0,
                Error: null),
        };
    }

    public static ClusterReport Of(ClusterScene scene)
    {
        var look = scene.Look();
        return new ClusterReport { Look = look, Nodes = [.. look.Nodes.Select(n => n.NodeName)] };
    }

    /// <summary>What went through a server in the interval that ends so many seconds after the scene's look.</summary>
    public static HaproxyTraffic Traffic(string backend, string server, double second, double? requests, double? errors, double? sessions = 1) => new()
    {
        Source = Source,
        Backend = backend,
        Name = server,
        Time = ClusterScene.Now.AddSeconds(second + 1),
        Interval = TimeSpan.FromSeconds(1),
        Status = "UP",
        RequestsPerSecond = requests,
        Responses5xxPerSecond = errors,
        SessionsPerSecond = sessions,
    };

    public static CsyncConflict Conflict(string path, CsyncConflictKind kind, params string[] nodes) => new()
    {
        Path = path,
        Kind = kind,
        Versions = [.. nodes.Select(n => new CsyncFileVersion { Node = n, Type = CsyncFileType.File, DirtyTowards = ["x"] })],
    };

    public static CsyncSchedule Schedule(string node, CsyncScheduleKind kind, string timing, TimeSpan? every = null) => new()
    {
        Node = node,
        Kind = kind,
        Source = CsyncScheduleSource.Cron,
        File = "/etc/cron.d/csync2",
        Line = 3,
        Timing = timing,
        Every = every,
        User = "root",
        Command = "csync2 -x --password=lab-secret",
    };

    public static NodeResult<CsyncScheduleLook> Schedules(string node, params CsyncSchedule[] schedules) =>
        new(node, new CsyncScheduleLook(node, true, true, schedules, new Dictionary<string, string>()), null);
}
