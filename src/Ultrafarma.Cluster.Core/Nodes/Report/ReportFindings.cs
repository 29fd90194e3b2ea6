namespace Ultrafarma.Cluster.Nodes;

/// <summary>A report's findings, the worst first.</summary>
internal static class ReportFindings
{
    public static void Write(ReportHtml html, ClusterReport report)
    {
        var findings = report.Findings();
        html.Section("findings", "Findings");
        if (findings.Count == 0)
        {
            html.Note("Nothing was found against the cluster.", "ok").End();
            return;
        }

        html.Table(
            "Findings",
            ["Severity", "Area", "Node", ReportColumn.Long("Message"), ReportColumn.Long("What to do")],
            findings.Select(f => (ReportCell[])
            [
                new($"{f.Severity}", f.Severity switch { FindingSeverity.Error => "error", FindingSeverity.Warning => "warning", _ => "dim" }),
                $"{f.Area}", f.Node, f.Message, f.Fix,
            ])).End();
    }
}
