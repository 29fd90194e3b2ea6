using System.Diagnostics;
using System.Globalization;

namespace Ultrafarma.Cluster.Tests.Engine;

/// <summary>
/// The running lab of real servers. The test process must itself run in the network of the lab's controller
/// (<c>lab.sh exec dotnet test</c>), which <c>./build.sh test</c> does; without a lab these tests fail, they are never skipped.
/// </summary>
public sealed class LabFixture
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private readonly string _name;

    public LabFixture()
    {
        State = Environment.GetEnvironmentVariable("UFLAB_STATE") is { Length: > 0 } state
            ? Path.TrimEndingDirectorySeparator(state)
            : throw new InvalidOperationException(
                "The lab is not up: UFLAB_STATE names no state directory. Run the tests with ./build.sh test, which starts the lab first.");
        _name = Path.GetFileName(State);
        if (!File.Exists(Inventory))
        {
            throw new InvalidOperationException($"The lab is not up: {Inventory} does not exist. Run the tests with ./build.sh test.");
        }
    }

    /// <summary>The lab's state directory.</summary>
    public string State { get; }

    /// <summary>The inventory that describes the lab.</summary>
    public string Inventory => Path.Combine(State, "inventory.psd1");

    /// <summary>The known_hosts with every node's key.</summary>
    public string KnownHosts => Path.Combine(State, "known_hosts");

    /// <summary>The full name of the node with this number, from 1.</summary>
    public static string Node(int number) => "CD163820-L-ULTRAFARMA-APP" + number.ToString("00", CultureInfo.InvariantCulture);

    /// <summary>Back to a clean, synced cluster.</summary>
    public void Reset() => Lab("reset");

    /// <summary>Runs a shell line on a node (full name, APP01, 1, or lb01) and returns its output; it must succeed.</summary>
    public string On(string node, string script) => Lab("on", node, "sh", "-c", script);

    /// <inheritdoc cref="On(string, string)"/>
    public string On(int node, string script) => On(Node(node), script);

    /// <summary>Unplugs a node's network cable.</summary>
    public void Cut(int node) => Lab("cut", Node(node));

    /// <summary>Plugs it in again.</summary>
    public void Heal(int node) => Lab("heal", Node(node));

    /// <summary>Every packet from and to the node takes half of this longer; 0 undoes it.</summary>
    public void Slow(int node, int milliseconds) => Lab("slow", Node(node), milliseconds.ToString(CultureInfo.InvariantCulture));

    /// <summary>Fills a disk of the node: data, etc, backup or csync2-backup.</summary>
    public void Fill(int node, string disk = "data") => Lab("fill", Node(node), disk);

    /// <summary>Makes room on it again.</summary>
    public void DrainDisk(int node, string disk = "data") => Lab("drain-disk", Node(node), disk);

    /// <summary>Stops a service: sshd, httpd, csync2, cron, haproxy or systemd.</summary>
    public void Stop(int node, string service) => Lab("stop", Node(node), service);

    /// <summary>Starts it again.</summary>
    public void Start(int node, string service) => Lab("start", Node(node), service);

    /// <summary>The node's csync2 port accepts and never answers, until <see cref="Start"/>.</summary>
    public void Hang(int node) => Lab("hang", Node(node), "csync2");

    /// <summary>Moves the node's clock by such as +1h or -90s; 0 undoes it.</summary>
    public void Clock(int node, string offset) => Lab("clock", Node(node), offset);

    /// <summary>Gives the node a new ssh host key, or its first one again.</summary>
    public void ChangeHostKey(int node, bool restore = false) => Lab(["hostkey", Node(node), .. restore ? (string[])["restore"] : []]);

    /// <summary>Makes files that are in conflict; the options are those of <c>lab.sh conflict</c>.</summary>
    public void Conflict(int count, params string[] options) =>
        Lab(["conflict", count.ToString(CultureInfo.InvariantCulture), .. options]);

    /// <summary>Runs one command of lab.sh and returns its output; it must succeed.</summary>
    public string Lab(params string[] arguments)
    {
        using var process = new Process
        {
            StartInfo = new ProcessStartInfo(Repository.LabScript, ["--name", _name, .. arguments])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };
        process.Start();
        var output = new PipeReader(process.StandardOutput);
        var errors = new PipeReader(process.StandardError);
        if (!process.WaitForExit(Limit))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"lab.sh {string.Join(' ', arguments)} did not end within {Limit}.");
        }

        if (!output.HasEnded(Limit) || !errors.HasEnded(Limit))
        {
            throw new TimeoutException($"lab.sh {string.Join(' ', arguments)} has ended, and something that it started holds its output.");
        }

        return process.ExitCode == 0
            ? output.Text
            : throw new InvalidOperationException($"lab.sh {string.Join(' ', arguments)} ended with {process.ExitCode}: {errors.Text}");
    }
}
