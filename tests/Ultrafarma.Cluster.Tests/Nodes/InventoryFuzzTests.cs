using System.Globalization;
using Ultrafarma.Cluster.Nodes;
using Ultrafarma.Cluster.Tests.Engine;
using Xunit;

namespace Ultrafarma.Cluster.Tests.Nodes;

/// <summary>Whatever stands in a file: it is read or refused with its problems, never anything else.</summary>
public sealed class InventoryFuzzTests : IDisposable
{
    private const int Files = 3000;

    private static readonly string[] Pieces =
    [
        "@{", "}", "@(", ")", "(", "{", "'", "\"", "@'\n", "\n'@", ";", ",", "=", "\n", "#", "<#", "#>", "$", "$(", "$env:HOME", "$null",
        "$true", "-1", "0x7fffffffffffffff", "1e999", "1kb", "99999999999999999999d", "'a' * 9", "Name", "Nodes", "Ssh", "Port = 22",
        "KeyFile = 'x'", "[int]", "| Out-Null", "&", "&&", "..", "`", "\0", "\u2018", "\ufeff", "param()", "using module x\n",
        "configuration c { }", "class c { }", "throw 'ran'", "--%", "%",
    ];

    private readonly ModuleHost _host = new();
    private readonly TempFolder _folder = new();

    public void Dispose()
    {
        _host.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Mutated_files_are_read_or_refused(int seed)
    {
        var random = new Random(seed);
        var template = ClusterFiles.Three + "\n" + "# " + string.Join(' ', Pieces.Take(3));
        var paths = Enumerable.Range(0, Files)
            .Select(i => _folder.Write(i.ToString(CultureInfo.InvariantCulture) + ".psd1", Mutate(template, random)))
            .ToArray();

        var outcome = _host.Run(
            """
            param([string[]]$paths)
            foreach ($path in $paths) {
                try {
                    $good = Test-WebClusterInventory $path -Quiet
                    $errors = @(Test-WebClusterInventory $path | Where-Object Severity -eq Error)
                    if ($good -ne ($errors.Count -eq 0)) { "disagree $path" }
                    if (-not $good) {
                        try { $null = Connect-WebCluster $path; "connected $path" }
                        catch { if ($_.FullyQualifiedErrorId -notlike 'InventoryInvalid,*') { "$($_.FullyQualifiedErrorId) $path" } }
                    }
                } catch { "$($_.Exception.GetType()) $path $($_.Exception.Message)" }
            }
            """, [paths]);
        outcome.AssertNoErrors();
        Assert.Empty(outcome.Output.Select(o => o.ToString() + "\n" + File.ReadAllText(o.ToString().Split(' ')[1..].First(File.Exists))));
    }

    [Theory]
    [InlineData("@(", ")")]
    [InlineData("@{a=", "}")]
    [InlineData("(", ")")]
    [InlineData("-", "")]
    [InlineData("'", "")]
    public void Deep_nesting_does_not_bring_the_process_down(string open, string close)
    {
        foreach (var depth in (int[])[100, 1000, 20_000])
        {
            var text = "@{ Name = " + string.Concat(Enumerable.Repeat(open, depth)) + "1" + string.Concat(Enumerable.Repeat(close, depth)) + " }";
            Assert.NotEmpty(_host.Run("param($p) Test-WebClusterInventory $p", _folder.Write("deep.psd1", text)).As<InventoryProblem>());
        }
    }

    [Fact]
    public void Binary_files_are_refused()
    {
        var random = new Random(3);
        var bytes = new byte[10_000];
        for (var i = 0; i < 50; i++)
        {
            random.NextBytes(bytes);
            var path = Path.Combine(_folder.FullPath, "binary.psd1");
            File.WriteAllBytes(path, bytes);
            Assert.False(_host.Run("param($p) Test-WebClusterInventory $p -Quiet", path).Single<bool>());
        }
    }

    private static string Mutate(string text, Random random)
    {
        for (var changes = random.Next(1, 5); changes > 0; changes--)
        {
            var at = random.Next(text.Length + 1);
            text = random.Next(4) switch
            {
                0 => text[..at],
                1 => text.Insert(at, Pieces[random.Next(Pieces.Length)]),
                2 when at < text.Length => text.Remove(at, random.Next(1, Math.Min(12, text.Length - at) + 1)),
                _ when at < text.Length => text[..at] + (char)random.Next(1, 0x180) + text[(at + 1)..],
                _ => text,
            };
        }

        return text;
    }
}
