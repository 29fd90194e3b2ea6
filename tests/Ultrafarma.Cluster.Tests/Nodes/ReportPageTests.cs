using System.Text.RegularExpressions;
using Ultrafarma.Cluster.Csync;
using Ultrafarma.Cluster.Haproxy;
using Ultrafarma.Cluster.Nodes;
using Xunit;

namespace Ultrafarma.Cluster.Tests.Nodes;

/// <summary>What a report's page says, without a server and without a browser.</summary>
public sealed partial class ReportPageTests
{
    private const string Hostile = "a<script>alert(1)</script>\"'><img src=x onerror=alert(1)>&amp;\u202e";

    [Fact]
    public void Each_part_is_there()
    {
        var page = ReportPage.Write(ReportScene.Full());
        Assert.StartsWith(ReportPage.FirstWords, page, StringComparison.Ordinal);
        Assert.Equal(
            ["findings", "nodes", "balancer", "drift", "conflicts", "schedule"], SectionId().Matches(page).Select(m => m.Groups[1].Value));
        Assert.Contains("app5 does not answer.", Section(page, "findings"), StringComparison.Ordinal);
        Assert.Contains("app2 DOWN 1/2", Section(page, "balancer").Replace("web/", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("Nothing came in for api.", Section(page, "balancer"), StringComparison.Ordinal);
        Assert.Contains("Could not be read on app5, app6", Section(page, "drift"), StringComparison.Ordinal);
        Assert.Contains("app2 /etc/httpd/conf/httpd.conf Different 1 0 app1", Section(page, "drift"), StringComparison.Ordinal);
        Assert.Contains("app1 checks and pushes */15 * * * * 15 min runs root", Section(page, "schedule"), StringComparison.Ordinal);
        Assert.Contains("Nothing lets csync2 push by the clock on app2, app3.", Section(page, "schedule"), StringComparison.Ordinal);
    }

    [Fact]
    public void Conflicts_are_counted_by_directory_and_kind()
    {
        var text = Section(ReportPage.Write(ReportScene.Full()), "conflicts");
        Assert.Contains("Directory Identical Content Deleted and changed All Changed on", text, StringComparison.Ordinal);
        Assert.Contains("/data/www/html/app2 – – 1 1 app2, app3", text, StringComparison.Ordinal);
        Assert.Contains("/data/www/html/images 1 2 – 3 app1, app2, app3", text, StringComparison.Ordinal);
        Assert.Contains("Could not be asked: app5, app6.", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Many_directories_are_cut_and_counted()
    {
        var report = ReportScene.Of(new ClusterScene().Add("app1").Add("app2")) with
        {
            Conflicts = new([.. Enumerable.Range(0, 130).Select(i => ReportScene.Conflict($"/d{i:000}/f", CsyncConflictKind.Content, "app1", "app2"))], []),
        };
        Assert.Contains("30 more directories have 30 conflicts.", Section(ReportPage.Write(report), "conflicts"), StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_from_the_cluster_is_markup()
    {
        var page = ReportPage.Write(ReportScene.Full(Hostile) with { Traffic = new([ReportScene.Traffic(Hostile + "\n\udc80", "s", 0, 5, 1)], 1, Hostile) });
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<img", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(page, c => char.IsSurrogate(c) || c == '\u202e');
        Assert.Equal(
            ["a", "body", "br", "dd", "desc", "div", "dl", "dt", "figcaption", "figure", "h1", "h2", "h3", "head", "header", "html", "main", "meta", "nav", "p",
                "path", "section", "span", "style", "svg", "table", "tbody", "td", "text", "th", "thead", "title", "tr"],
            Tag().Matches(page).Select(m => m.Groups[1].Value).Distinct().Order(StringComparer.Ordinal));
        Assert.DoesNotContain(AttributeName().Matches(StyleElement().Replace(page, "")).Select(m => m.Groups[1].Value), a => a.StartsWith("on", StringComparison.Ordinal) || a is "src" or "style");
    }

    [Fact]
    public void A_password_that_stands_in_a_config_or_a_crontab_is_not_told()
    {
        var report = ReportScene.Of(new ClusterScene().Add("app1").Add("app2").Add("app3", "ServerName app3\nSetEnv DB_PASSWORD lab-secret\n")) with
        {
            Schedules = [ReportScene.Schedules("app1", ReportScene.Schedule("app1", CsyncScheduleKind.Sync, "@hourly"))],
        };
        var page = ReportPage.Write(report);
        Assert.Contains("app3 /etc/httpd/conf/httpd.conf Different 1 0", Section(page, "drift"), StringComparison.Ordinal);
        Assert.DoesNotContain("lab-secret", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cluster_that_is_well_says_so()
    {
        var report = ReportScene.Of(new ClusterScene().Add("app1").Add("app2")) with
        {
            Schedules = [.. new[] { "app1", "app2" }.Select(n => ReportScene.Schedules(n, ReportScene.Schedule(n, CsyncScheduleKind.Sync, "@daily", TimeSpan.FromDays(1))))],
            Traffic = new([ReportScene.Traffic("web", "app1", 0, 3, 0)], 0, null),
        };
        var page = ReportPage.Write(report);
        Assert.Contains("Nothing was found", Section(page, "findings"), StringComparison.Ordinal);
        Assert.Contains("Every config that could be read says what most nodes' do", Section(page, "drift"), StringComparison.Ordinal);
        Assert.Contains("None: no path", Section(page, "conflicts"), StringComparison.Ordinal);
        Assert.DoesNotContain("class=\"error\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("class=\"warning\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_balancer_that_does_not_answer_and_one_that_is_not_known_are_said()
    {
        var scene = new ClusterScene().Add("app1").Add("app2");
        scene.BalancerError = new HaproxyException(HaproxyErrorKind.Unreachable, "lb", "lb does not answer.");
        var page = ReportPage.Write(ReportScene.Of(scene));
        Assert.Contains("/run/fake.sock could not be asked: lb does not answer.", Section(page, "balancer"), StringComparison.Ordinal);
        Assert.Contains("Servers that serve not known", Text(page), StringComparison.Ordinal);
        Assert.Contains("names no balancer", Section(ReportPage.Write(ReportScene.Of(new ClusterScene { Balancer = null }.Add("app1"))), "balancer"), StringComparison.Ordinal);
    }

    [Fact]
    public void One_node_alone_drifts_from_nothing_and_tells_no_conflict()
    {
        var page = ReportPage.Write(ReportScene.Of(new ClusterScene { Balancer = null }.Add("app1", dirty: "/a>app2")));
        Assert.Contains("no two configs to compare", Section(page, "drift"), StringComparison.Ordinal);
        Assert.Contains("One node alone", Section(page, "conflicts"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_measurement_that_was_disturbed_says_so()
    {
        var reset = ReportScene.Traffic("web", "app1", 1, null, null, null) with { CountersReset = true };
        var text = Section(
            ReportPage.Write(ReportScene.Of(new ClusterScene().Add("app1")) with { Traffic = new([ReportScene.Traffic("web", "app1", 0, 3, 0), reset], 2, "lb is gone.") }),
            "balancer");
        Assert.Contains("Measuring ended early: lb is gone.", text, StringComparison.Ordinal);
        Assert.Contains("2 looks at the balancer failed", text, StringComparison.Ordinal);
        Assert.Contains("counters began anew", text, StringComparison.Ordinal);
        Assert.Contains("not known for 1 of 2 intervals", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_the_nodes_of_interest_are_told()
    {
        var page = ReportPage.Write(ReportScene.Full() with { Nodes = ["app1", "app5"] });
        Assert.Contains("2 of 6 nodes", page, StringComparison.Ordinal);
        Assert.DoesNotContain("app3", Section(page, "findings") + Section(page, "nodes"), StringComparison.Ordinal);
        Assert.Contains("Every config that could be read", Section(page, "drift"), StringComparison.Ordinal);
        Assert.DoesNotContain("/data/www/html/app2", page, StringComparison.Ordinal);
    }

    private static string Section(string page, string id) => Text(Regex.Match(page, $"<section id=\"{id}\".*?</section>", RegexOptions.Singleline).Value);

    private static string Text(string markup) =>
        string.Join(' ', System.Net.WebUtility.HtmlDecode(Regex.Replace(markup, "<[^>]*>", " ")).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    [GeneratedRegex("<section id=\"([a-z]+)\"")]
    private static partial Regex SectionId();

    [GeneratedRegex("<([a-zA-Z0-9]+)")]
    private static partial Regex Tag();

    [GeneratedRegex("<style>.*</style>", RegexOptions.Singleline)]
    private static partial Regex StyleElement();

    [GeneratedRegex("(?<=<[a-z][^<>]*) ([a-zA-Z-]+)=")]
    private static partial Regex AttributeName();
}
