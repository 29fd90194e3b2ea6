using System.Globalization;
using System.Net;
using System.Text;
using Ultrafarma.Cluster.Haproxy;

namespace Ultrafarma.Cluster.Nodes;

/// <summary>Draws what went through a backend as a picture that is part of the page. Pure.</summary>
internal static class ReportChart
{
    private const double Width = 600;
    private const double Height = 130;
    private const double Margin = 18;

    /// <summary>The picture of a backend's rate over time; empty with fewer than two moments.</summary>
    /// <param name="title">What is drawn.</param>
    /// <param name="kind">The class of the line: rate or errors.</param>
    /// <param name="traffic">The measurements of the backend's servers.</param>
    /// <param name="rateOf">The rate of one server.</param>
    public static string Draw(string title, string kind, IEnumerable<HaproxyTraffic> traffic, Func<HaproxyTraffic, double?> rateOf)
    {
        var moments = traffic
            .GroupBy(t => t.Time)
            .OrderBy(g => g.Key)
            .Select(g => (Time: g.Key, Rate: g.Sum(t => rateOf(t) ?? 0)))
            .ToList();
        if (moments.Count < 2)
        {
            return "";
        }

        // A single request is no peak.
        var highest = Math.Max(1, moments.Max(m => m.Rate));
        var (first, span) = (moments[0].Time, (moments[^1].Time - moments[0].Time).TotalSeconds);
        var points = moments.Select(m => string.Create(CultureInfo.InvariantCulture,
            $"{Margin + ((Width - (2 * Margin)) * (m.Time - first).TotalSeconds / Math.Max(span, 0.001)):0.#},{Height - Margin - ((Height - (2 * Margin)) * m.Rate / highest):0.#}"));
        var words = string.Create(CultureInfo.InvariantCulture, $"{title}: at most {moments.Max(m => m.Rate):0.##} a second in {span:0.#} s");
        return new StringBuilder()
            .Append(CultureInfo.InvariantCulture, $"<svg role=\"img\" viewBox=\"0 0 {Width} {Height}\"><title>{WebUtility.HtmlEncode(words)}</title>")
            .Append(CultureInfo.InvariantCulture, $"<text x=\"{Margin}\" y=\"13\">{WebUtility.HtmlEncode(words)}</text>")
            .Append(CultureInfo.InvariantCulture, $"<polyline class=\"{kind}\" points=\"{string.Join(' ', points)}\"/></svg>\n")
            .ToString();
    }
}
