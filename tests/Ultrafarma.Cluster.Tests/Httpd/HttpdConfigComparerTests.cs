using System.Text;
using Ultrafarma.Cluster.Httpd;
using Xunit;

namespace Ultrafarma.Cluster.Tests.Httpd;

/// <summary>Drift between nodes' configs, as a table: what counts as a node's own host, what does not, and which config is the measure.</summary>
public sealed class HttpdConfigComparerTests
{
    private static readonly HttpdSettings Settings = new();

    private static readonly HttpdHosts Hosts = new(
        [new HttpdHost("APP01", ["10.0.0.1"]), new HttpdHost("APP02", ["10.0.0.2"]), new HttpdHost("APP03", ["10.0.0.3"]), new HttpdHost("APP05", ["10.0.0.5"]),
            new HttpdHost("web4.example.br", ["10.0.0.4"])],
        Settings.HostDirectives);

    private static readonly HttpdConfigComparer Comparer = new(Hosts);

    [Theory]
    [InlineData("ServerName APP01\n", "ServerName APP02\n")]
    [InlineData("Listen 10.0.0.1:80\n", "Listen 10.0.0.2:80\n")]
    [InlineData("# Apache of APP01\n", "# Apache of APP02\n")]
    [InlineData("# of app01, at (10.0.0.1).\n", "# of app02, at (10.0.0.2).\n")]
    [InlineData("#ServerName APP01.example.br\n", "#ServerName APP02.example.br\n")]
    [InlineData("# APP01 \\\n and APP01\n", "# APP02 \\\n and APP02\n")]
    [InlineData("# \u00e9 APP01", "# \u00e9 APP02")]
    [InlineData("# all: APP01 APP03\n", "# all: APP01 APP03\n")]
    public void Each_nodes_own_host_is_no_drift(string first, string second)
    {
        Assert.Equal(HttpdDriftStatus.Same, Only(first, second).Status);
        Assert.Equal("", Only(first, second).Diff);
    }

    [Theory]
    [InlineData("# of APP010\n", "# of APP020\n")]
    [InlineData("# of my-APP01\n", "# of my-APP02\n")]
    [InlineData("# of APP01-old\n", "# of APP02-old\n")]
    [InlineData("# of www.APP01\n", "# of www.APP02\n")]
    [InlineData("# of 10.0.0.1.5\n", "# of 10.0.0.2.5\n")]
    [InlineData("# of 110.0.0.1\n", "# of 110.0.0.2\n")]
    [InlineData("# all: APP01 APP03\n", "# all: APP02 APP03\n")]
    [InlineData("Header set X APP01\n", "Header set X APP02\n")]
    [InlineData("Listen 80\n", "Listen 81\n")]
    [InlineData("Listen 80\n", "Listen 80")]
    public void What_only_looks_like_it_is(string first, string second) =>
        Assert.Equal(HttpdDriftStatus.Different, Only(first, second).Status);

    [Fact]
    public void A_name_with_its_domain_stands_for_one_without() => Assert.Equal(
        HttpdDriftStatus.Same,
        Assert.Single(Comparer.Compare(HttpdReference.Of(Config("APP01", "# APP01\n")), Config("web4.example.br", "# web4.example.br\n"))).Status);

    [Fact]
    public void A_difference_shows_the_reference_with_the_nodes_own_host()
    {
        var found = Only("# APP01\nServerName APP01\nKeepAlive On\n", "# APP02\nServerName APP02\nKeepAlive Off\nTimeout 9\n");
        Assert.Equal(("APP02", "APP01", "/c", 2, 1), (found.Node, found.Reference, found.Path, found.LinesAdded, found.LinesRemoved));
        Assert.Equal(
            "--- APP01:/c for APP02\n+++ APP02:/c\n@@ -1,3 +1,4 @@\n # APP02\n ServerName APP02\n-KeepAlive On\n+KeepAlive Off\n+Timeout 9\n", found.Diff);
    }

    [Fact]
    public void Included_files_are_paired_by_their_paths()
    {
        var reference = HttpdReference.Of(Config("APP01", "x\n", ("/a", "ServerName APP01\n"), ("/b", "1\n2\n"), ("/d", "old\n")));
        var found = Comparer.Compare(reference, Config("APP02", "x\n", ("/c1", "3\n"), ("/d", "new\n"), ("/a", "ServerName APP02\n")));
        Assert.Equal(
            [("/c", HttpdDriftStatus.Same, 0, 0), ("/a", HttpdDriftStatus.Same, 0, 0), ("/b", HttpdDriftStatus.Missing, 0, 2),
                ("/d", HttpdDriftStatus.Different, 1, 1), ("/c1", HttpdDriftStatus.Extra, 1, 0)],
            found.Select(d => (d.Path, d.Status, d.LinesAdded, d.LinesRemoved)));
    }

    [Fact]
    public void A_local_file_says_nothing_about_included_ones()
    {
        var reference = new HttpdReference("/home/me/web.conf", HttpdDocument.Parse("ServerName APP03\n"u8.ToArray()), null);
        var found = Assert.Single(Comparer.Compare(reference, Config("APP02", "ServerName APP02\n", ("/a", "x\n"))));
        Assert.Equal((HttpdDriftStatus.Same, "/home/me/web.conf"), (found.Status, found.Reference));
        Assert.StartsWith(
            "--- /home/me/web.conf for APP02\n", Assert.Single(Comparer.Compare(reference, Config("APP02", ""))).Diff, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a b b", "APP02")]
    [InlineData("a b a", "APP01")]
    [InlineData("a b c", "APP01")]
    [InlineData("a b b a", "APP01")]
    public void What_most_nodes_have_is_the_measure_and_a_tie_goes_to_the_first(string contents, string expected)
    {
        string[] nodes = ["APP01", "APP02", "APP03", "APP05"];
        var configs = contents.Split(' ').Zip(nodes, (c, n) => Config(n, $"ServerName {n}\nDefine {c}\n")).ToList();
        Assert.Equal(expected, Comparer.Majority(configs).Node);
    }

    [Fact]
    public void Included_files_count_for_the_majority() => Assert.Equal(
        "APP02", Comparer.Majority([Config("APP01", "x\n"), Config("APP02", "x\n", ("/a", "1\n")), Config("APP03", "x\n", ("/a", "1\n"))]).Node);

    private static HttpdConfigDifference Only(string first, string second) =>
        Assert.Single(Comparer.Compare(HttpdReference.Of(Config("APP01", first)), Config("APP02", second)));

    private static HttpdNodeConfig Config(string node, string content, params (string Path, string Content)[] includes)
    {
        var main = ConfigFile("/c", content);
        return new HttpdNodeConfig(node, main, "", [main, .. includes.Select(i => ConfigFile(i.Path, i.Content))], [], []);
    }

    private static HttpdConfigFile ConfigFile(string path, string content)
    {
        var bytes = Encoding.UTF8.GetBytes(content);
        return new HttpdConfigFile(path, new HttpdFileFacts(bytes.Length, default, "644", "root:root"), bytes);
    }
}
