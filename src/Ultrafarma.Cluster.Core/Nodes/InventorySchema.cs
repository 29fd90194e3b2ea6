using Ultrafarma.Cluster.Csync;
using Ultrafarma.Cluster.Haproxy;
using Ultrafarma.Cluster.Httpd;

namespace Ultrafarma.Cluster.Nodes;

/// <summary>Every key that an inventory may have. Reading, writing and the hints about mistyped keys all follow this table.</summary>
internal static class InventorySchema
{
    public static readonly InventoryKind<string> NodeName = new InventoryTextKind(InventoryRules.NodeName);
    public static readonly InventoryKind<string> Address = new InventoryTextKind(InventoryRules.Address);

    private static readonly InventoryKind<string> Text = new InventoryTextKind();
    private static readonly InventoryKind<string> User = new InventoryTextKind(InventoryRules.User);
    private static readonly InventoryKind<string> LocalPath = new InventoryTextKind(null, InventoryPath.Expand);
    private static readonly InventoryKind<string> LocalPathOrNone = new InventoryTextKind(
        null, (text, file) => text == "none" ? text : InventoryPath.Expand(text, file));
    private static readonly InventoryKind<string> RemotePath = new InventoryTextKind(InventoryRules.RemotePath);
    private static readonly InventoryKind<string> Program = new InventoryTextKind(InventoryRules.Program);
    private static readonly InventoryKind<string> Url = new InventoryTextKind(InventoryRules.Url);
    private static readonly InventoryKind<string> Jump = new InventoryTextKind(InventoryRules.ProxyJump);
    private static readonly InventoryKind<string> Socket = new InventoryTextKind(InventoryRules.Socket);
    private static readonly InventoryKind<IReadOnlyList<string>> Words = new InventoryListKind<string>(Text);
    private static readonly InventoryKind<HostKeyPolicy> Policy = new InventoryChoiceKind<HostKeyPolicy>();
    private static readonly InventoryKind<int> Port = new InventoryNumberKind<int>(1, 65535, "a port");
    private static readonly InventoryKind<int?> NodePort = new InventoryOptionalKind<int>(Port);
    private static readonly InventoryKind<int> Throttle = new InventoryNumberKind<int>(1, 1000, "a whole number");
    private static readonly InventoryKind<int> Status = new InventoryNumberKind<int>(100, 599, "an HTTP status");
    private static readonly InventoryKind<double> Seconds = new InventoryNumberKind<double>(0.1, 86400, "a number of seconds");

    public static readonly InventoryShape<InventoryNode> Node = new(
        "a table for each node",
        new InventoryNode { Name = "", Address = "" },
        new InventoryKey<InventoryNode, string>("Name", NodeName, n => n.Name, (n, v) => n with { Name = v },
            "Its name, as csync2 and HAProxy know it.")
        {
            Required = true,
        },
        new InventoryKey<InventoryNode, string>("Address", Address, n => n.Address, (n, v) => n with { Address = v },
            "The host name or IP address to connect to; the name unless given."),
        new InventoryKey<InventoryNode, int?>("Port", NodePort, n => n.Port, (n, v) => n with { Port = v },
            "The port of its ssh server; the cluster's unless given."),
        new InventoryKey<InventoryNode, string>("User", User, n => n.User, (n, v) => n with { User = v },
            "The user to log in as; the cluster's unless given."),
        new InventoryKey<InventoryNode, string>("ProxyJump", Jump, n => n.ProxyJump, (n, v) => n with { ProxyJump = v },
            "The hosts to go through, '[user@]host[:port],…', or 'none'; the cluster's unless given."),
        new InventoryKey<InventoryNode, IReadOnlyList<string>>("Roles", Words, n => n.Roles, (n, v) => n with { Roles = v },
            "Free words that say what the node is for, such as 'Upload'."));

    public static readonly InventoryShape<SshSettings> Ssh = new(
        "a table",
        new SshSettings(),
        new InventoryKey<SshSettings, string>("User", User, s => s.User, (s, v) => s with { User = v, Given = s.Given | SshGiven.User },
            "The user to log in as."),
        new InventoryKey<SshSettings, int>("Port", Port, s => s.Port, (s, v) => s with { Port = v, Given = s.Given | SshGiven.Port },
            "The port of the ssh servers."),
        new InventoryKey<SshSettings, string>("KeyFile", LocalPath, s => s.KeyFile, (s, v) => s with { KeyFile = v },
            "The private key file, relative to this file or to the home folder (~)."),
        new InventoryKey<SshSettings, string>("KnownHostsFile", LocalPath, s => s.KnownHostsFile, (s, v) => s with { KnownHostsFile = v },
            "The servers' public keys; ~/.ssh/known_hosts unless given."),
        new InventoryKey<SshSettings, string>("ConfigFile", LocalPathOrNone, s => s.ConfigFile, (s, v) => s with { ConfigFile = v },
            "OpenSSH's client config, for what is not given here; ~/.ssh/config unless given, 'none' for none."),
        new InventoryKey<SshSettings, string>("ProxyJump", Jump, s => s.ProxyJump, (s, v) => s with { ProxyJump = v },
            "The hosts to go through, '[user@]host[:port],…', or 'none'; what ConfigFile says unless given."),
        new InventoryKey<SshSettings, HostKeyPolicy>("HostKeyPolicy", Policy, s => s.HostKeyPolicy, (s, v) => s with { HostKeyPolicy = v },
            "Strict refuses a server whose key is not known, AcceptNew trusts it on first use. A changed key is always refused."),
        new InventoryKey<SshSettings, double>("ConnectTimeoutSeconds", Seconds,
            s => s.ConnectTimeoutSeconds, (s, v) => s with { ConnectTimeoutSeconds = v, Given = s.Given | SshGiven.ConnectTimeout },
            "The time for TCP, key exchange and login together."),
        new InventoryKey<SshSettings, double>("CommandTimeoutSeconds", Seconds,
            s => s.CommandTimeoutSeconds, (s, v) => s with { CommandTimeoutSeconds = v },
            "The time for one command that has no time of its own."),
        new InventoryKey<SshSettings, double>("KeepAliveSeconds", Seconds,
            s => s.KeepAliveSeconds, (s, v) => s with { KeepAliveSeconds = v, Given = s.Given | SshGiven.KeepAlive },
            "The time between keep-alive messages."),
        new InventoryKey<SshSettings, int>("ThrottleLimit", Throttle, s => s.ThrottleLimit, (s, v) => s with { ThrottleLimit = v },
            "How many nodes are asked at once."));

    public static readonly InventoryShape<CsyncSettings> Csync = new(
        "a table",
        new CsyncSettings(),
        new InventoryKey<CsyncSettings, string>("ConfigPath", RemotePath, s => s.ConfigPath, (s, v) => s with { ConfigPath = v },
            "csync2's config; the first of /etc/csync2.cfg and /etc/csync2/csync2.cfg that exists unless given."),
        new InventoryKey<CsyncSettings, string>("Command", Program, s => s.Command, (s, v) => s with { Command = v },
            "The program, a name on the PATH or an absolute path."),
        new InventoryKey<CsyncSettings, string>("DatabaseDirectory", RemotePath,
            s => s.DatabaseDirectory, (s, v) => s with { DatabaseDirectory = v },
            "The folder with csync2's databases."),
        new InventoryKey<CsyncSettings, string>("BackupDirectory", RemotePath,
            s => s.BackupDirectory, (s, v) => s with { BackupDirectory = v },
            "The folder under which losing versions are kept, one dated folder a run."),
        new InventoryKey<CsyncSettings, double>("PushTimeoutSeconds", Seconds,
            s => s.PushTimeoutSeconds, (s, v) => s with { PushTimeoutSeconds = v },
            "The time for one push to one peer."));

    public static readonly InventoryShape<HttpdSettings> Httpd = new(
        "a table",
        new HttpdSettings(),
        new InventoryKey<HttpdSettings, string>("ConfigPath", RemotePath, s => s.ConfigPath, (s, v) => s with { ConfigPath = v },
            "The main config."),
        new InventoryKey<HttpdSettings, string>("Command", Program, s => s.Command, (s, v) => s with { Command = v },
            "The program; httpd or apache2, whichever is there, unless given."),
        new InventoryKey<HttpdSettings, string>("ReloadCommand", Text, s => s.ReloadCommand, (s, v) => s with { ReloadCommand = v },
            "The command that reloads Apache; a graceful restart by the program itself unless given."),
        new InventoryKey<HttpdSettings, string>("HealthUrl", Url, s => s.HealthUrl, (s, v) => s with { HealthUrl = v },
            "The URL that proves that a node serves; {Address} and {Name} stand for the node's own."),
        new InventoryKey<HttpdSettings, int>("HealthStatus", Status, s => s.HealthStatus, (s, v) => s with { HealthStatus = v },
            "The HTTP status that it must give."),
        new InventoryKey<HttpdSettings, string>("StatusUrl", Url, s => s.StatusUrl, (s, v) => s with { StatusUrl = v },
            "Where mod_status answers; {Address} and {Name} stand for the node's own."),
        new InventoryKey<HttpdSettings, IReadOnlyList<string>>("HostDirectives", Words,
            h => h.HostDirectives, (h, v) => h with { HostDirectives = v },
            "The directives and sections in which a node's own host may stand."),
        new InventoryKey<HttpdSettings, string>("BackupDirectory", RemotePath,
            h => h.BackupDirectory, (h, v) => h with { BackupDirectory = v },
            "The folder under which replaced configs are kept, dated."));

    public static readonly InventoryShape<HaproxySettings> Haproxy = new(
        "a table",
        new HaproxySettings(),
        new InventoryKey<HaproxySettings, string>("Uri", Url, s => s.Uri, (s, v) => s with { Uri = v },
            "The stats page."),
        new InventoryKey<HaproxySettings, string>("Socket", Socket, s => s.Socket, (s, v) => s with { Socket = v },
            "The runtime socket: a path on the balancer, or host:port."),
        new InventoryKey<HaproxySettings, string>("Node", NodeName, s => s.Node, (s, v) => s with { Node = v },
            "The node on which a socket that is a path lies; this machine unless given."),
        new InventoryKey<HaproxySettings, string>("Address", Address, s => s.Address, (s, v) => s with { Address = v },
            "The host name or IP address of that node when it is none of the cluster's nodes."),
        new InventoryKey<HaproxySettings, int?>("Port", NodePort, s => s.Port, (s, v) => s with { Port = v },
            "The port of its ssh server; the cluster's unless given."),
        new InventoryKey<HaproxySettings, string>("User", User, s => s.User, (s, v) => s with { User = v },
            "The user to log in as there; the cluster's unless given."),
        new InventoryKey<HaproxySettings, double>("TimeoutSeconds", Seconds,
            s => s.TimeoutSeconds, (s, v) => s with { TimeoutSeconds = v },
            "The time for one question to the balancer."));

    public static readonly InventoryShape<ClusterInventory> Cluster = new(
        "a table",
        new ClusterInventory { Name = "", SourcePath = "", Nodes = [] },
        new InventoryKey<ClusterInventory, string>("Name", Text, c => c.Name, (c, v) => c with { Name = v },
            "The cluster's name.")
        {
            Required = true,
        },
        new InventoryKey<ClusterInventory, IReadOnlyList<InventoryNode>>("Nodes", new InventoryListKind<InventoryNode>(Node),
            c => c.Nodes, (c, v) => c with { Nodes = v }, "Its nodes.")
        {
            Required = true,
        },
        new InventoryKey<ClusterInventory, SshSettings>("Ssh", Ssh, c => c.Ssh, (c, v) => c with { Ssh = v },
            "How to log in."),
        new InventoryKey<ClusterInventory, CsyncSettings>("Csync", Csync, c => c.Csync, (c, v) => c with { Csync = v },
            "Where csync2 is on the nodes."),
        new InventoryKey<ClusterInventory, HttpdSettings>("Httpd", Httpd, c => c.Httpd, (c, v) => c with { Httpd = v },
            "Where Apache httpd is on the nodes."),
        new InventoryKey<ClusterInventory, HaproxySettings>("Haproxy", Haproxy, c => c.Haproxy, (c, v) => c with { Haproxy = v },
            "Where the balancer is."));
}
