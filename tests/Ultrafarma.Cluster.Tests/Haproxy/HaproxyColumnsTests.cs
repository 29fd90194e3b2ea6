using System.Globalization;
using System.Text;
using Ultrafarma.Cluster.Haproxy;
using Xunit;

namespace Ultrafarma.Cluster.Tests.Haproxy;

/// <summary>No value of a row is lost: it is in a property of its record, or in Extra, and never in both.</summary>
public sealed class HaproxyColumnsTests
{
    // Texts, where a number would end up in Extra although there is a property.
    private static readonly HashSet<string> Texts = new(StringComparer.Ordinal)
    {
        "pxname", "svname", "status", "mode", "cookie", "addr", "tracked", "check_status", "check_desc", "last_chk", "algo",
    };

    private static readonly string[] Seconds = ["LastChange", "Downtime", "LastSession"];

    public static TheoryData<string, int> EveryRowOfEveryVersion
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (var version in HaproxyWorld.Versions)
            {
                data.Add(version, 0);
                data.Add(version, 1);
                data.Add(version, 2);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(EveryRowOfEveryVersion))]
    public void Every_value_is_in_a_property_or_in_Extra(string version, int type)
    {
        var columns = Header(version).Append("not_known_yet").ToArray();
        var values = columns.Select((name, i) => Value(name, type, i)).ToArray();
        var record = Read(columns, values, type);
        var inProperties = PropertiesOf(record);
        var extra = record.Extra;

        for (var i = 0; i < columns.Length; i++)
        {
            switch (columns[i])
            {
                case "type":
                    // The record's own type says it.
                    Assert.DoesNotContain(columns[i], extra.Keys);
                    break;
                case "bck" when type == 2:
                    Assert.True(Assert.IsType<HaproxyServer>(record).IsBackup);
                    Assert.DoesNotContain(columns[i], extra.Keys);
                    break;
                default:
                    var isExtra = extra.TryGetValue(columns[i], out var kept) && kept == values[i];
                    Assert.True(isExtra ^ inProperties.Contains(values[i]), $"{columns[i]} = {values[i]}, type {type}, {version}: {(isExtra ? "twice" : "lost")}");
                    break;
            }
        }

        Assert.Equal(extra.Count, extra.Keys.Intersect(columns).Count());
        Assert.Contains("not_known_yet", extra.Keys);
    }

    [Theory]
    [MemberData(nameof(EveryRowOfEveryVersion))]
    public void Every_number_that_is_none_is_in_Extra(string version, int type)
    {
        var columns = Header(version);
        var values = columns.Select((name, i) => Texts.Contains(name) || name == "type" ? Value(name, type, i) : $"n/a {i}").ToArray();
        var record = Read(columns, values, type);
        Assert.All(columns.Where(c => !Texts.Contains(c) && c != "type"), c => Assert.StartsWith("n/a ", record.Extra[c], StringComparison.Ordinal));
        Assert.DoesNotContain(PropertiesOf(record), p => p.StartsWith("n/a", StringComparison.Ordinal));
    }

    [Fact]
    public void Empty_fields_are_not_in_Extra() =>
        Assert.Equal([new("later", "x")], HaproxyWorld.Server("status,scur,never,later", "UP,,,x").Extra);

    [Fact]
    public void A_record_that_was_not_read_has_no_Extra() =>
        Assert.Empty(new HaproxyServer { Source = HaproxyWorld.Page, Backend = "b", Name = "s", Status = "UP" }.Extra);

    private static string[] Header(string version) =>
        Encoding.UTF8.GetString(HaproxyWorld.ShowStat(version)).Split('\n')[0]["# ".Length..].TrimEnd(',').Split(',');

    private static string Value(string column, int type, int position) => column switch
    {
        "type" => type.ToString(CultureInfo.InvariantCulture),
        _ when Texts.Contains(column) => $"text {position}",
        _ => (7_000_000 + position).ToString(CultureInfo.InvariantCulture),
    };

    private static HaproxyStatistics Read(string[] columns, string[] values, int type)
    {
        var page = $"# {string.Join(',', columns)},\n{string.Join(',', values)},\n";
        if (type == 2)
        {
            // A server's backend comes after it.
            page += string.Join(',', columns.Select((c, i) => c == "type" ? "1" : c is "pxname" or "svname" ? values[i] : "")) + ",\n";
        }

        var snapshot = HaproxyWorld.Read(page);
        return type switch
        {
            0 => Assert.Single(snapshot.Frontends),
            1 => Assert.Single(snapshot.Backends),
            _ => Assert.Single(snapshot.Servers),
        };
    }

    /// <summary>What the record's properties hold, as HAProxy would write it.</summary>
    private static HashSet<string> PropertiesOf(HaproxyStatistics record) =>
    [
        .. record.GetType().GetProperties()
            .Where(p => p.Name != nameof(HaproxyStatistics.Extra))
            .Select(p => (p.Name, Value: p.GetValue(record)))
            .Select(p => p.Value switch
            {
                TimeSpan time when Seconds.Contains(p.Name) => time.TotalSeconds.ToString(CultureInfo.InvariantCulture),
                TimeSpan time => time.TotalMilliseconds.ToString(CultureInfo.InvariantCulture),
                string text => text,
                long number => number.ToString(CultureInfo.InvariantCulture),
                _ => "",
            }),
    ];
}
