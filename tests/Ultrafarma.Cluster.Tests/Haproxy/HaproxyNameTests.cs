using Ultrafarma.Cluster.Haproxy;
using Xunit;

namespace Ultrafarma.Cluster.Tests.Haproxy;

public sealed class HaproxyNameTests
{
    public static TheoryData<string> Refused { get; } =
    [
        "", " ", "a b", "a;b", "a;shutdown sessions server web/b", "a\nb", "a\n", "\na", "a\rb", "a\tb", "a\0b", "a\u0085b", "a\u00a0b",
        "a\u2028b", "web/a", "/", "#1", "a#", "a\\b", "\\", "a\"b", "a'b", "<a", "a>b", "<<", "\u001b[2J", "\u007f", new string('a', 257),
    ];

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_a_socket_could_read_as_something_else_is_refused(string name)
    {
        var e = Assert.Throws<HaproxyException>(() => HaproxyName.Checked(name));
        Assert.Equal(HaproxyErrorKind.InvalidName, e.Kind);
        Assert.Equal(name, e.Target);
        Assert.DoesNotContain(e.Message, char.IsControl);
        Assert.Contains("Nothing was sent", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void Neither_of_a_servers_names_is_sent_then(string name)
    {
        var server = HaproxyWorld.Server("status", "UP");
        Assert.Throws<HaproxyException>(() => HaproxyName.Of(server with { Name = name }));
        Assert.Throws<HaproxyException>(() => HaproxyName.Of(server with { Backend = name }));
    }

    [Theory]
    [InlineData("web")]
    [InlineData("web-1.example.com")]
    [InlineData("web_1:8080")]
    [InlineData("-")]
    [InlineData("größe-日本-\U0001F600")]
    [InlineData("a%0Ab")]
    [InlineData("$(reboot)")]
    [InlineData("a,b&c=d")]
    public void What_is_only_a_name_is_sent_as_it_is(string name)
    {
        Assert.Equal(name, HaproxyName.Checked(name));
        var server = HaproxyWorld.Server("status", "UP") with { Backend = name, Name = name };
        Assert.Equal($"{name}/{name}", HaproxyName.Of(server));
    }

    [Fact]
    public void A_name_may_be_as_long_as_any_that_HAProxy_has() => Assert.Equal(256, HaproxyName.Checked(new string('a', 256)).Length);
}
