using System.Text;
using System.Text.RegularExpressions;

namespace Ultrafarma.Cluster.Httpd;

/// <summary>Nodes' names and addresses in comments, which are nobody's host but differ from node to node all the same.</summary>
internal sealed class HttpdComments
{
    private readonly Dictionary<string, (HttpdHost Host, int Form)> _known = new(StringComparer.OrdinalIgnoreCase);
    private readonly Regex _whole;

    /// <summary>Creates the table.</summary>
    /// <param name="hosts">All nodes' hosts, at least one.</param>
    public HttpdComments(IReadOnlyList<HttpdHost> hosts)
    {
        foreach (var host in hosts)
        {
            foreach (var (word, form) in Words(host).Select((word, form) => (word, form)))
            {
                _known.TryAdd(word, (host, form));
            }
        }

        // The longest first: a name may begin with its own short one.
        var words = string.Join('|', _known.Keys.OrderByDescending(w => w.Length).Select(Regex.Escape));
        _whole = new Regex(
            $@"(?<![A-Za-z0-9_.\-])(?:{words})(?![A-Za-z0-9_\-])(?!\.[0-9])", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
    }

    /// <summary>The document with a node's name in those comments that name one node; one that names several is a list, and stays.</summary>
    public HttpdDocument Localize(HttpdDocument document, HttpdHost own)
    {
        var edits = new List<HttpdEdit>();
        foreach (var comment in document.InOrder.OfType<HttpdTextNode>())
        {
            // One char a byte, whatever the encoding: names and addresses are ASCII.
            var text = Encoding.Latin1.GetString(comment.Bytes.Span);
            if (text.AsSpan().TrimStart().StartsWith("#") && Localize(text, own) is { } changed)
            {
                edits.Add(new HttpdEdit(comment.Offset, comment.Length, Encoding.Latin1.GetBytes(changed)));
            }
        }

        return edits.Count == 0 ? document : document.With(edits);
    }

    private string? Localize(string comment, HttpdHost own)
    {
        var named = _whole.Matches(comment).Select(m => _known[m.Value].Host).Distinct().ToList();
        return named is [var host] && !ReferenceEquals(host, own)
            ? _whole.Replace(comment, match => Replacement(match.Value, own))
            : null;
    }

    private string Replacement(string current, HttpdHost own)
    {
        var expected = Words(own).ElementAtOrDefault(_known[current].Form) ?? current;
        var isLowered = current == Lower(current) && current.Any(char.IsLetter);
        return isLowered ? Lower(expected) : expected;
    }

    private static IEnumerable<string> Words(HttpdHost host) => [host.Name, host.ShortName, .. host.Addresses];

#pragma warning disable CA1308 // Host names are written in small letters, not in capitals.
    private static string Lower(string text) => text.ToLowerInvariant();
#pragma warning restore CA1308
}
