#:project ../src/Ultrafarma.Cluster.Core/Ultrafarma.Cluster.Core.csproj
#:property AssemblyName=Ultrafarma.Cluster.Bench
#:property PublishAot=false
// Prints, as medians of the runs, milliseconds: a 10 MB httpd.conf read, parsed and printed back; the same file read and split into
// lines; then its size in MB.
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Ultrafarma.Cluster.Httpd;

const int Size = 10_000_000;
var runs = int.Parse(args[0], CultureInfo.InvariantCulture);
var path = args[1];
File.WriteAllText(path, Config());
var parsed = new List<double>();
var split = new List<double>();

// The first runs are the compiler's.
for (var i = -4; i < runs; i++)
{
    var ours = Measure(() => HttpdDocument.Parse(File.ReadAllBytes(path)).ToBytes().Length);
    var least = Measure(() => Encoding.UTF8.GetString(File.ReadAllBytes(path)).Split('\n').Length);
    if (i >= 0)
    {
        parsed.Add(ours);
        split.Add(least);
    }
}

var bytes = File.ReadAllBytes(path);
if (!HttpdDocument.Parse(bytes).ToBytes().AsSpan().SequenceEqual(bytes))
{
    throw new InvalidOperationException("What was printed is not what was read.");
}

Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Median(parsed):0.0} {Median(split):0.0} {bytes.Length / 1e6:0.0}"));

static double Median(List<double> values) => values.Order().ToArray() is var sorted ? sorted[sorted.Length / 2] : 0;

static double Measure(Func<int> work)
{
    GC.Collect();
    var clock = Stopwatch.StartNew();
    return work() > 0 ? clock.Elapsed.TotalMilliseconds : throw new InvalidOperationException("Nothing was read.");
}

static string Config()
{
    var text = new StringBuilder(Size + 1000);
    for (var i = 0; text.Length < Size; i++)
    {
        text.Append(CultureInfo.InvariantCulture, $"# Shop {i}\n<VirtualHost 10.0.{i % 250}.{i / 250 % 250}:80>\n    ServerName shop{i}.example.com\n")
            .Append(CultureInfo.InvariantCulture, $"    ServerAlias www.shop{i}.example.com \\\n        m.shop{i}.example.com\n")
            .Append(CultureInfo.InvariantCulture, $"    DocumentRoot \"/data/www/html/shop{i}\"\n\n    <Directory \"/data/www/html/shop{i}\">\n")
            .Append("        Options FollowSymLinks\n        AllowOverride None\n        Require all granted\n    </Directory>\n")
            .Append("    ErrorLog /var/log/httpd/error_log\n</VirtualHost>\n\n");
    }

    return text.ToString();
}
