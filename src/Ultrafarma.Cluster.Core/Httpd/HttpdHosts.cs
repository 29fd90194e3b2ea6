using System.Net;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Httpd;

/// <summary>All nodes' hosts, and where in a config a node's own host may stand. Pure: it decides and touches nothing.</summary>
/// <remarks>
/// A host counts as a node's when it is all of an argument's host, in any of these forms: the name, the name up to its first dot,
/// the name with a domain when it has none in the inventory, or the address. Parts of longer words, comments and the site's public names
/// never do. A directive that names several nodes is a list of the cluster and belongs to none of them.
/// </remarks>
public sealed class HttpdHosts
{
    private readonly IReadOnlyList<HttpdHost> _hosts;
    private readonly HashSet<string> _directives;
    private readonly bool _guessSiblings;
    private readonly Lazy<HttpdComments> _comments;

    /// <summary>Creates the table.</summary>
    /// <param name="hosts">All nodes.</param>
    /// <param name="directives">The directives and sections in which a node's own host may stand.</param>
    /// <param name="guessSiblings">True takes a name that differs from the own one only in the digits of its last number as another
    /// node's: where there is no inventory.</param>
    public HttpdHosts(IReadOnlyList<HttpdHost> hosts, IEnumerable<string> directives, bool guessSiblings = false)
    {
        _hosts = hosts;
        _directives = directives.ToHashSet(StringComparer.OrdinalIgnoreCase);
        _guessSiblings = guessSiblings;
        _comments = new Lazy<HttpdComments>(() => new HttpdComments(hosts));
    }

    /// <summary>The table of an inventory.</summary>
    public static HttpdHosts From(IReadOnlyList<InventoryNode> nodes, HttpdSettings settings) =>
        new([.. nodes.Select(n => new HttpdHost(n.Name, [n.Address]))], settings.HostDirectives);

    /// <summary>Finds the places where the node's own host stands or should stand.</summary>
    /// <param name="document">A config file.</param>
    /// <param name="nodeName">The node that it is for.</param>
    /// <param name="file">The file's path, for the result.</param>
    /// <param name="outerSection">The section that includes the file, or empty.</param>
    public IReadOnlyList<HttpdHostPlace> Find(HttpdDocument document, string nodeName, string file, string outerSection = "") =>
        [.. Places(document, nodeName).Select(p => new HttpdHostPlace
        {
            Node = nodeName,
            Directive = p.Directive.Name,
            Section = HttpdSection.Join(outerSection, p.Directive.Section),
            File = file,
            Line = p.Directive.Line,
            Current = p.Directive.Arguments[p.Index].Value,
            Expected = p.Expected,
        })];

    /// <summary>The document with the node's own host in all those places; the same object when nothing is to be changed.</summary>
    public HttpdDocument Localize(HttpdDocument document, string nodeName)
    {
        var edits = Places(document, nodeName)
            .Where(p => p.Expected != p.Directive.Arguments[p.Index].Value)
            .Select(p => p.Directive.ReplaceArgument(p.Index, p.Expected))
            .ToList();
        return edits.Count == 0 ? document : document.With(edits);
    }

    /// <summary>The document as it would be on a node, with its names in comments, too: what two nodes' files are compared by.</summary>
    internal HttpdDocument Normalize(HttpdDocument document, string nodeName) =>
        _comments.Value.Localize(Localize(document, nodeName), Own(nodeName));

    private IEnumerable<(HttpdDirective Directive, int Index, string Expected)> Places(HttpdDocument document, string nodeName)
    {
        var own = Own(nodeName);
        foreach (var directive in document.Directives)
        {
            if (!_directives.Contains(directive.Name))
            {
                continue;
            }

            var matches = directive.Arguments
                .Select((argument, index) => (Index: index, Text: HttpdHostText.Split(argument.Value)))
                .Select(a => (a.Index, a.Text, Host: HostOf(a.Text.Host, own)))
                .Where(a => a.Host is not null)
                .ToList();
            if (matches.Select(m => m.Host!.Name).Distinct(StringComparer.OrdinalIgnoreCase).Count() == 1)
            {
                foreach (var (index, text, host) in matches)
                {
                    var expected = ReferenceEquals(host, own) ? directive.Arguments[index].Value : text.With(Expected(text.Host, host!, own));
                    yield return (directive, index, expected);
                }
            }
        }
    }

    private HttpdHost Own(string nodeName) => _hosts.First(h => h.Name.Equals(nodeName, StringComparison.OrdinalIgnoreCase));

    private HttpdHost? HostOf(string host, HttpdHost own) =>
        own.Matches(host) ? own
        : _hosts.FirstOrDefault(h => h.Matches(host))
            ?? (_guessSiblings && IsSibling(host.Split('.')[0], own.ShortName) ? new HttpdHost(host.Split('.')[0], []) : null);

    private static string Expected(string current, HttpdHost host, HttpdHost own)
    {
        if (IPAddress.TryParse(current, out var ip))
        {
            return own.Nearest(ip) ?? (own.Addresses is [var first, ..] ? first : current);
        }

        var expected = current.Equals(host.Name, StringComparison.OrdinalIgnoreCase) ? own.Name
            : current.Equals(host.ShortName, StringComparison.OrdinalIgnoreCase) ? own.ShortName
            : host.HasDomain(current) ? own.ShortName + current[host.Name.Length..]
            : own.AddressNames.FirstOrDefault() ?? own.Nearest(IPAddress.Any) ?? current;

        // Who writes names in small letters on one node does so on all.
        var isLowered = current.Equals(Lower(current), StringComparison.Ordinal) && current.Any(char.IsLetter);
        return isLowered ? Lower(expected) : expected;
    }

    /// <summary>True when two names differ in the digits of their last number only, and have as many of them.</summary>
    internal static bool IsSibling(string name, string own)
    {
        var end = own.Length;
        while (end > 0 && !char.IsAsciiDigit(own[end - 1]))
        {
            end--;
        }

        var start = end;
        while (start > 0 && char.IsAsciiDigit(own[start - 1]))
        {
            start--;
        }

        return start < end
            && start > 0
            && name.Length == own.Length
            && name.AsSpan(0, start).Equals(own.AsSpan(0, start), StringComparison.OrdinalIgnoreCase)
            && name.AsSpan(end).Equals(own.AsSpan(end), StringComparison.OrdinalIgnoreCase)
            && name.AsSpan(start, end - start).IndexOfAnyExceptInRange('0', '9') < 0;
    }

#pragma warning disable CA1308 // Host names are written in small letters, not in capitals.
    private static string Lower(string text) => text.ToLowerInvariant();
#pragma warning restore CA1308
}
