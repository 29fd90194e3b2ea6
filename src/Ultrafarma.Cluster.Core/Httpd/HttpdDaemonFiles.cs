using System.Text;

namespace Ultrafarma.Cluster.Httpd;

/// <summary>Makes the files of a service. Pure: it decides what is to stand on the node.</summary>
internal static class HttpdDaemonFiles
{
    /// <summary>Where programs and services lie on a node.</summary>
    public const string Root = "/var/lib/ultrafarma-cluster";

    private const string Mark = "# Installed by Ultrafarma.Cluster: Uninstall-HttpdDaemon removes it.\n";

    // Errors of single nodes come beside the results; what ends everything comes as an exception.
    private const string Head = """
        param([string] $Node, [string] $Inventory)
        trap { [Console]::Error.WriteLine("$_"); exit 1 }
        Import-Module Ultrafarma.Cluster -ErrorAction Stop

        """;

    private const string Tail = """
         -Confirm:$false -ErrorVariable failed | ForEach-Object { "$($_.Node): $($_.Action)$(if ($_.Reason) { ', ' + $_.Reason })" }
        exit [int]($failed.Count -gt 0)

        """;

    private const string LocalScript = Head + "Repair-HttpdHost" + Tail;

    private const string ClusterScript = Head
        + "Connect-WebCluster -Path $Inventory -ErrorAction Stop | Out-Null\nPublish-HttpdConfig -FromNode $Node" + Tail;

    /// <summary>The folder of a program on a node.</summary>
    public static string ProgramFolder(string id) => $"{Root}/program/{id}";

    /// <summary>What defines the service for the node.</summary>
    public static string ServicePath(HttpdDaemonKind kind, string name) =>
        kind == HttpdDaemonKind.Systemd ? $"/etc/systemd/system/{name}.service" : $"/etc/init.d/{name}";

    /// <summary>Where another's definition of the same name is kept meanwhile.</summary>
    public static string ReplacedPath(HttpdDaemonKind kind, string name) =>
        $"{Root}/{name}/replaced-{(kind == HttpdDaemonKind.Systemd ? "systemd" : "sysv")}";

    /// <summary>The files, the service's definition last: before it stands there, nothing can be started.</summary>
    /// <param name="kind">How the node runs services.</param>
    /// <param name="name">The service.</param>
    /// <param name="node">The node, as the inventory spells it.</param>
    /// <param name="program">pwsh or ufcluster on the node.</param>
    /// <param name="version">The module's version.</param>
    /// <param name="inventory">The inventory's bytes, for httpd-cluster.</param>
    public static IReadOnlyList<HttpdDaemonFile> Make(
        HttpdDaemonKind kind, string name, string node, string program, string version, byte[]? inventory)
    {
        var home = $"{Root}/{name}";
        var files = new List<HttpdDaemonFile>
        {
            Text($"{home}/settings", "600", $"version {version}\nprogram {program}\nnode {node}\n"),
            Text($"{home}/daemon.ps1", "600", name == HttpdDaemonName.Local ? LocalScript : ClusterScript),
            Text($"{home}/graceful", "600", HttpdScript.Text("graceful")),
        };
        if (name == HttpdDaemonName.Cluster)
        {
            files.Add(new HttpdDaemonFile($"{home}/inventory.psd1", "600", inventory!));
        }

        files.Add(Text($"{home}/daemon", "700", "#!/bin/sh\n" + Mark + HttpdScript.Load("daemon")));
        files.Add(kind == HttpdDaemonKind.Systemd
            ? Text(ServicePath(kind, name), "644", Unit(name))
            : Text(ServicePath(kind, name), "755", InitScript(name)));
        return files;
    }

    private static string Describe(string name) => name == HttpdDaemonName.Local
        ? "Puts this node's own host into Apache's config and restarts Apache"
        : "Publishes this node's Apache config to all nodes of the cluster";

    // What it starts (Apache, when it was stopped) must outlive it, so only its own process belongs to it. SELinux lets systemd start sh,
    // and nothing below /var/lib.
    private static string Unit(string name) => $"""
        {Mark.TrimEnd()}
        [Unit]
        Description={Describe(name)}
        Wants=network-online.target
        After=network-online.target

        [Service]
        Type=oneshot
        RemainAfterExit=no
        ExecStart=/bin/sh {Root}/{name}/daemon start
        KillMode=process
        TimeoutStartSec=45min

        [Install]
        WantedBy=multi-user.target

        """;

    private static string InitScript(string name) => $"""
        #!/bin/sh
        {Mark.TrimEnd()}
        ### BEGIN INIT INFO
        # Provides:          {name}
        # Required-Start:    $remote_fs $network
        # Required-Stop:     $remote_fs
        # Default-Start:     2 3 4 5
        # Default-Stop:
        # Short-Description: {Describe(name)}
        ### END INIT INFO
        exec {Root}/{name}/daemon "$@"

        """;

    private static HttpdDaemonFile Text(string path, string mode, string text) => new(path, mode, Encoding.UTF8.GetBytes(text));
}
