using System.Globalization;
using System.Text.RegularExpressions;
using Ultrafarma.Cluster.Tests.CsyncLab;
using Ultrafarma.Cluster.Tests.Engine;
using Ultrafarma.Cluster.Tests.HaproxyLab;
using Ultrafarma.Cluster.Tests.Ssh;
using Xunit;

namespace Ultrafarma.Cluster.Tests.Examples;

/// <summary>
/// What the examples take for granted: the lab, known as "ultrafarma" by an inventory in the usual place, a home folder that is
/// the current one too, and a connected session. All examples share it; each page begins with a clean home, and a cluster as new.
/// </summary>
public sealed class ExampleScene : IDisposable
{
    // What the pages call the home folder and this machine.
    private const string ShownHome = "/root";
    private const string ShownMachine = "vm";

    private readonly string? _home = Environment.GetEnvironmentVariable("HOME");
    private readonly string? _path = Environment.GetEnvironmentVariable("PATH");
    private ExampleConsole? _console;
    private Parts _changed = Parts.Balancer | Parts.Nodes;

    public ExampleScene(LabFixture lab)
    {
        Lab = lab;
        Cluster = new CsyncCluster(lab);

        // Short, since tables break a long path where they would not break the pages' one.
        var name = Path.GetFileName(lab.State);
        Home = "/tmp/ufx-" + name[..Math.Min(7, name.Length)];
        Environment.SetEnvironmentVariable("HOME", Home);
        Environment.SetEnvironmentVariable("PATH", Path.Combine(Home, "bin") + ":" + _path);
    }

    public LabFixture Lab { get; }

    /// <summary>The nodes' csync2.</summary>
    public CsyncCluster Cluster { get; }

    /// <summary>The home folder, which is the current one.</summary>
    public string Home { get; }

    /// <summary>The session in which the examples are typed.</summary>
    internal ExampleConsole Console => _console!;

    /// <summary>A clean home, a cluster as new where the last page changed it, and a connected session.</summary>
    internal void Begin()
    {
        _console?.Dispose();
        _console = null;
        if (_changed.HasFlag(Parts.Nodes))
        {
            Lab.Reset();
        }

        if (_changed != Parts.None)
        {
            Balancer.Begin(Lab);
        }

        _changed = Parts.None;
        MakeHome();
        _console = new ExampleConsole(Home);
        _console.Do("Connect-WebCluster");
    }

    /// <summary>Output of the scene with the names that the pages have for the home folder and this machine.</summary>
    internal string AsShown(string output) => Regex.Replace(
        output.Replace(Home, ShownHome, StringComparison.Ordinal), $@"\b{Regex.Escape(Environment.MachineName)}\b", ShownMachine);

    /// <summary>A clean cluster in the midst of a page, and the session connected anew.</summary>
    internal void Renew()
    {
        Do("Disconnect-WebCluster");
        Lab.Reset();
        Do("Connect-WebCluster");
    }

    /// <summary>The next page begins with these parts as new.</summary>
    internal void Changes(Parts parts) => _changed |= parts;

    /// <summary>The full path of a file in the home folder.</summary>
    public string PathOf(string name) => Path.Combine(Home, name);

    /// <summary>Writes a file there.</summary>
    public void Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(name))!);
        File.WriteAllText(PathOf(name), text);
    }

    /// <summary>Puts a program in the PATH of the examples.</summary>
    public void WriteProgram(string name, string script)
    {
        Write("bin/" + name, "#!/bin/sh\n" + script);
        File.SetUnixFileMode(PathOf("bin/" + name), (UnixFileMode)Convert.ToInt32("755", 8));
    }

    /// <summary>Runs a shell line on a node.</summary>
    public string On(int node, string script) => Lab.On(node, script);

    /// <summary>Lets cron on these nodes start csync2, by a line that was written by hand. The lab's reset takes it away.</summary>
    public void ByTheClock(params int[] nodes)
    {
        foreach (var node in nodes)
        {
            On(node, "echo '*/15 * * * * root csync2 -x' >>/etc/crontab");
        }
    }

    /// <summary>Runs it on all nodes at once.</summary>
    public IReadOnlyList<string> OnAll(string script) => Cluster.OnAll(script);

    /// <summary>Does something in the session without showing it.</summary>
    public IReadOnlyList<object> Do(string script) => [.. Console.Do(script).Select(o => o.BaseObject)];

    /// <summary>Waits for the clock: what is kept on nodes bears the second, and within one nothing is the newest.</summary>
    public static void NextSecond()
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        while (DateTimeOffset.UtcNow.ToUnixTimeSeconds() == now)
        {
            Thread.Sleep(20);
        }
    }

    /// <summary>One line to the balancer's runtime socket.</summary>
    public static void Haproxy(string command) => Assert.Equal("", Balancer.Ask(command).Trim());

    public void Dispose()
    {
        _console?.Dispose();

        // Tests of other kinds take the lab as it is.
        if (_changed != Parts.None)
        {
            Lab.Reset();
        }

        if (Directory.Exists(Home))
        {
            Directory.Delete(Home, recursive: true);
        }

        Environment.SetEnvironmentVariable("HOME", _home);
        Environment.SetEnvironmentVariable("PATH", _path);
    }

    // The lab's own inventory and keys, by the names under which a user has them.
    private void MakeHome()
    {
        if (Directory.Exists(Home))
        {
            Directory.Delete(Home, recursive: true);
        }

        Directory.CreateDirectory(Home);
        var name = Path.GetFileName(Lab.State);
        var inventory = File.ReadAllText(Lab.Inventory)
            .Replace($"Name  = '{name}'", "Name  = 'ultrafarma'", StringComparison.Ordinal)
            .Replace($"'{Lab.State}/id_ed25519'", $"'{Home}/.ssh/id_ed25519'", StringComparison.Ordinal)
            .Replace($"'{Lab.KnownHosts}'", $"'{Home}/.ssh/known_hosts'", StringComparison.Ordinal);
        Assert.DoesNotContain(Lab.State, inventory, StringComparison.Ordinal);
        Write(".config/ultrafarma-cluster/cluster.psd1", inventory);
        Write(".ssh/known_hosts", File.ReadAllText(Lab.KnownHosts));
        Tool.Run("cp", "-p", Path.Combine(Lab.State, "id_ed25519"), PathOf(".ssh/id_ed25519"));
    }

    internal static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
