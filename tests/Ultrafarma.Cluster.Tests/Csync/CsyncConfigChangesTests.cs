using Ultrafarma.Cluster.Csync;
using Ultrafarma.Cluster.Nodes;
using Xunit;

namespace Ultrafarma.Cluster.Tests.Csync;

public sealed class CsyncConfigChangesTests
{
    private const string Lab =
        "group firewalls-data-dir\n{\n    host APP01;\n    host APP02; # the second\n\n    key /k;\n\n    include /data/www;\n"
        + "    # exclude *~ .*;\n\n    auto none;\n\n    backup-directory \"/var/backup/csync2\";\n    backup-generations 3;\n}\n";

    private static CsyncConfigReading Read(string text)
    {
        var main = CsyncConf.File(CsyncConf.Path, PathText.ToBytes(text));
        var known = new Dictionary<string, CsyncConfigFile?>(StringComparer.Ordinal);
        return new CsyncConfigReading(CsyncConfigParser.Parse("n1", main, known).Config, main, known);
    }

    private static string Change(string text, params CsyncConfigRequest[] requests)
    {
        var changes = CsyncConfigChanges.Plan(Read(text), requests);
        return changes.File is null ? text : PathText.FromBytes(changes.Content.Span);
    }

    private static CsyncHostRequest Host(string host, bool isWanted = true, bool isSlave = false) => new(null, host, isSlave, isWanted);

    private static CsyncPathRequest Include(string path, bool isWanted = true) => new(null, path, [CsyncPatternKind.Include], isWanted);

    private static CsyncPathRequest Exclude(string path, bool isWanted = true) => new(null, path, [CsyncPatternKind.Exclude], isWanted);

    private static string Lines(string old, string replacement) => Lab.Replace(old, replacement, StringComparison.Ordinal);

    [Fact]
    public void A_host_gets_a_line_like_the_others()
    {
        Assert.Equal(Lines("second\n", "second\n    host APP03@10.0.0.3;\n"), Change(Lab, Host("APP03@10.0.0.3")));
        Assert.Equal(Lines("second\n", "second\n    host (APP03);\n"), Change(Lab, Host("APP03", isSlave: true)));
        Assert.Equal(Lab, Change(Lab, Host("app02")));
        Assert.Equal(
            Lines("\n", "\r\n").Replace("second\r\n", "second\r\n    host x;\r\n", StringComparison.Ordinal),
            Change(Lines("\n", "\r\n"), Host("x")));
    }

    [Fact]
    public void A_host_goes_with_its_line_and_a_comment_beside_it_stays()
    {
        Assert.Equal(Lines("    host APP01;\n", ""), Change(Lab, Host("APP01", false)));
        Assert.Equal(Lines("host APP02; ", ""), Change(Lab, Host("app02", false)));
        Assert.Equal(Lab, Change(Lab, Host("APP09", false)));
    }

    [Fact]
    public void Paths_go_where_they_count_and_hints_stay()
    {
        Assert.Equal(Lines("www;\n", "www;\n    include \"/a b\";\n"), Change(Lab, Include("/a b/")));
        Assert.Equal(Lines("www;\n", "www;\n    exclude *~;\n"), Change(Lab, Exclude("*~")));
        Assert.Equal(Lines("www;\n", "www;\n    exclude /data/www;\n"), Change(Lab, Exclude("/data/www/")));
        Assert.Equal(Lines("    include /data/www;\n", ""), Change(Lab, Include("/data/www/", false)));
        Assert.Equal(Lab, Change(Lab, Include("/data/www"), Exclude("*~", false)));
        Assert.Equal("group g { key /k; exclude /x; include /x; }", Change("group g { key /k; exclude /x; }", Include("/x")));
    }

    [Fact]
    public void A_setting_changes_in_its_place_or_gets_a_line()
    {
        Assert.Equal(Lines("auto none", "auto younger"), Change(Lab, new CsyncSettingRequest(null, "auto", "younger")));
        Assert.Equal(
            Lines("/var/backup/csync2", "/b c").Replace("s 3;", "s 5;", StringComparison.Ordinal),
            Change(Lab, new CsyncSettingRequest(null, "backup-directory", "/b c"), new CsyncSettingRequest(null, "backup-generations", "5")));
        Assert.Equal(
            "group g\n{\n\tkey /k; # auto none;\n\tauto first;\n}\n",
            Change("group g\n{\n\tkey /k; # auto none;\n}\n", new CsyncSettingRequest("g", "auto", "first")));
    }

    [Theory]
    [InlineData("group g { host a b; key /k; }", "group g { host a b c; key /k; }", "group g { host a; key /k; }")]
    [InlineData("group g { host b; key /k; }", "group g { host b; host c; key /k; }", "group g { key /k; }")]
    [InlineData("group g { key /k; }", "group g { host c; key /k; }", "group g { key /k; }")]
    [InlineData("group g {\n  host a\n    b; key /k; }", "group g {\n  host a\n    b\n    c; key /k; }", "group g {\n  host a; key /k; }")]
    [InlineData("group g { host a # x\nb; key /k; }", "group g { host a # x\nb c; key /k; }", "group g { host a # x\n; key /k; }")]
    [InlineData("group g { host \"a\"\"b\"\"d\"; key /k; }", "group g { host \"a\"\"b\"\"d\" c; key /k; }", "group g { host \"a\" \"d\"; key /k; }")]
    [InlineData("group g { host a (b); key /k; }", "group g { host a (b); host c; key /k; }", "group g { host a (); key /k; }")]
    [InlineData("group g { host b@1 ; key /k; }", "group g { host b@1 ; host c; key /k; }", "group g { key /k; }")]
    [InlineData("group g { host # b\nb # c\n; key /k; }", null, "group g { host # b\n # c\n; key /k; }")]
    public void Unusual_layout_stays_a_config(string text, string? added, string removed)
    {
        if (added is not null)
        {
            Assert.Equal(added, Change(text, Host("c")));
        }

        Assert.Equal(removed, Change(text, Host("b", false)));
    }

    [Fact]
    public void Whatever_the_layout_a_change_does_what_it_says_or_nothing()
    {
        var random = new Random(42);
        const string Telling = "\n# ;{}\"\"@() ";
        var done = 0;
        for (var i = 0; i < 20_000; i++)
        {
            var text = CsyncConf.Sample.ToCharArray();
            for (var change = random.Next(4); change > 0; change--)
            {
                text[random.Next(text.Length)] = Telling[random.Next(Telling.Length)];
            }

            var reading = Read(new string(text));
            CsyncConfigRequest request = (i % 6) switch
            {
                0 => Host("new"),
                1 => Host("n4", false),
                2 => Include("/new"),
                3 => Exclude("*.tmp", false),
                4 => Host("n1", false),
                _ => new CsyncSettingRequest(null, "auto", "left"),
            };
            try
            {
                // It throws when the new config would say anything else than asked.
                done += CsyncConfigChanges.Plan(reading, [request]).Changes.Count;
            }
            catch (CsyncEditException e)
            {
                Assert.NotEqual(CsyncEditFault.PlaceNotEditable, e.Fault);
            }
        }

        Assert.InRange(done, 5_000, 20_000);
    }

    [Theory]
    [InlineData("group a { key /k; } group b { key /k; }", null, CsyncEditFault.GroupAmbiguous)]
    [InlineData("group a { key /k; }", "b", CsyncEditFault.GroupNotFound)]
    [InlineData("", null, CsyncEditFault.GroupNotFound)]
    [InlineData("group a { }", null, CsyncEditFault.ConfigInvalid)]
    [InlineData("group a { key /k; host x@1; }", null, CsyncEditFault.PlaceNotEditable)]
    public void Says_why_it_cannot_be_done(string text, string? group, CsyncEditFault fault) =>
        Assert.Equal(fault, Assert.Throws<CsyncEditException>(() => Change(text, new CsyncHostRequest(group, "x@2", false, true))).Fault);

    [Fact]
    public void Does_not_change_what_is_put_together_from_several_files()
    {
        var main = CsyncConf.File(CsyncConf.Path, "group g { host a config /x; b; key /k; }"u8.ToArray());
        var known = new Dictionary<string, CsyncConfigFile?>(StringComparer.Ordinal) { ["/x"] = CsyncConf.File("/x", "c"u8.ToArray()) };
        var reading = new CsyncConfigReading(CsyncConfigParser.Parse("n1", main, known).Config, main, known);
        Assert.Null(reading.Config.Problem);
        Assert.Equal(
            CsyncEditFault.PlaceNotEditable,
            Assert.Throws<CsyncEditException>(() => CsyncConfigChanges.Plan(reading, [Host("b", false)])).Fault);
    }

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("a b", "\"a b\"")]
    [InlineData("host", "\"host\"")]
    [InlineData("config", "\"config\"")]
    [InlineData("c:", "\"c:\"")]
    [InlineData("a:b", "a:b")]
    [InlineData("{", "\"{\"")]
    [InlineData("a#b", "\"a#b\"")]
    public void Quotes_what_needs_it(string value, string expected) => Assert.Equal(expected, CsyncWords.Write(value));

    [Fact]
    public void Refuses_what_cannot_be_written()
    {
        Assert.All(["", "a\"b", "a\0b", "dir/file", "./x"], p => Assert.NotNull(CsyncWords.PatternFault(p)));
        Assert.All(["/a", "*~", "%p%/x", "*/x", "a b"], p => Assert.Null(CsyncWords.PatternFault(p)));
        Assert.All(["", "a b", "a@", "@b", "a@b@c", "a;b", "(a)"], h => Assert.NotNull(CsyncWords.HostFault(h)));
        Assert.All(["a", "APP01@10.0.0.1", "a@fe80::1"], h => Assert.Null(CsyncWords.HostFault(h)));
    }
}
