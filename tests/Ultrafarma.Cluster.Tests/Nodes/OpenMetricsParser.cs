using System.Diagnostics;
using System.Globalization;
using System.Text;
using Xunit;

namespace Ultrafarma.Cluster.Tests.Nodes;

/// <summary>Reads OpenMetrics by Prometheus' own strict parser (Debian's python3-prometheus-client), which refuses what the standard does.</summary>
internal static class OpenMetricsParser
{
    private const string Program =
        """
        import sys, json
        from prometheus_client.openmetrics.parser import text_string_to_metric_families as openmetrics
        from prometheus_client.parser import text_string_to_metric_families as older
        text = sys.stdin.buffer.read().decode('utf-8')
        list(older(text))
        for f in openmetrics(text):
            for s in f.samples:
                labels = ','.join('%s=%s' % l for l in sorted(s.labels.items()))
                print('\t'.join([f.type, f.unit, s.name, json.dumps(labels)[1:-1], repr(float(s.value))]))
        """;

    /// <summary>The samples, by name and labels as in <c>name{a=b,c=d}</c>, and the text's fault in the parser's words.</summary>
    public static (IReadOnlyDictionary<string, (string Type, string Unit, double Value)> Samples, string Fault) Parse(string text)
    {
        using var python = Process.Start(new ProcessStartInfo("/usr/bin/python3", ["-c", Program])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(false),
        })!;
        var errors = python.StandardError.ReadToEndAsync();
        var output = python.StandardOutput.ReadToEndAsync();
        python.StandardInput.Write(text);
        python.StandardInput.Close();
        Assert.True(python.WaitForExit(TimeSpan.FromMinutes(1)));
        var samples = output.Result.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split('\t')).ToDictionary(
            f => f[3].Length == 0 ? f[2] : $"{f[2]}{{{f[3]}}}",
            f => (f[0], f[1], double.Parse(f[4], CultureInfo.InvariantCulture)),
            StringComparer.Ordinal);
        return (samples, python.ExitCode == 0 ? "" : errors.Result.TrimEnd().Split('\n')[^1]);
    }
}
