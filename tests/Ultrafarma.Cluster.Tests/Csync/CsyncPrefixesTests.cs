using Ultrafarma.Cluster.Csync;
using Xunit;

namespace Ultrafarma.Cluster.Tests.Csync;

public sealed class CsyncPrefixesTests
{
    [Theory]
    [InlineData("prefix p { on n1: /srv; }", "/srv/f")]
    [InlineData("prefix p\n{\n\ton n1:\n\t\t/srv;\n}", "/srv/f")]
    [InlineData("prefix p { on n9: /no; on n1: /srv; on *: /later; }", "/srv/f")]
    [InlineData("prefix p { on n?: /srv; }", "/srv/f")]
    [InlineData("prefix p { on n*: /srv; }", "/srv/f")]
    [InlineData("prefix p { on n[0-4]: /srv; }", "/srv/f")]
    [InlineData("prefix p { on n[!5-9]: /srv; }", "/srv/f")]
    [InlineData("prefix p { on \"n1\": \"/srv/with blank\"; }", "/srv/with blank/f")]
    [InlineData("prefix p { on n1: \"/srv/#1\"; }", "/srv/#1/f")]
    [InlineData("prefix p { on n1: /srv/a:b,c; }", "/srv/a:b,c/f")]
    [InlineData("prefix p { on n1: /srv//; }", "/srv/f")]
    [InlineData("# prefix p { on n1: /no; }\nprefix p { on n1: /srv; } # end", "/srv/f")]
    [InlineData("prefix p { # on n1: /no;\n on n1: /srv; }", "/srv/f")]
    [InlineData("prefix q { on n1: /no; }\nprefix p { on n1: /srv; }\ngroup g { host n1 n2; key /k; include %p%; }", "/srv/f")]
    [InlineData("prefix p { on n1: /old; }\nprefix p { on n1: /srv; }", "/srv/f")]
    [InlineData("prefix p { on n1: /srv; }\nprefix p { on n9: /no; }", "/srv/f")]
    public void Finds_the_folder_as_csync2_does(string config, string expected) =>
        Assert.Equal(expected, CsyncPrefixes.Parse(config, "n1").ToRealPath("%p%/f"));

    [Theory]
    [InlineData("")]
    [InlineData("prefix q { on n1: /srv; }")]
    [InlineData("prefix p { on n2: /srv; }")]
    [InlineData("prefix p { on N1: /srv; }")]
    [InlineData("prefix p { on n[5-9]: /srv; }")]
    [InlineData("prefix p { on n: /srv; }")]
    [InlineData("# prefix p { on n1: /srv; }")]
    [InlineData("group g { host n1; key /prefix; }")]
    [InlineData("prefix p {")]
    [InlineData("prefix p { on n1 }")]
    [InlineData("prefix p { on n1: }")]
    public void A_prefix_that_is_not_defined_for_this_host_is_an_error(string config)
    {
        var prefixes = CsyncPrefixes.Parse(config, "n1");
        Assert.Throws<FormatException>(() => prefixes.ToRealPath("%p%/f"));
        Assert.Equal("/f", prefixes.ToRealPath("/f"));
    }

    [Theory]
    [InlineData("%p")]
    [InlineData("%")]
    [InlineData("%%/f")]
    public void A_name_that_only_starts_like_one_with_a_prefix_is_an_error(string name) =>
        Assert.Throws<FormatException>(() => CsyncPrefixes.Parse("prefix p { on *: /srv; }", "n1").ToRealPath(name));

    [Fact]
    public void Keeps_what_follows_the_prefix() =>
        Assert.Equal("/srv/a%p%b\n", CsyncPrefixes.Parse("prefix p { on *: /srv; }", "n1").ToRealPath("%p%/a%p%b\n"));
}
