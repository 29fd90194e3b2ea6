using System.Management.Automation;
using Ultrafarma.Cluster.Haproxy;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Commands.Haproxy;

/// <summary>The error records that are about a balancer. The kind's name is the stable part of the id.</summary>
internal static class HaproxyErrorRecords
{
    public static ErrorRecord ToErrorRecord(this HaproxyException error) =>
        new(error, error.Kind.ToString(), CategoryOf(error.Kind), error.Target);

    public static ErrorRecord NoSource() => new(
        new InvalidOperationException("No balancer is named. Give -Uri (the stats page) or -Socket (the runtime socket), or connect a cluster "
            + "whose inventory has them in its Haproxy section."),
        "NoHaproxySource", ErrorCategory.InvalidArgument, null);

    public static ErrorRecord TwoSources() => new(
        new ArgumentException("Two ways to the balancer are named. Give -Uri (with -Credential, -SkipCertificateCheck) for its stats page, or -Socket "
            + "(with -Node, when it is a path on another machine) for its runtime socket."), "TwoSources", ErrorCategory.InvalidArgument, null);

    public static ErrorRecord InvalidSocket(string socket, string problem) => new(
        new ArgumentException($"'{PathText.Display(AfterAt(socket))}' is no runtime socket: it {problem}"),
        "InvalidSocket", ErrorCategory.InvalidArgument, null);

    public static ErrorRecord NotConnected(string node) => new(
        new InvalidOperationException($"The way to {node} is its ssh, and no cluster is connected. Use Connect-WebCluster first."),
        "NotConnected", ErrorCategory.ConnectionError, node);

    public static ErrorRecord UnknownBalancer(string node) => new(
        new ItemNotFoundException($"'{PathText.Display(node)}' is neither a node of the connected cluster nor its balancer (Haproxy.Node and "
            + "Haproxy.Address in the inventory)."),
        "NodeNotFound", ErrorCategory.ObjectNotFound, node);

    public static ErrorRecord InvalidUri(Uri uri) => new(
        new ArgumentException($"'{PathText.Display(AfterAt(uri.OriginalString))}' is no address of a stats page: it begins with http:// or https://, and carries "
            + "no user and password (they go into -Credential)."),
        "InvalidUri", ErrorCategory.InvalidArgument, null);

    public static ErrorRecord NothingNamed(string what, string pattern) => new(
        new ItemNotFoundException($"The balancer has no {what} called '{PathText.Display(pattern)}'."),
        what == "server" ? "ServerNotFound" : what == "backend" ? "BackendNotFound" : "FrontendNotFound", ErrorCategory.ObjectNotFound, pattern);

    public static ErrorRecord SeveralBalancers(IEnumerable<HaproxySource> sources) => new(
        new ArgumentException($"The servers are of several balancers ({string.Join(", ", sources)}), and a file holds the states of one."),
        "SeveralBalancers", ErrorCategory.InvalidArgument, null);

    public static ErrorRecord NotAServer(string name) => new(
        new ArgumentException($"What was piped in under the name '{PathText.Display(name)}' is no server. Pipe servers: Get-HaproxyBackend | Get-HaproxyServer."),
        "NotAServer", ErrorCategory.InvalidArgument, name);

    public static ErrorRecord NothingPiped() => new(
        new ArgumentException("The pipeline gave no server, so there is nothing to keep. Nothing was written."),
        "NothingPiped", ErrorCategory.InvalidArgument, null);

    public static ErrorRecord SeveralFiles() => new(
        new ArgumentException("Several files were given. Import them one after the other."), "SeveralFiles", ErrorCategory.InvalidArgument, null);

    public static ErrorRecord NothingToSet() => new(
        new ArgumentException("Nothing is asked for. Give -Weight, -State, or both."), "NothingToSet", ErrorCategory.InvalidArgument, null);

    public static ErrorRecord NoTerminal() => new(
        new InvalidOperationException("There is no terminal to draw on: input or output is redirected, or this host has none. Use "
            + "Get-HaproxyServer for one look, or Measure-HaproxyTraffic for rates."),
        "NoTerminal", ErrorCategory.DeviceError, null);

    // What stands before the @ may be a password.
    private static string AfterAt(string text) => text.LastIndexOf('@') is >= 0 and var at ? "…" + text[at..] : text;

    private static ErrorCategory CategoryOf(HaproxyErrorKind kind) => kind switch
    {
        HaproxyErrorKind.Unreachable or HaproxyErrorKind.PageUnavailable => ErrorCategory.ConnectionError,
        HaproxyErrorKind.AuthenticationRequired or HaproxyErrorKind.AuthenticationFailed => ErrorCategory.AuthenticationError,
        HaproxyErrorKind.CertificateUntrusted => ErrorCategory.SecurityError,
        HaproxyErrorKind.PageForbidden or HaproxyErrorKind.PermissionDenied => ErrorCategory.PermissionDenied,
        HaproxyErrorKind.PageNotFound or HaproxyErrorKind.ServerNotFound => ErrorCategory.ObjectNotFound,
        HaproxyErrorKind.NotStatistics or HaproxyErrorKind.Truncated or HaproxyErrorKind.BadAnswer => ErrorCategory.InvalidData,
        HaproxyErrorKind.NeedsSocket => ErrorCategory.NotImplemented,
        HaproxyErrorKind.InvalidName => ErrorCategory.InvalidArgument,
        HaproxyErrorKind.LastServer or HaproxyErrorKind.ServerInherits => ErrorCategory.InvalidOperation,
        HaproxyErrorKind.DrainTimeout or HaproxyErrorKind.ReadyTimeout => ErrorCategory.OperationTimeout,
        _ => ErrorCategory.InvalidResult,
    };
}
