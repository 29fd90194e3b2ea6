using System.Globalization;

namespace Ultrafarma.Cluster.Nodes;

/// <summary>
/// Draws what went through a backend as a picture that is part of the page. Each rate is the mean of its interval, so it is a
/// step as wide as that; where nothing is known there is none. Pure.
/// </summary>
internal static class ReportChart
{
    private const double Width = 600;
    private const double Height = 230;
    private const double Left = 78;
    private const double Right = 590;
    private const double Top = 34;
    private const double Bottom = 196;

    /// <summary>Draws a series that is known.</summary>
    /// <param name="html">The page.</param>
    /// <param name="series">The series.</param>
    /// <param name="zone">The time zone of the labels.</param>
    /// <param name="id">What no other picture of the page is called.</param>
    public static void Draw(ReportHtml html, ReportSeries series, TimeZoneInfo zone, string id)
    {
        var kind = series.IsError ? "errors" : "rate";
        var plot = series.Coarse();
        var marks = ReportScale.Marks(plot.Highest.Rate!.Value);
        var from = TimeZoneInfo.ConvertTime(plot.Steps[0].From, zone);
        var to = TimeZoneInfo.ConvertTime(plot.Steps[^1].To, zone);
        double X(DateTimeOffset time) => Left + ((Right - Left) * ((time - from) / (to - from)));
        double Y(double rate) => Bottom - ((Bottom - Top) * rate / marks[^1]);

        html.Raw("<figure>\n").Raw($"<figcaption><svg class=\"key\" viewBox=\"0 0 24 12\" aria-hidden=\"true\"><path class=\"line {kind}\" d=\"M1 6H23\"/></svg> ")
            .Text($"{series.Backend}: {series.What} a second").Raw("<br><span class=\"dim\">").Text(Words(series, zone)).Raw("</span></figcaption>\n");
        html.Raw(Invariant($"<svg class=\"chart\" role=\"img\" aria-labelledby=\"{id}-title {id}-words\" viewBox=\"0 0 {Width} {Height}\">"))
            .Raw($"<title id=\"{id}-title\">").Text($"{series.Backend}: {series.What} a second").Raw("</title>")
            .Raw($"<desc id=\"{id}-words\">").Text($"From {from:HH:mm:ss} to {to:HH:mm:ss}. {Words(series, zone)}").Raw("</desc>\n")
            .Raw(Invariant($"<text x=\"{Left}\" y=\"20\">")).Text(series.What + "/s").Raw("</text>\n");
        foreach (var mark in marks)
        {
            html.Raw(Invariant($"<path class=\"grid\" d=\"M{Left} {Y(mark):0.#}H{Right}\"/>"))
                .Raw(Invariant($"<text class=\"y\" x=\"{Left - 8}\" y=\"{Y(mark) + 5:0.#}\">{mark:#,##0.######}</text>\n"));
        }

        var (times, format) = ReportScale.Times(from, to);
        foreach (var time in times)
        {
            html.Raw(Invariant($"<path class=\"axis\" d=\"M{X(time):0.#} {Bottom}v5\"/>"))
                .Raw(Invariant($"<text class=\"{(X(time) > Right - 40 ? "last" : "x")}\" x=\"{(X(time) > Right - 40 ? Width : X(time)):0.#}\" y=\"{Bottom + 25}\">"))
                .Text(time.ToString(format, CultureInfo.InvariantCulture)).Raw("</text>\n");
        }

        foreach (var run in Runs(plot.Steps))
        {
            var line = string.Concat(run.Select(s => Invariant($"V{Y(s.Rate!.Value):0.#}H{X(s.To):0.#}")));
            var start = Invariant($"M{X(run[0].From):0.#} ");
            html.Raw(Invariant($"<path class=\"area {kind}\" d=\"{start}{Bottom}{line}V{Bottom}Z\"/>"))
                .Raw(Invariant($"<path class=\"line {kind}\" d=\"{start}{Y(run[0].Rate!.Value):0.#}{line}\"/>\n"));
        }

        html.Raw(Invariant($"<path class=\"axis\" d=\"M{Left} {Bottom}H{Right}\"/></svg>\n</figure>\n"));
    }

    private static string Words(ReportSeries series, TimeZoneInfo zone)
    {
        var (count, known) = (series.Steps.Count, series.Steps.Count(s => s.Rate is not null));
        var words = series.IsZero ? "None" : Invariant($"Mean {series.Mean:#,##0.##}, highest {series.Highest.Rate:#,##0.##} at {TimeZoneInfo.ConvertTime(series.Highest.To, zone):HH:mm:ss}");
        return (known, count) switch
        {
            _ when known < count => words + Invariant($"; not known for {count - known} of {count} intervals."),
            (_, > ReportSeries.MostSteps) => words + ". Each step is the highest of several intervals.",
            _ => words + ".",
        };
    }

    // Steps that follow one another without a gap.
    private static IEnumerable<List<ReportStep>> Runs(IEnumerable<ReportStep> steps)
    {
        List<ReportStep> run = [];
        foreach (var step in steps)
        {
            if (step.Rate is not null)
            {
                run.Add(step);
            }
            else if (run.Count > 0)
            {
                yield return run;
                run = [];
            }
        }

        if (run.Count > 0)
        {
            yield return run;
        }
    }

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
