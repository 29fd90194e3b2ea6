using System.Management.Automation.Language;
using System.Text.RegularExpressions;
using Ultrafarma.Cluster.Tests.CsyncLab;
using Ultrafarma.Cluster.Tests.Engine;
using Ultrafarma.Cluster.Tests.HaproxyLab;
using Xunit;

namespace Ultrafarma.Cluster.Tests.Examples;

/// <summary>
/// Every block of code of the README is run here, or it is in the list of those that are not, with the reason. A block is known by
/// its first line, so a new one fails until it is put somewhere.
/// </summary>
[Collection(LabTests.Name)]
public sealed partial class ReadmeTests(ExampleScene scene) : IClassFixture<ExampleScene>
{
    private const string Glance = "PS> Get-WebClusterNode";
    private const string FirstSteps = "Import-Module Ultrafarma.Cluster";
    private const string EveryDay = "# What is in conflict, by kind; then clear what cannot lose anything.";
    private const string Httpd = "/etc/httpd/conf/httpd.conf";

    private static readonly IReadOnlyDictionary<string, string> NotRunHere = new Dictionary<string, string>
    {
        ["./build.sh demo"] = "It starts a lab of its own for minutes; what it shows are commands that the other tests run.",
        ["./build.sh test"] = "It is this run.",
        ["# Once: a folder that everybody reaches becomes a repository, and the package goes there."] =
            "It needs pwsh's PSResourceGet; PackageTests looks at the package as that reads it.",
        ["# Without a repository: into a folder of $env:PSModulePath."] = "PackageTests unpacks both archives by tar into an empty home, and runs them.",
    };

    private static readonly Lazy<IReadOnlyDictionary<string, string>> Blocks = new(() =>
        Fence().Matches(File.ReadAllText(Path.Combine(Repository.Root, "README.md"))).Select(m => m.Groups["code"].Value)
            .ToDictionary(code => code.Split('\n')[0], StringComparer.Ordinal));

    [Fact]
    public void Every_block_is_run_or_has_a_reason() => Assert.Equal(
        NotRunHere.Keys.Concat([Glance, FirstSteps, EveryDay]).Order(StringComparer.Ordinal), Blocks.Value.Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void The_first_session_goes_as_it_is_shown()
    {
        Dictionary<string, Action> before = new()
        {
            ["Get-WebClusterNode"] = () =>
            {
                scene.Lab.Conflict(3, "--identical", "--nodes", "1,2", "--dir", "fotos");
                scene.Lab.Conflict(1, "--chmod", "--nodes", "1,2", "--dir", "lojas");
                scene.Lab.Conflict(2, "--nodes", "1,2", "--dir", "precos");
                scene.On(3, $"echo 'KeepAliveTimeout 3' >>{Httpd}");
                scene.ByTheClock(1, 2, 3);
                scene.Lab.Stop(5, "sshd");
                scene.Do("Connect-WebCluster");
            },
            ["$conflicts = Get-CsyncConflict"] = () => scene.Lab.Start(5, "sshd"),
        };
        scene.Begin();
        scene.Changes(Parts.Nodes);
        using var client = Balancer.Hang("APP03");
        Balancer.Eventually(() => Balancer.Stat("web", LabFixture.Node(3), "scur") == "1", "a session on APP03");
        foreach (Match step in Typed().Matches(Blocks.Value[Glance]))
        {
            var code = step.Groups["code"].Value;
            before.GetValueOrDefault(code)?.Invoke();
            var came = scene.AsShown(scene.Console.Show(code));
            Assert.True(
                ExampleText.Form(step.Groups["output"].Value, numbersDiffer: true) == ExampleText.Form(came, numbersDiffer: true),
                $"{code}\n---- the README shows:\n{step.Groups["output"].Value}\n---- this came:\n{came}");
        }
    }

    [Fact]
    public void The_first_steps_lead_to_a_connected_session()
    {
        scene.Begin();
        Directory.Delete(scene.PathOf(".config"), recursive: true);
        File.Delete(scene.PathOf(".ssh/known_hosts"));
        scene.Do("Disconnect-WebCluster");
        var modules = Environment.GetEnvironmentVariable("PSModulePath");
        Environment.SetEnvironmentVariable("PSModulePath", Path.GetDirectoryName(Repository.ModuleFolder));
        try
        {
            RunAll(Blocks.Value[FirstSteps], []);
        }
        finally
        {
            Environment.SetEnvironmentVariable("PSModulePath", modules);
        }

        Assert.Equal(["True", "True", "True"], scene.Do("Get-WebClusterNode -ConnectionOnly | ForEach-Object { \"$($_.Reachable)\" }"));
        Assert.Equal(3, File.ReadAllLines(scene.PathOf(".ssh/known_hosts")).Length);
    }

    [Fact]
    public void What_is_for_every_day_works()
    {
        scene.Begin();
        scene.Changes(Parts.Nodes);
        scene.Console.Answer = "Yes";
        CsyncExamples.MakeConflicts(scene);
        CsyncExamples.MakeBuild(scene);
        scene.Cluster.Write(4, CsyncCluster.Site + "/index.html", "four\n");
        scene.Cluster.Write(5, CsyncCluster.Site + "/index.html", "five\n");
        scene.Write("httpd.conf", scene.On(1, $"cat {Httpd}") + "KeepAliveTimeout 3\n");
        var before = new Dictionary<string, Action>
        {
            ["Sync-CsyncGroup"] = () => scene.Do($"Get-CsyncConflict | Resolve-CsyncConflict -Winner {LabFixture.Node(4)} -Confirm:$false"),
            ["Register-CsyncSchedule -Sync -Adopt"] = () => scene.On(2, "echo '*/15 * * * * root csync2 -x' >>/etc/crontab"),
            ["Test-HttpdHost | Where-Object -Not Ok | Repair-HttpdHost"] = () => scene.On(3, $"sed -i 's/^ServerName .*/ServerName {LabFixture.Node(1)}/' {Httpd}"),
            ["Get-HttpdStatus | Where-Object -Not IsRunning | Restart-Httpd"] = () => scene.Lab.Stop(4, "httpd"),
        };
        var after = new Dictionary<string, Action>
        {
            ["$report.Results[0] | Restore-CsyncConflict -Node CD163820-L-ULTRAFARMA-APP01"] = () => Assert.Contains(
                "written by 01", scene.On(5, $"cat {CsyncCluster.Site}/precos/upload-00001.txt"), StringComparison.Ordinal),
            ["Test-CsyncSync -Content"] = () => Assert.Equal([true], scene.Do("(Test-CsyncSync -Content).InSync")),
            ["Invoke-CsyncUpload { rsync -a ./build/ root@10.77.0.11:/data/www/html/ultrastores.com.br/ }"] = () => Assert.All(
                scene.OnAll($"cat {CsyncCluster.Site}/novos/20.html"), text => Assert.Equal("page 20\n", text)),
            ["Register-CsyncSchedule -Sync -Adopt"] = () => Assert.Contains(
                "#ultrafarma-adopted# */15", scene.On(2, "cat /etc/crontab"), StringComparison.Ordinal),
            ["Suspend-HaproxyServer *APP02 -Wait -Timeout 5m"] = () => Assert.Equal("DRAIN", Balancer.Stat("web", LabFixture.Node(2), "status")),
            ["Resume-HaproxyServer *APP02 -Wait"] = () => Assert.Equal("UP", Balancer.Stat("web", LabFixture.Node(2), "status")),
            ["$published = Publish-HttpdConfig ./httpd.conf -Drain"] = () => Assert.All(
                scene.OnAll($"tail -n 1 {Httpd}"), line => Assert.Equal("KeepAliveTimeout 3\n", line)),
            ["$published | Restore-HttpdConfig"] = () => Assert.All(
                scene.OnAll($"tail -n 1 {Httpd}"), line => Assert.Equal("</VirtualHost>\n", line)),
            ["Test-HttpdHost | Where-Object -Not Ok | Repair-HttpdHost"] = () => Assert.Equal([true], scene.Do("Test-HttpdHost -Quiet")),
            ["Get-HttpdStatus | Where-Object -Not IsRunning | Restart-Httpd"] = () => Assert.Equal(
                5, scene.Do("Get-HttpdStatus | Where-Object IsRunning").Count),
        };
        try
        {
            RunAll(Blocks.Value[EveryDay], before, after);
        }
        finally
        {
            CsyncExamples.ForgetBuild(scene);
        }
    }

    // Statement by statement; none may write an error.
    private void RunAll(string code, Dictionary<string, Action> before, Dictionary<string, Action>? after = null)
    {
        var statements = Parser.ParseInput(code, out _, out var errors).EndBlock.Statements.Select(s => s.Extent.Text).ToList();
        Assert.Empty(errors);
        Assert.All(before.Keys.Concat(after?.Keys ?? (IEnumerable<string>)[]), key => Assert.Contains(key, statements));
        foreach (var statement in statements)
        {
            before.GetValueOrDefault(statement)?.Invoke();
            if (statement.Contains("(hostname)", StringComparison.Ordinal))
            {
                OnFirstNode(statement);
            }
            else
            {
                Type(statement);
            }

            after?.GetValueOrDefault(statement)?.Invoke();
        }
    }

    private void Type(string statement)
    {
        scene.Do("$Error.Clear()");
        var screen = scene.Console.Show(statement);
        Assert.True(scene.Do("$Error").Count == 0, $"{statement}\n{screen}");
    }

    // Without an inventory this node's version wins.
    private void OnFirstNode(string statement)
    {
        scene.Lab.Conflict(1, "--dir", "x");
        using var program = new NodeProgram(scene.Lab, 1);
        program.Run(statement);
        Assert.All(scene.OnAll($"sed -n 21p {CsyncCluster.Site}/x/upload-00001.txt"), line => Assert.Equal("written by 01\n", line));
    }

    [GeneratedRegex(@"^```\w+\n(?<code>.*?)\n^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex(@"^PS> (?<code>.*)\n?(?<output>(?:(?!PS> ).*(?:\n|\z))*)", RegexOptions.Multiline)]
    private static partial Regex Typed();
}
