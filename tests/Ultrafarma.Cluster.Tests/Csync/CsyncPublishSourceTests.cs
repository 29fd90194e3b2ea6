using System.Text;
using Ultrafarma.Cluster.Csync;
using Ultrafarma.Cluster.Nodes;
using Xunit;

namespace Ultrafarma.Cluster.Tests.Csync;

/// <summary>What is published of a config that lies on this machine, and what a new key is.</summary>
public sealed class CsyncPublishSourceTests
{
    private static CsyncPublishSource Read(string text, bool withKeys, params (string Name, string Content)[] beside) => CsyncPublishSource.Read(
        CsyncConf.File("/home/me/csync2.cfg", PathText.ToBytes(text)), withKeys,
        name => beside.FirstOrDefault(b => b.Name == name) is { Content: { } content } ? Encoding.UTF8.GetBytes(content) : null);

    [Fact]
    public void What_the_config_names_is_taken_from_beside_it()
    {
        var source = Read("config /etc/c/hosts.cfg;\ngroup g { host a; key /etc/c/k; }\ngroup h { host a; key /etc/c/k; }\n", true, ("hosts.cfg", "# none\n"), ("k", "secret"));
        Assert.Equal([("", false), ("/etc/c/hosts.cfg", false), ("/etc/c/k", true)], source.Files.Select(f => (f.Path, f.IsKey)));
        Assert.Equal("secret", Encoding.UTF8.GetString(source.Files[2].Content.Span));
        Assert.Equal([""], Read("group g { host a; key /etc/c/k; }", false).Files.Select(f => f.Path));
    }

    [Fact]
    public void What_csync2_would_refuse_or_a_key_that_is_missing_is_told_before_any_node_is_asked()
    {
        Assert.Equal(CsyncEditFault.KeyNotFound, Assert.Throws<CsyncEditException>(() => Read("group g { host a; key /etc/c/k; }", true)).Fault);
        var error = Assert.Throws<CsyncEditException>(() => Read("group g {\n host; }\n", false));
        Assert.Equal(CsyncEditFault.ConfigInvalid, error.Fault);
        Assert.Contains("/home/me/csync2.cfg, line 1: every group must have a key.", error.Message, StringComparison.Ordinal);
        Assert.Contains("hosts.cfg", Assert.Throws<CsyncEditException>(() => Read("config /etc/c/hosts.cfg;\n", false)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_new_key_has_csync2s_form_and_is_never_the_same()
    {
        var keys = Enumerable.Range(0, 50).Select(_ => Encoding.ASCII.GetString(CsyncKey.Make())).ToList();
        Assert.All(keys, k => Assert.Matches("^[A-Za-z0-9._]{64}\n$", k));
        Assert.Equal(50, keys.Distinct().Count());
        Assert.Equal(64, string.Concat(keys).TrimEnd().Where(c => c != '\n').Distinct().Count());
    }
}
