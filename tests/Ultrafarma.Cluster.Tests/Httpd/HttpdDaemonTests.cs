using System.Text;
using Ultrafarma.Cluster.Httpd;
using Ultrafarma.Cluster.Nodes;
using Ultrafarma.Cluster.Tests.Faults;
using Xunit;

namespace Ultrafarma.Cluster.Tests.Httpd;

/// <summary>What is decided about the services, without a node.</summary>
public sealed class HttpdDaemonTests : IDisposable
{
    private readonly TempTree _tree = new();

    public void Dispose() => _tree.Dispose();

    private static HttpdDaemonState Service(string name, bool isInstalled = false, IReadOnlyDictionary<string, string>? hashes = null) =>
        new(name, isInstalled, false, new Dictionary<string, string>(), "", hashes ?? new Dictionary<string, string>());

    private static HttpdDaemonLook Look(HttpdDaemonState service) => new()
    {
        Node = "APP03",
        Kind = HttpdDaemonKind.SysV,
        Architecture = "x86_64",
        Programs = [],
        Services = [service],
    };

    private static HttpdDaemonInventory Inventory(string? key = "/root/.ssh/id", string? known = null) =>
        new("/here/cluster.psd1", "@{}"u8.ToArray(), [new InventoryNode { Name = "app03.site", Address = "10.0.0.3" }], key, known);

    private HttpdDaemonProgram Program()
    {
        _tree.Write("p/ufcluster", "program");
        _tree.Write("p/ufcluster.dll", "assembly");
        _tree.Write("p/libcoreclr.so", "runtime");
        _tree.Write("p/modules/Ultrafarma.Cluster/Ultrafarma.Cluster.psd1", "@{}");
        Assert.Null(HttpdDaemonProgram.FindFault(_tree.Root + "/p"));
        return HttpdDaemonProgram.Open(_tree.Root + "/p");
    }

    [Fact]
    public void A_node_with_pwsh_and_the_module_needs_no_program()
    {
        var look = Look(Service("httpd-local")) with { Pwsh = "/usr/bin/pwsh", PwshModule = "0.2.0", Architecture = "ppc64le" };
        var planner = new HttpdDaemonPlanner(null, null);
        Assert.False(planner.LacksProgramFor(look));
        var plan = Assert.Single(planner.Plan(look));
        Assert.Equal((HttpdDaemonAction.Installed, "/usr/bin/pwsh", "0.2.0", null), (plan.Action, plan.Program, plan.Version, plan.UploadId));
        Assert.Contains("program /usr/bin/pwsh\nnode APP03\n", Encoding.UTF8.GetString(plan.Files[0].Content), StringComparison.Ordinal);
    }

    [Fact]
    public void A_node_without_pwsh_gets_the_program_once()
    {
        var program = Program();
        var look = Look(Service("httpd-local"));
        Assert.True(new HttpdDaemonPlanner(null, null).LacksProgramFor(look));
        var planner = new HttpdDaemonPlanner(program, null);
        var first = Assert.Single(planner.Plan(look));
        Assert.Equal((HttpdDaemonAction.Installed, program.Id), (first.Action, first.UploadId));
        Assert.Equal($"/var/lib/ultrafarma-cluster/program/{program.Id}/ufcluster", first.Program);
        Assert.Equal("/etc/init.d/httpd-local", first.Files[^1].Path);

        var there = first.Files.ToDictionary(f => f.Path, f => f.Hash);
        var again = Look(Service("httpd-local", true, there)) with { Programs = [program.Id] };
        Assert.Equal(HttpdDaemonAction.Unchanged, Assert.Single(planner.Plan(again)).Action);

        // Another program, or one file that is not ours any more.
        Assert.Equal(HttpdDaemonAction.Updated, Assert.Single(planner.Plan(again with { Programs = [] })).Action);
        there["/etc/init.d/httpd-local"] = "other";
        var changed = Assert.Single(planner.Plan(again));
        Assert.Equal((HttpdDaemonAction.Updated, null), (changed.Action, changed.UploadId));
    }

    [Fact]
    public void A_programs_id_stands_for_its_files()
    {
        var id = Program().Id;
        Assert.Equal(id, Program().Id);
        var program = Program();
        _tree.Write("p/ufcluster.dll", "another assembly");
        Assert.NotEqual(id, program.Id);
    }

    [Theory]
    [InlineData("ufcluster", "no ufcluster")]
    [InlineData("libcoreclr.so", "not self-contained")]
    [InlineData("modules/Ultrafarma.Cluster/Ultrafarma.Cluster.psd1", "lacks modules")]
    public void A_folder_that_cannot_run_on_a_node_is_no_program(string missing, string words)
    {
        Program();
        File.Delete($"{_tree.Root}/p/{missing}");
        if (missing.Contains('/', StringComparison.Ordinal))
        {
            Directory.Delete($"{_tree.Root}/p/{Path.GetDirectoryName(missing)}");
        }

        Assert.Contains(words, HttpdDaemonProgram.FindFault(_tree.Root + "/p"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_machine_of_another_kind_is_told_what_it_needs()
    {
        var look = Look(Service("httpd-local")) with { Architecture = "aarch64" };
        var error = Assert.Throws<NodeException>(() => new HttpdDaemonPlanner(Program(), null).Plan(look));
        Assert.Equal(NodeErrorKind.ToolMissing, error.Kind);
        Assert.Contains("aarch64", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Httpd_cluster_gets_the_inventory_and_the_name_that_stands_in_it()
    {
        var look = Look(Service("httpd-cluster")) with { Pwsh = "/usr/bin/pwsh", PwshModule = "0.2.0" };
        var plan = Assert.Single(new HttpdDaemonPlanner(null, Inventory()).Plan(look));
        Assert.Equal("@{}", Encoding.UTF8.GetString(plan.Files.Single(f => f.Path.EndsWith("/inventory.psd1", StringComparison.Ordinal)).Content));
        Assert.EndsWith("node app03.site\n", Encoding.UTF8.GetString(plan.Files[0].Content), StringComparison.Ordinal);
        var error = Assert.Throws<NodeException>(() => new HttpdDaemonPlanner(null, Inventory()).Plan(look with { Node = "APP04" }));
        Assert.Contains("no node of /here/cluster.psd1", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/abs/key", "~/.ssh/known_hosts", null)]
    [InlineData(null, null, null)]
    [InlineData("keys/id", null, "Ssh.KeyFile")]
    [InlineData("/abs/key", "./known_hosts", "Ssh.KnownHostsFile")]
    [InlineData("C:\\keys\\id", null, "Ssh.KeyFile")]
    [InlineData("~root/id", null, "Ssh.KeyFile")]
    public void A_path_that_means_another_file_on_a_node_is_found(string? key, string? known, string? found) =>
        Assert.Equal(found, Inventory(key, known).FindMisleading()?.Key);

    [Fact]
    public void Says_what_a_node_lacks_to_log_in()
    {
        var look = Look(Service("httpd-cluster"));
        Assert.Equal(2, Inventory().FindMissing(look).Count());
        Assert.Contains("no key /root/.ssh/id", Inventory().FindMissing(look).First(), StringComparison.Ordinal);
        Assert.Contains("names no Ssh.KeyFile", Inventory(key: null).FindMissing(look).First(), StringComparison.Ordinal);
        Assert.Empty(Inventory().FindMissing(look with { HasKeyFile = true, HasKnownHosts = true }));
    }

    [Fact]
    public void Reads_what_a_node_answers()
    {
        var answer = "Systemd\0x86_64\0/usr/bin/pwsh\00.2.0\n\0yes\0no\0a b \0"
            + "httpd-local\0yes\0yes\0version 0.2.0\nprogram /x y/pwsh\nnode N\0" + "1780000000 1\nfirst\nlast\0" + "abc /etc/x y\n\0"
            + "httpd-cluster\0no\0no\0\0\0\0";
        var look = HttpdDaemonLook.Parse("N", answer);
        Assert.Equal(("/usr/bin/pwsh", "0.2.0", true, false), (look.Pwsh, look.PwshModule, look.HasKeyFile, look.HasKnownHosts));
        Assert.Equal(["a", "b"], look.Programs);
        Assert.Equal("abc", look.Services[0].Hashes["/etc/x y"]);
        var daemons = look.Describe().ToList();
        Assert.Equal((true, true, "/x y/pwsh", "0.2.0"), (daemons[0].IsInstalled, daemons[0].IsEnabled, daemons[0].Program, daemons[0].Version));
        Assert.Equal((1, "first\nlast"), (daemons[0].LastExitCode, daemons[0].LastResult));
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1780000000), daemons[0].LastRun);
        Assert.Equal((false, null, null), (daemons[1].IsInstalled, daemons[1].LastRun, daemons[1].LastExitCode));
        Assert.Throws<FormatException>(() => HttpdDaemonLook.Parse("N", answer[..^12]));
        Assert.Throws<FormatException>(() => HttpdDaemonLook.Parse("N", ""));
    }

    [Fact]
    public void Only_what_is_ours_is_to_be_removed()
    {
        Dictionary<string, string> Has(string path) => new() { [path] = "hash" };
        Assert.False(Look(Service("httpd-local", hashes: Has("/etc/init.d/httpd-local"))) is var theirs && theirs.HasLeft(theirs.Services[0]));
        Assert.True(Look(Service("httpd-local", true)) is var whole && whole.HasLeft(whole.Services[0]));
        Assert.True(Look(Service("httpd-local", hashes: Has(HttpdDaemonFiles.Root + "/httpd-local/settings"))) is var cut && cut.HasLeft(cut.Services[0]));
        Assert.True(theirs with { Programs = ["id"] } is var alone && alone.HasLeft(alone.Services[0]));

        // The other service needs the program.
        var both = whole with { Programs = ["id"], Services = [Service("httpd-local"), Service("httpd-cluster", true)] };
        Assert.False(both.HasLeft(both.Services[0]));
    }

    [Theory]
    [InlineData("httpd-local")]
    [InlineData("httpd-cluster")]
    public async Task The_unit_is_one_that_systemd_takes(string name)
    {
        var unit = HttpdDaemonFiles.Make(HttpdDaemonKind.Systemd, name, "N", "/p", "1", [])[^1];
        Assert.Equal($"/etc/systemd/system/{name}.service", unit.Path);
        var text = Encoding.UTF8.GetString(unit.Content);
        Assert.Contains($"\nExecStart=/bin/sh /var/lib/ultrafarma-cluster/{name}/daemon start\n", text, StringComparison.Ordinal);
        Assert.Contains("\nType=oneshot\n", text, StringComparison.Ordinal);

        // An Apache that it started would be killed at its end.
        Assert.Contains("\nKillMode=process\n", text, StringComparison.Ordinal);
        _tree.Write(name + ".service", text);
        Assert.Equal("", Encoding.UTF8.GetString(await Local.RunAsync("exec systemd-analyze verify --man=no \"$1\" 2>&1", [], $"{_tree.Root}/{name}.service")));
    }
}
