using System.Net;
using System.Text;

namespace Ultrafarma.Cluster.Nodes;

/// <summary>Builds a page. Only <see cref="Raw"/> takes markup, and it is given none that comes from the cluster.</summary>
internal sealed class ReportHtml
{
    private readonly StringBuilder _page = new();

    /// <summary>Adds markup as it is.</summary>
    public ReportHtml Raw(string markup)
    {
        _page.Append(markup);
        return this;
    }

    /// <summary>Adds text, from wherever it comes, in which nothing is markup.</summary>
    public ReportHtml Text(string text)
    {
        _page.Append(Encode(text));
        return this;
    }

    /// <summary>Begins a section; the one before ends.</summary>
    public ReportHtml Section(string id, string heading) =>
        Raw($"<section id=\"{id}\" aria-labelledby=\"{id}-heading\">\n<h2 id=\"{id}-heading\">").Text(heading).Raw("</h2>\n");

    /// <summary>Ends a section.</summary>
    public ReportHtml End() => Raw("</section>\n");

    /// <summary>Adds a paragraph.</summary>
    /// <param name="text">What it says.</param>
    /// <param name="mood">The class that colours it: ok, warning, error, dim or none.</param>
    public ReportHtml Note(string text, string mood = "") => Raw(mood.Length > 0 ? $"<p class=\"{mood}\">" : "<p>").Text(text).Raw("</p>\n");

    /// <summary>
    /// Adds a table. The first cell of a row is what the row is about. The roles keep it a table where the style makes cards of the
    /// rows, on a phone; there each cell shows its column's name.
    /// </summary>
    public ReportHtml Table(string label, IReadOnlyList<ReportColumn> columns, IEnumerable<IReadOnlyList<ReportCell>> rows)
    {
        Raw("<div class=\"scroll\"><table role=\"table\" aria-label=\"").Text(label).Raw("\">\n<thead role=\"rowgroup\"><tr role=\"row\">");
        foreach (var column in columns)
        {
            Raw($"<th role=\"columnheader\" scope=\"col\" class=\"{column.Kind}\">").Text(column.Name).Raw("</th>");
        }

        Raw("</tr></thead>\n<tbody role=\"rowgroup\">\n");
        foreach (var row in rows)
        {
            Raw("<tr role=\"row\">");
            for (var i = 0; i < row.Count; i++)
            {
                var tag = i == 0 ? "th role=\"rowheader\" scope=\"row\"" : "td role=\"cell\"";
                var mood = string.IsNullOrEmpty(row[i].Text) ? "dim none" : row[i].Mood;
                Raw($"<{tag} class=\"{$"{columns[i].Kind} {mood}".Trim()}\" data-label=\"").Text(columns[i].Name).Raw("\"><span>")
                    .Text(string.IsNullOrEmpty(row[i].Text) ? "–" : row[i].Text!).Raw(i == 0 ? "</span></th>" : "</span></td>");
            }

            Raw("</tr>\n");
        }

        return Raw("</tbody></table></div>\n");
    }

    /// <inheritdoc/>
    public override string ToString() => _page.ToString();

    private static string Encode(string text) => WebUtility.HtmlEncode(PathText.Display(text, keepLines: true));
}
