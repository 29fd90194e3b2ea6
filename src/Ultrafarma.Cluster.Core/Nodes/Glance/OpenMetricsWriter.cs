using System.Globalization;
using System.Text;

namespace Ultrafarma.Cluster.Nodes;

/// <summary>Writes metrics as OpenMetrics 1.0 text, of a kind that Prometheus' older format reads, too: gauges and counters only.</summary>
internal static class OpenMetricsWriter
{
    /// <summary>What every file of ours begins with.</summary>
    public const string FirstWords = "# TYPE ultrafarma_";

    /// <summary>The text of the families; those without a value are left out.</summary>
    public static string Write(IEnumerable<MetricFamily> families)
    {
        var text = new StringBuilder();
        foreach (var family in families.Where(f => f.Points.Count > 0))
        {
            text.Append("# TYPE ").Append(family.Name).Append(family.IsCounter ? " counter\n" : " gauge\n");
            if (family.Unit.Length > 0)
            {
                text.Append("# UNIT ").Append(family.Name).Append(' ').Append(family.Unit).Append('\n');
            }

            text.Append("# HELP ").Append(family.Name).Append(' ').Append(Escape(family.Help)).Append('\n');
            foreach (var (labels, value) in family.Points)
            {
                text.Append(family.Name).Append(family.IsCounter ? "_total" : "");
                if (labels.Count > 0)
                {
                    text.Append('{').AppendJoin(',', labels.Select(l => $"{l.Name}=\"{Escape(l.Value)}\"")).Append('}');
                }

                text.Append(' ').Append(value.ToString("R", CultureInfo.InvariantCulture)).Append('\n');
            }
        }

        return text.Append("# EOF\n").ToString();
    }

    private static string Escape(string text) => text
        .Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("\"", "\\\"", StringComparison.Ordinal)
        .Replace("\n", "\\n", StringComparison.Ordinal);
}
