using System.Globalization;
using System.Text;
using Ultrafarma.Cluster.Nodes;
using Ultrafarma.Cluster.Tests.Engine;
using Xunit;

namespace Ultrafarma.Cluster.Tests.CsyncLab;

/// <summary>What the five servers themselves say: their databases, files and crontabs, read without the module.</summary>
public sealed class CsyncCluster(LabFixture lab) : IDisposable
{
    public const string Site = "/data/www/html/ultrastores.com.br";
    public const string Kept = "/var/backups/ultrafarma-cluster";
    private const string Database = "/var/lib/csync2/$(hostname | tr A-Z a-z).db3";
    private const string Sqlite = "sqlite3 -readonly -cmd '.timeout 15000'";

    public static IReadOnlyList<int> All { get; } = [1, 2, 3, 4, 5];

    public LabFixture Lab => lab;

    /// <summary>False when the last test left the cluster clean, so that the next one need not reset it.</summary>
    public bool NeedsReset { get; set; } = true;

    /// <summary>A clean, synced cluster.</summary>
    public void Begin()
    {
        if (NeedsReset)
        {
            OnAll("for f in /usr/bin/sqlite3 /usr/bin/date /usr/sbin/csync2; do while mountpoint -q $f; do umount -l $f; done; done");
            lab.Reset();
        }

        NeedsReset = true;
    }

    /// <summary>After the last test of a class: tests of other kinds take the lab as it is, and a cut link would fail them all.</summary>
    public void Dispose()
    {
        if (NeedsReset)
        {
            Begin();
        }
    }

    /// <summary>The same shell line on all nodes at once; the outputs in their order.</summary>
    public IReadOnlyList<string> OnAll(string script) => On(All, script);

    public IReadOnlyList<string> On(IReadOnlyList<int> nodes, string script)
    {
        var outputs = new string[nodes.Count];
        Parallel.For(0, nodes.Count, new ParallelOptions { MaxDegreeOfParallelism = nodes.Count }, i => outputs[i] = lab.On(nodes[i], script));
        return outputs;
    }

    public string On(int node, string script) => lab.On(node, script);

    /// <summary>A shell line where the node's systemd is, which talks to nobody else.</summary>
    public string InSystemd(int node, string script) => lab.On(
        node, $"exec nsenter -t \"$(pgrep -of '^/lib/systemd/systemd --system --unit=uflab')\" -m -p -C -- sh -c {ShellQuote.Quote(script)}");

    /// <summary>The whole state of all nodes: databases, and every file with all its times and its content.</summary>
    public IReadOnlyList<string> Snapshot() => OnAll(
        $"{Sqlite} {Database} .dump | sort | sha256sum; cd / && find data var/backup var/backups etc/cron* var/spool/cron "
        + @"-printf '%p %y %s %T@ %C@ %m %U %G %l\0' | sort -z | sha256sum; find data -type f -print0 | sort -z | xargs -0 sha256sum | sha256sum");

    /// <summary>What the site looks like on each node: names, types, modes, owners, targets, content; no times.</summary>
    public IReadOnlyList<string> Trees() => OnAll(
        $@"cd {Site} && find . -printf '%P %y %m %U %G %l\0' | sort -z | tr '\0' '\n'; find . -type f -print0 | sort -z | xargs -0 -r sha256sum");

    /// <summary>All dirty rows of a node as its database has them: "forced peer name", name percent-encoded.</summary>
    public IReadOnlyList<string> Rows(int node) =>
        Lines(On(node, $"{Sqlite} -separator ' ' {Database} 'select forced, peername, filename from dirty order by 3, 2'"));

    /// <summary>How many rows are dirty on each node.</summary>
    public IReadOnlyList<int> RowCounts() => [.. OnAll($"{Sqlite} {Database} 'select count(*) from dirty'").Select(Number)];

    /// <summary>How many rows are forced on each node.</summary>
    public IReadOnlyList<int> ForcedCounts() => [.. OnAll($"{Sqlite} {Database} 'select count(*) from dirty where forced = 1'").Select(Number)];

    /// <summary>Every crontab of a node, byte for byte.</summary>
    public string Schedules(int node) => On(node, "cd /; for f in etc/crontab etc/cron.d/* etc/cron.d/.u* var/spool/cron/crontabs/*; do "
        + "[ -f \"$f\" ] && { stat -c '%n %a %U %G' \"$f\"; cat \"$f\"; }; done; true");

    /// <summary>One line a node for a path: type, mode, owner, target and content, or "absent".</summary>
    public IReadOnlyList<string> Look(string path) => OnAll(
        $"f={ShellQuote.Quote(path)}; if [ -e \"$f\" ] || [ -L \"$f\" ]; then stat -c '%F %a %U:%G %N' \"$f\"; "
        + "[ -f \"$f\" ] && [ ! -L \"$f\" ] && sha256sum <\"$f\"; true; else echo absent; fi");

    /// <summary>Writes a file with a given age in minutes, and lets csync2 notice it.</summary>
    public void Write(int node, string path, string content, int minutesOld = 60, string more = "true") => On(
        node,
        $"f={ShellQuote.Quote(path)}; mkdir -p \"${{f%/*}}\" && printf %s {ShellQuote.Quote(content)} >\"$f\" && "
        + $"touch -d '-{minutesOld.ToString(CultureInfo.InvariantCulture)} min' \"$f\" && {more}; csync2 -cr {Site}");

    /// <summary>A file that is the same everywhere and in sync.</summary>
    public void Common(string path, string content = "common\n")
    {
        Write(1, path, content, 600);
        On(1, "csync2 -u");
        AssertClean();
    }

    /// <summary>Nothing is dirty or forced anywhere, the trees are equal, and csync2 says so too.</summary>
    public void AssertClean()
    {
        Assert.Equal([0, 0, 0, 0, 0], RowCounts());
        AssertEqualTrees();
    }

    public void AssertEqualTrees()
    {
        var trees = Trees();
        Assert.All(trees, tree => Assert.Equal(trees[0], tree));
    }

    /// <summary>The last word of a test after which the cluster is as good as new.</summary>
    public void EndClean()
    {
        AssertClean();
        Assert.All(OnAll("ls -A /etc/cron.d /var/spool/cron/crontabs | grep -v -e : -e '^$'; ls /run/ultrafarma-cluster/csync2.timers 2>/dev/null; true"), Assert.Empty);
        OnAll("rm -rf " + Kept);
        NeedsReset = false;
    }

    /// <summary>A node without sqlite3. The lab's reset needs it, so <see cref="Begin"/> puts it back.</summary>
    public void HideSqlite(int node) => On(node, "mount --bind /dev/null /usr/bin/sqlite3");

    /// <inheritdoc cref="HideSqlite"/>
    public void ShowSqlite(int node) => On(node, "umount /usr/bin/sqlite3");

    /// <summary>Waits for something on the nodes that comes a moment later by itself.</summary>
    public static void Eventually(Func<bool> condition, string what, int seconds = 15)
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(seconds), $"After {seconds} s still not: {what}");
            Thread.Sleep(50);
        }
    }

    /// <summary>The lab's inventory with some text replaced, as a new file.</summary>
    public string InventoryWith(params (string Old, string New)[] changes)
    {
        var text = File.ReadAllText(lab.Inventory);
        foreach (var (old, replacement) in changes)
        {
            Assert.Contains(old, text, StringComparison.Ordinal);
            text = text.Replace(old, replacement, StringComparison.Ordinal);
        }

        var path = Path.Combine(Path.GetTempPath(), "uf-inventory-" + Guid.NewGuid().ToString("N") + ".psd1");
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>A runspace with the module, connected to the lab.</summary>
    internal ModuleHost Connect(params (string Old, string New)[] changes)
    {
        var host = new ModuleHost();
        var inventory = changes.Length == 0 ? lab.Inventory : InventoryWith(changes);
        host.Run("param($path) Connect-WebCluster -Path $path", inventory).AssertNoErrors();
        if (inventory != lab.Inventory)
        {
            File.Delete(inventory);
        }

        return host;
    }

    /// <summary>A name's bytes for a shell: printf's octal escapes, so that no byte is lost on the way.</summary>
    internal static string Octal(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder();
        foreach (var b in bytes)
        {
            text.Append('\\').Append(Convert.ToString(b, 8).PadLeft(3, '0'));
        }

        return text.ToString();
    }

    internal static IReadOnlyList<string> Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
