using System.Diagnostics;
using System.Globalization;
using Ultrafarma.Cluster.Httpd;
using Ultrafarma.Cluster.Tests.CsyncLab;
using Ultrafarma.Cluster.Tests.Engine;
using Ultrafarma.Cluster.Tests.HaproxyLab;
using Xunit;

namespace Ultrafarma.Cluster.Tests.HttpdLab;

/// <summary>
/// Breaks a publish in the middle of its steps, on the real servers. After each fault every node serves, by itself and through the
/// balancer, with a file that is wholly the old or the new one, nothing is in the way of a second run, and that one finishes it.
/// </summary>
[Collection(LabTests.Name)]
public sealed class PublishFaultTests : IDisposable
{
    private const string Conf = "/etc/httpd/conf/httpd.conf";
    private static readonly HeldStep[] StepsOfAChange = [HeldStep.Backup, HeldStep.Rename, HeldStep.Reload, HeldStep.Proof];

    private readonly LabFixture _lab;
    private readonly ModuleHost _host = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("uf-fault-").FullName;
    private readonly string[] _old;
    private string _added = "";
    private readonly List<HeldNode> _held = [];
    private readonly List<Action> _undo = [];

    public PublishFaultTests(LabFixture lab)
    {
        _lab = lab;
        Balancer.Begin(lab);
        _old = OnAll(i => lab.On(i, $"cp -a {Conf} {Conf}.before-test; cat {Conf}"));
        Write("KeepAliveTimeout 3\n");

        // So that a cut link is noticed in three seconds.
        File.WriteAllText(Inventory, File.ReadAllText(lab.Inventory).Replace(
            "ConnectTimeoutSeconds", "KeepAliveSeconds = 1; ConnectTimeoutSeconds", StringComparison.Ordinal));
        _host.Run("param($path) Connect-WebCluster -Path $path", Inventory).AssertNoErrors();
    }

    private static IEnumerable<int> All => Enumerable.Range(1, 5);

    private static string Probe => Path.Combine(
        AppContext.BaseDirectory.Replace("Ultrafarma.Cluster.Tests", "Ultrafarma.Cluster.Probe", StringComparison.Ordinal), "Ultrafarma.Cluster.Probe.dll");

    private string Source => Path.Combine(_folder, "httpd.conf");

    private string Inventory => Path.Combine(_folder, "inventory.psd1");

    public void Dispose()
    {
        _host.Dispose();
        _undo.ForEach(undo => undo());
        _held.ForEach(h => h.Dispose());
        OnAll(i =>
        {
            _lab.On(i, $"mv -f {Conf}.before-test {Conf}; rm -rf /var/backups/ultrafarma-cluster");
            _lab.Stop(i, "httpd");
            _lab.Start(i, "httpd");
            return "";
        });
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData("link")]
    [InlineData("sshd")]
    [InlineData("process")]
    public async Task Cut_off_at_any_step_of_a_change_each_node_goes_on_alone(string fault)
    {
        var held = StepsOfAChange.Select((step, i) => Hold(i + 1, step)).ToList();
        var mend = await BreakAsync(fault, [1, 2, 3, 4], held);
        held.ForEach(h => h.Go());
        OnAll(i => _lab.On(i, "cd /run/ultrafarma-cluster && exec flock -w 30 httpd.lock.change true"));
        AssertEachServesAWholeFile();
        mend();
        SecondRunFinishes();
    }

    [Fact]
    public async Task Cut_off_while_uploading_or_checking_nothing_is_changed()
    {
        // Our process is gone for all of them; before that the first loses its link, and the second its sshd.
        var held = new List<HeldNode> { Hold(1, HeldStep.Upload), Hold(2, HeldStep.Upload), Hold(3, HeldStep.Upload), Hold(4, HeldStep.Check) };
        var mend = Once(() =>
        {
            _lab.Heal(1);
            _lab.Start(2, "sshd");
        });
        using (var process = StartProcess(""))
        {
            held.ForEach(h => h.WaitUntilReached());
            _lab.Cut(1);
            _lab.Stop(2, "sshd");
            await KillAsync(process);
        }

        held.ForEach(h => h.Go());
        mend();
        Assert.Equal(_old, OnAll(Read));
        AssertEachServesAWholeFile();
        SecondRunFinishes();
    }

    [Fact]
    public async Task Killed_while_it_drains_nothing_is_changed_and_the_server_is_named_to_whoever_comes_next()
    {
        using var client = Balancer.Hang("APP01");
        using (var process = StartProcess("-Drain"))
        {
            Balancer.Eventually(() => Status(1).StartsWith("DRAIN", StringComparison.Ordinal), "the first server is drained");
            await KillAsync(process);
        }

        Assert.Equal(_old, OnAll(Read));
        AssertEachServesAWholeFile();
        Assert.Equal("200", _lab.On("lb01", $"curl -s -o /dev/null -w '%{{http_code}}' -H 'Cookie: SRV=APP01' http://{Balancer.Address}/health.txt"));

        // Whether somebody took it out on purpose only a person can tell.
        var second = Publish("-BatchSize 5").AssertNoErrors();
        Assert.Contains(second.Warnings, w => w.Contains(LabFixture.Node(1), StringComparison.Ordinal) && w.Contains("Resume-HaproxyServer", StringComparison.Ordinal));
        (await _host.RunAsync($"Resume-HaproxyServer -Name {LabFixture.Node(1)} -Backend web")).AssertNoErrors();
        AssertFinished(second);
    }

    [Fact]
    public async Task Apache_stopped_or_sick_on_some_nodes_at_some_steps_serves_on_all_afterwards()
    {
        // By turns: stopped before, stopped when the new file is in place, stopped when it has taken it, giving 500 with it, well.
        Write("<IfFile /tmp/sick>\nRedirect 500 /health.txt\n</IfFile>\n");
        _lab.Stop(1, "httpd");
        _lab.On(4, ": >/tmp/sick");
        _undo.Add(() => _lab.On(4, "rm -f /tmp/sick"));
        var (reload, proof) = (Hold(2, HeldStep.Reload), Hold(3, HeldStep.Proof));
        using var running = _host.Start($"Publish-HttpdConfig '{Source}' -BatchSize 5 -MaxFailures 2");
        reload.WaitUntilReached();
        proof.WaitUntilReached();
        OnEach([2, 3], i => _lab.Stop(i, "httpd"));
        reload.Go();
        proof.Go();
        var results = (await running.OutcomeAsync()).Results().OrderBy(r => r.Node, StringComparer.Ordinal).ToList();

        Assert.Equal(
            [HttpdChangeAction.Published, HttpdChangeAction.Published, HttpdChangeAction.RolledBack, HttpdChangeAction.RolledBack, HttpdChangeAction.Published],
            results.Select(r => r.Action));
        Assert.Contains("Apache does not run any more", results[2].Reason, StringComparison.Ordinal);
        Assert.Contains($"http://{Ip(4)}/health.txt gives status 500, not 200", results[3].Reason, StringComparison.Ordinal);
        Assert.Equal(new[] { New(1), New(2), _old[2], _old[3], New(5) }, OnAll(Read));
        AssertEachServesAWholeFile();
        _lab.On(4, "rm /tmp/sick");
        SecondRunFinishes();
    }

    [Fact]
    public void Without_room_or_the_right_to_write_nothing_is_changed_on_a_node()
    {
        const string Tiny = "mount -t tmpfs -o size=4k none $d && head -c 4096 /dev/zero >$d/full";
        _lab.On(2, "d=/var/backups; " + Tiny);
        _lab.On(3, "d=/run/ultrafarma-cluster; mkdir -p $d; " + Tiny);
        _lab.On(4, "d=/etc/httpd/conf; mount --bind $d $d; mount -o remount,ro,bind $d");
        var mend = Once(() =>
        {
            _lab.On(2, "umount /var/backups");
            _lab.On(3, "umount /run/ultrafarma-cluster");
            _lab.On(4, "umount /etc/httpd/conf");
        });
        var results = Publish("-BatchSize 5 -MaxFailures 3").Results().OrderBy(r => r.Node, StringComparer.Ordinal).ToList();

        Assert.Equal(
            [HttpdChangeAction.Published, HttpdChangeAction.Failed, HttpdChangeAction.NotReached, HttpdChangeAction.Failed, HttpdChangeAction.Published],
            results.Select(r => r.Action));
        Assert.Contains("no backup could be kept, so nothing was changed: ", results[1].Reason, StringComparison.Ordinal);
        Assert.Contains("No space left", results[1].Reason, StringComparison.Ordinal);
        Assert.Contains("nothing can be written to /run/ultrafarma-cluster", results[2].Reason, StringComparison.Ordinal);
        Assert.Contains("Read-only", results[3].Reason, StringComparison.Ordinal);
        Assert.Equal(new[] { New(1), _old[1], _old[2], _old[3], New(5) }, OnAll(Read));
        AssertEachServesAWholeFile();
        mend();
        SecondRunFinishes();
    }

    [Fact]
    public void A_user_without_the_right_is_told_so_and_changes_nothing()
    {
        File.WriteAllText(Inventory, File.ReadAllText(_lab.Inventory).Replace($"KeyFile = '{_lab.State}/id_ed25519'; ", "", StringComparison.Ordinal));
        _host.Set("login", Secrets.Credential("deploy", Secrets.Password));
        _host.Run("param($path) Connect-WebCluster -Path $path -Credential $login", Inventory).AssertNoErrors();
        var outcome = Publish();
        Assert.All(outcome.Results(), r => Assert.Equal(HttpdChangeAction.NotReached, r.Action));
        Assert.All(outcome.Results(), r => Assert.Contains("ermission denied", r.Reason, StringComparison.Ordinal));
        Assert.Equal(_old, OnAll(Read));
        Assert.All(All, i => Assert.Equal("", Left(i)));
    }

    private void Write(string more)
    {
        _added = more;
        File.WriteAllText(Source, _old[0] + more);
    }

    private static string[] OnAll(Func<int, string> ask) => [.. All.AsParallel().AsOrdered().WithDegreeOfParallelism(5).Select(ask)];

    private static string Ip(int node) => "10.77.0." + (10 + node).ToString(CultureInfo.InvariantCulture);

    private HeldNode Hold(int node, HeldStep step)
    {
        var held = new HeldNode(_lab, node, step);
        _held.Add(held);
        return held;
    }

    /// <summary>Publishes until the nodes are at their steps, and breaks it there.</summary>
    /// <returns>What mends the fault.</returns>
    private async Task<Action> BreakAsync(string fault, int[] nodes, List<HeldNode> held)
    {
        if (fault == "process")
        {
            using var process = StartProcess("-BatchSize 5");
            held.ForEach(h => h.WaitUntilReached());
            await KillAsync(process);
            return () => { };
        }

        using var running = _host.Start($"Publish-HttpdConfig '{Source}' -BatchSize 5");
        held.ForEach(h => h.WaitUntilReached());
        var mend = Once(() => OnEach(nodes, fault == "link" ? _lab.Heal : i => _lab.Start(i, "sshd")));
        OnEach(nodes, fault == "link" ? _lab.Cut : i => _lab.Stop(i, "sshd"));
        var outcome = await running.OutcomeAsync();
        Assert.True(outcome.Errors.Count >= nodes.Length, string.Join('\n', outcome.Errors));
        return mend;
    }

    private Process StartProcess(string more)
    {
        var script = $"Import-Module '{Repository.Manifest}'; Connect-WebCluster -Path '{Inventory}' | Out-Null; Publish-HttpdConfig '{Source}' {more}";
        return Process.Start(new ProcessStartInfo("dotnet", [Probe, script]) { RedirectStandardOutput = true })!;
    }

    // SIGKILL, after which nothing of it can tidy up.
    private static async Task KillAsync(Process process)
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>Undoes a fault when the test does, or else at its end.</summary>
    private Action Once(Action undo)
    {
        var isDone = false;
        void Do()
        {
            if (!isDone)
            {
                isDone = true;
                undo();
            }
        }

        _undo.Add(Do);
        return Do;
    }

    private PipelineOutcome Publish(string more = "") => _host.Run($"Publish-HttpdConfig '{Source}' {more}");

    private static string Status(int node) => Balancer.Stat("web", LabFixture.Node(node), "status");

    private static void OnEach(int[] nodes, Action<int> act) => Parallel.ForEach(nodes, act);

    private string Read(int node) => _lab.On(node, $"cat {Conf}");

    // A comment is no host: it is everywhere that of the source.
    private string New(int node) =>
        _old[node - 1].Replace("# Apache of " + LabFixture.Node(node), "# Apache of " + LabFixture.Node(1), StringComparison.Ordinal) + _added;

    private void AssertEachServesAWholeFile()
    {
        OnAll(i => _lab.On(i, $"apache2 -t -f {Conf} 2>/dev/null && kill -0 $(cat /run/httpd/httpd.pid) && curl -sf http://{Ip(i)}/health.txt"));
        Assert.All(All, i => Assert.Contains(Read(i), new[] { _old[i - 1], New(i) }));
    }

    private void SecondRunFinishes()
    {
        // The nodes notice in a moment that the first run is gone.
        PipelineOutcome? second = null;
        Balancer.Eventually(
            () => (second = Publish("-BatchSize 5")).Errors.Count == 0 && second.Terminating is null,
            "a second run has finished it");
        AssertFinished(second!);
    }

    private void AssertFinished(PipelineOutcome last)
    {
        Assert.All(last.Results(), r => Assert.True(r.Action is HttpdChangeAction.Published or HttpdChangeAction.Unchanged, $"{r.Node}: {r.Reason}"));
        Assert.Equal(All.Select(New), OnAll(Read));
        AssertEachServesAWholeFile();
        Assert.All(All, i => Balancer.Eventually(() => Left(i).Length == 0, $"nothing is left on node {i}: {Left(i)}"));
        Assert.All(All, i =>
        {
            Balancer.Eventually(() => Status(i) == "UP", $"the balancer sees node {i} up");
            _lab.On("lb01", $"curl -sf -H 'Cookie: SRV=APP0{i}' http://{Balancer.Address}/health.txt");
        });
    }

    private string Left(int node) => _lab.On(node,
        "find /etc/httpd /var/backups -name '*ultrafarma-*' -type f -o -name '*.part'; find /run/ultrafarma-cluster -name httpd.pending; "
        + "cd /run/ultrafarma-cluster && flock -n httpd.lock true || echo the lock").Trim();
}
