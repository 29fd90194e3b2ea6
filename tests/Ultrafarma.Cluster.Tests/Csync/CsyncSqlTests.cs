using Ultrafarma.Cluster.Csync;
using Ultrafarma.Cluster.Nodes;
using Ultrafarma.Cluster.Tests.Faults;
using Xunit;

namespace Ultrafarma.Cluster.Tests.Csync;

public sealed class CsyncSqlTests
{
    [Fact]
    public async Task Two_thousand_nasty_names_load_into_sqlite_unchanged()
    {
        const int Seed = 11;
        var random = new Random(Seed);
        var paths = Nasty.Names.Select(n => "/dir of/" + n)
            .Concat(Enumerable.Range(0, 2000 - Nasty.Names.Count)
                .Select(i => $"/d{i % 7}/{i}/" + PathText.FromBytes([.. Nasty.Bytes(random, 30).Where(b => b != (byte)'/')])))
            .ToList();
        byte[] sql = [.. CsyncSql.WantedTables(paths), .. "select 'w', filename from wanted; select 'a', filename from ancestor;"u8];

        var output = await Local.RunAsync("sqlite3 -batch -bail -noheader -init /dev/null -separator '\t' :memory:", sql);

        var rows = Lines(output);
        Assert.Equal(
            paths.Order(StringComparer.Ordinal),
            rows.Where(r => r.Table == 'w').Select(r => r.Name).Order(StringComparer.Ordinal));
        Assert.Equal(
            Enumerable.Range(0, 7).Select(i => $"/d{i}")
                .Concat(Enumerable.Range(0, 2000 - Nasty.Names.Count).Select(i => $"/d{i % 7}/{i}"))
                .Append("/dir of")
                .Order(StringComparer.Ordinal),
            rows.Where(r => r.Table == 'a').Select(r => r.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Ancestors_stop_at_the_root_and_keep_a_prefix()
    {
        var sql = System.Text.Encoding.ASCII.GetString(CsyncSql.WantedTables(["/a", "%p%/x/y"]));
        Assert.Contains("into ancestor values ('%25p%25/x'),('%25p%25');", sql, StringComparison.Ordinal);
    }

    private static List<(char Table, string Name)> Lines(byte[] output)
    {
        var rows = new List<(char, string)>();
        foreach (var range in output.AsSpan().Split((byte)'\n'))
        {
            var line = output.AsSpan(range);
            if (!line.IsEmpty)
            {
                rows.Add(((char)line[0], PathText.FromBytes(CsyncName.Decode(line[2..]))));
            }
        }

        return rows;
    }
}
