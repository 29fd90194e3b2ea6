using System.Globalization;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Haproxy;

/// <summary>Every error about a balancer is made here, so that kinds and messages can be reviewed on one page.</summary>
internal static class HaproxyFailure
{
    public static HaproxyException NotStatistics(HaproxySource source) => new(
        HaproxyErrorKind.NotStatistics, source,
        $"{source} answered, but not with HAProxy's statistics. " + (source.IsSocket
            ? "Is it the 'stats socket' of haproxy.cfg?"
            : "The address of a stats page is that of 'stats uri' in haproxy.cfg, as in http://balancer:8404/haproxy?stats."));

    public static HaproxyException Truncated(HaproxySource source, Exception? inner = null) => new(
        HaproxyErrorKind.Truncated, source,
        $"The statistics of {source} end in the middle. Try again; if it stays so, raise 'stats timeout' or look at what cuts the answer.", inner);

    public static HaproxyException DamagedRow(HaproxySource source, int line, int fields, int columns) => new(
        HaproxyErrorKind.BadAnswer, source,
        string.Create(CultureInfo.InvariantCulture, $"Line {line} of the statistics of {source} has {fields} fields where the header names {columns}. ")
        + "Try again; if it stays so, look at what changes the answer on its way.");

    public static HaproxyException NoType(HaproxySource source, int line) => new(
        HaproxyErrorKind.BadAnswer, source,
        string.Create(CultureInfo.InvariantCulture, $"Line {line} of the statistics of {source} does not say whether it is a frontend, a backend or a server (column 'type')."));

    public static HaproxyException NamelessRow(HaproxySource source, int line) => new(
        HaproxyErrorKind.BadAnswer, source,
        string.Create(CultureInfo.InvariantCulture, $"Line {line} of the statistics of {source} does not name what it is about (columns 'pxname' and 'svname')."));

    public static HaproxyException Unreachable(HaproxySource source, string why, Exception? inner = null) => new(
        HaproxyErrorKind.Unreachable, source,
        $"{source} could not be reached: {PathText.Display(why).TrimEnd('.')}. {(source.IsSocket
            ? "Is HAProxy running, and is this its 'stats socket'?"
            : "Is HAProxy running, and is this where 'stats uri' is served?")}", inner);

    public static HaproxyException Mute(HaproxySource source, Exception? inner = null) => new(
        HaproxyErrorKind.Unreachable, source,
        $"{source} took the connection and closed it without an answer. " + (source.IsSocket
            ? "Is it HAProxy's 'stats socket', and has it connections left ('maxconn')?"
            : "Is it https, with https:// in the address, and is this where 'stats uri' is served?"), inner);

    public static HaproxyException NoTls(HaproxySource source, Exception inner) => new(
        HaproxyErrorKind.Unreachable, source,
        $"{source} could not be reached: no TLS came about ({PathText.Display(inner.Message).TrimEnd('.')}). Is the page plain http, with http:// in the address? "
        + "If it is https, compare 'ssl-min-ver' and 'ciphers' of its 'bind' with what this machine allows.", inner);

    public static HaproxyException Silent(HaproxySource source, TimeSpan timeout) => new(
        HaproxyErrorKind.Unreachable, source,
        string.Create(CultureInfo.InvariantCulture, $"{source} did not answer within {timeout.TotalSeconds:0.#} s. ")
        + "Look at what the balancer is busy with, or allow more time (Haproxy.TimeoutSeconds in the inventory).");

    public static HaproxyException SocketDenied(HaproxySource source, Exception inner) => new(
        HaproxyErrorKind.PermissionDenied, source,
        $"{source} may not be opened by this user. Use a user that may (see 'mode', 'user' and 'group' of the 'stats socket'), "
        + "or reach it through a node's ssh.", inner);

    public static HaproxyException LevelTooLow(HaproxySource source, string command) => new(
        HaproxyErrorKind.PermissionDenied, source,
        $"{source} does not allow '{command}': its level is too low. Use a 'stats socket' with 'level admin' ('operator' is enough to read errors and to clear the highest values).");

    public static HaproxyException PageReadOnly(HaproxySource source) => new(
        HaproxyErrorKind.PermissionDenied, source,
        $"{source} allows no changes. Give it 'stats admin if …' in haproxy.cfg, or use the runtime socket.");

    public static HaproxyException AuthenticationRequired(HaproxySource source) => new(
        HaproxyErrorKind.AuthenticationRequired, source, $"{source} asks for a user and a password ('stats auth'). Give them with -Credential.");

    public static HaproxyException AuthenticationFailed(HaproxySource source, string user) => new(
        HaproxyErrorKind.AuthenticationFailed, source,
        $"{source} refused the user {PathText.Display(user)} or its password. Give the right ones with -Credential; 'stats auth' in haproxy.cfg has them.");

    public static HaproxyException CertificateUntrusted(HaproxySource source, Exception inner) => new(
        HaproxyErrorKind.CertificateUntrusted, source,
        $"The certificate of {source} is not trusted ({PathText.Display(inner.Message).TrimEnd('.')}). Install its issuer on this machine, "
        + "use the name that it was made for, or give -SkipCertificateCheck if the network between is yours alone.", inner);

    public static HaproxyException PageForbidden(HaproxySource source) => new(
        HaproxyErrorKind.PageForbidden, source,
        $"A rule of the balancer forbids {source} (403). See 'stats http-request' and 'http-request deny' in haproxy.cfg, "
        + "and from which addresses the page may be read.");

    public static HaproxyException PageNotFound(HaproxySource source) => new(
        HaproxyErrorKind.PageNotFound, source,
        $"There is no page at {source} (404). Compare the path with 'stats uri' in haproxy.cfg; without 'stats enable' there is none.");

    public static HaproxyException PageUnavailable(HaproxySource source) => new(
        HaproxyErrorKind.PageUnavailable, source,
        $"HAProxy has nobody to answer at {source} (503). The stats page is not enabled there ('stats enable', 'stats uri'), or its proxy is stopped.");

    public static HaproxyException UnexpectedStatus(HaproxySource source, int status) => new(
        HaproxyErrorKind.NotStatistics, source,
        string.Create(CultureInfo.InvariantCulture, $"{source} answered with HTTP status {status} and not with HAProxy's statistics. ")
        + "The address of a stats page is that of 'stats uri' in haproxy.cfg; redirects are not followed.");

    public static HaproxyException NeedsSocket(HaproxySource source, string what) => new(
        HaproxyErrorKind.NeedsSocket, source,
        $"The stats page {source} cannot {what}; HAProxy's runtime socket can. Name it with -Socket (and -Node when it lies on another "
        + "machine), or with Haproxy.Socket in the inventory.");

    public static HaproxyException Rejected(HaproxySource source, object target, string words) => new(
        HaproxyErrorKind.Rejected, target, $"{source} refused: {PathText.Display(words)}");

    public static HaproxyException ServerNotFound(HaproxySource source, string server) => new(
        HaproxyErrorKind.ServerNotFound, server,
        $"There is no server {PathText.Display(server)} at {source}. Get-HaproxyServer lists those that there are.");

    public static HaproxyException InvalidName(string name) => new(
        HaproxyErrorKind.InvalidName, name,
        $"'{PathText.Display(name)}' cannot be the name of a backend or server: HAProxy's socket would read it as something else. Nothing was sent.");

    public static HaproxyException LastServer(HaproxyServer server, string backend, string left) => new(
        HaproxyErrorKind.LastServer, server,
        $"{server} is the last server of backend {backend} that serves{(backend == server.Backend ? "" : ", through one that follows it")}; "
        + $"without it {left}. Bring another one back first, or use -Force.");

    public static HaproxyException ServerInherits(HaproxyServer server) => new(
        HaproxyErrorKind.ServerInherits, server,
        $"{server} is out because {server.Tracked ?? "the server that it tracks"} is, and comes back with it: resume that one.");

    public static HaproxyException NotApplied(HaproxyServer server, string wanted) => new(
        HaproxyErrorKind.NotApplied, server,
        $"HAProxy took the change, but {server} is not {wanted} afterwards: it is {server.Status}. Somebody else may have changed it, "
        + "or the balancer was reloaded. Look at Get-HaproxyServer and run it again.");

    public static HaproxyException StateLost(HaproxyServer server, string wanted) => new(
        HaproxyErrorKind.StateLost, server,
        $"{server} was {wanted} and is now {server.Status}: the balancer was reloaded, which forgets such states, or somebody else changed "
        + "it. Run it again.");

    public static HaproxyException DrainTimeout(HaproxyServer server, TimeSpan timeout, long arrived, TimeSpan? age) => new(
        HaproxyErrorKind.DrainTimeout, server,
        string.Create(CultureInfo.InvariantCulture,
            $"{server} {(age is null ? "still has" : "had")} {server.SessionsCurrent ?? 0} sessions and {server.QueueCurrent ?? 0} waiting requests {When(timeout, age)}")
        + (arrived > 0 ? string.Create(CultureInfo.InvariantCulture, $"; {arrived} sessions came meanwhile, of clients with a cookie for it. ") : ". ")
        + "It stays out. Wait longer with -Timeout, end the sessions with -KillSessions, or let none in with -Mode Maint.");

    public static HaproxyException ReadyTimeout(HaproxyServer server, TimeSpan timeout, TimeSpan? age) => new(
        HaproxyErrorKind.ReadyTimeout, server,
        $"{server} {(age is null ? "is still" : "was")} {server.Status} {When(timeout, age)}"
        + (server.CheckStatus is null ? ". " : $" (last check: {LastCheck(server)}). ")
        + "It gets sessions as soon as its check passes; look at the server, or take it out again.");

    // A balancer that stopped answering may be better by now, or worse.
    private static string When(TimeSpan timeout, TimeSpan? age) => age is { } old
        ? string.Create(CultureInfo.InvariantCulture,
            $"when the balancer last answered, {old.TotalSeconds:0.#} s before the {timeout.TotalSeconds:0.#} s were over")
        : string.Create(CultureInfo.InvariantCulture, $"after {timeout.TotalSeconds:0.#} s");

    public static HaproxyException GoneWhileWaiting(HaproxyServer server) => new(
        HaproxyErrorKind.ServerNotFound, server,
        $"{server} is not in the balancer's configuration any more: it was reloaded with another one. Get-HaproxyServer lists what is there.");

    public static HaproxyException NoServerStates(object origin) => new(
        HaproxyErrorKind.BadAnswer, origin,
        $"{origin} does not hold the table of 'show servers state', version 1. Export-HaproxyServerState writes one.");

    public static HaproxyException NoInfo(HaproxySource source) => new(
        HaproxyErrorKind.BadAnswer, source, $"{source} did not answer 'show info' as HAProxy does. Is it HAProxy's runtime socket?");

    public static HaproxyException NoErrors(HaproxySource source) => new(
        HaproxyErrorKind.BadAnswer, source, $"{source} did not answer 'show errors' as HAProxy does. Is it HAProxy's runtime socket?");

    // Most failures have no code, and some no words.
    private static string LastCheck(HaproxyServer server) => PathText.Display(string.Join(' ', new[]
    {
        server.CheckStatus,
        server.CheckCode?.ToString(CultureInfo.InvariantCulture),
        server.CheckOutput ?? server.CheckDescription,
    }.Where(part => !string.IsNullOrEmpty(part))));

    public static HaproxyException NotReadBack(HaproxyServer server, string sent, HaproxyException inner) => new(
        HaproxyErrorKind.Unreachable, server,
        $"{sent} was sent to HAProxy for {server}, but what came of it could not be read: {inner.Message} Look at Get-HaproxyServer.", inner);

    public static HaproxyException SocketFailed(HaproxySource source, NodeException inner) => new(
        inner.Kind == NodeErrorKind.PermissionDenied ? HaproxyErrorKind.PermissionDenied : HaproxyErrorKind.Unreachable, source, inner.Message, inner);
}
