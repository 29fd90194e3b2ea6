using Ultrafarma.Cluster.Httpd;
using Ultrafarma.Cluster.Nodes;
using Xunit;

namespace Ultrafarma.Cluster.Tests.Httpd;

public sealed class HttpdHostsTests
{
    private static readonly HttpdSettings Settings = new();

    private static HttpdHosts Hosts { get; } = Table(("APP01", "10.77.0.11"), ("APP02", "10.77.0.12"), ("APP03", "10.77.0.13"), ("APP010", "10.77.0.110"));

    private static HttpdHosts Table(params (string Name, string Address)[] nodes) =>
        HttpdHosts.From([.. nodes.Select(n => new InventoryNode { Name = n.Name, Address = n.Address })], Settings);

    [Theory]
    [InlineData("ServerName APP01", "ServerName APP03")]
    [InlineData("ServerName app01", "ServerName app03")]
    [InlineData("ServerName \"APP01\"", "ServerName \"APP03\"")]
    [InlineData("ServerName https://APP01:443", "ServerName https://APP03:443")]
    [InlineData("ServerName app01.lan.local:80", "ServerName app03.lan.local:80")]
    [InlineData("servername APP010", "servername APP03")]
    [InlineData("Listen 10.77.0.11:80", "Listen 10.77.0.13:80")]
    [InlineData("Listen 10.77.0.110:443 https", "Listen 10.77.0.13:443 https")]
    [InlineData("<VirtualHost 10.77.0.11:80>\n</VirtualHost>", "<VirtualHost 10.77.0.13:80>\n</VirtualHost>")]
    [InlineData("<VirtualHost 10.77.0.11>\n ServerAlias www.site.br APP01 \\\n\tm.site.br\n</VirtualHost>",
        "<VirtualHost 10.77.0.13>\n ServerAlias www.site.br APP03 \\\n\tm.site.br\n</VirtualHost>")]
    public void Puts_the_nodes_own_host_in_place_of_anothers(string text, string expected)
    {
        var document = Conf.Parse(text + "\r\n");
        Assert.Equal(expected + "\r\n", Hosts.Localize(document, "APP03").Text());
        Assert.All(Hosts.Find(document, "APP03", "f"), p => Assert.False(p.Ok));
        var repaired = Hosts.Localize(document, "app03");
        Assert.All(Hosts.Find(repaired, "APP03", "f"), p => Assert.True(p.Ok));
        Assert.Same(repaired, Hosts.Localize(repaired, "APP03"));
    }

    [Theory]
    [InlineData("ServerName ultrastores.com.br")]
    [InlineData("ServerName APP0100")]
    [InlineData("ServerName APP011")]
    [InlineData("ServerName xAPP01")]
    [InlineData("ServerName my-APP01.site.br")]
    [InlineData("Listen 80")]
    [InlineData("Listen 0.0.0.0:80")]
    [InlineData("Listen 10.77.0.1:80")]
    [InlineData("Listen 110.77.0.11:80")]
    [InlineData("<VirtualHost *:80>")]
    [InlineData("<VirtualHost _default_:443>")]
    [InlineData("# ServerName APP01")]
    [InlineData("# comment \\\nServerName APP01")]
    [InlineData("Header set X-Node APP01")]
    [InlineData("LogFormat \"APP01 10.77.0.11\" x")]
    [InlineData("Require ip 10.77.0.11")]
    [InlineData("ServerAlias \"APP01 APP02\"")]
    [InlineData("ServerAlias APP01 APP02")]
    [InlineData("ServerAlias APP03 APP01 APP02")]
    [InlineData("DocumentRoot /data/APP01")]
    public void Leaves_what_only_looks_alike(string text)
    {
        var document = Conf.Parse(text);
        Assert.Same(document, Hosts.Localize(document, "APP03"));
    }

    [Fact]
    public void Tells_each_place_with_its_line_and_section()
    {
        var document = Conf.Parse("ServerName APP01\nListen 80\n<VirtualHost 10.77.0.13:80>\n  ServerAlias www APP03\n</VirtualHost>\n");
        Assert.Equal(
            ["ServerName||1|APP01|APP03|False", "VirtualHost||3|10.77.0.13:80|10.77.0.13:80|True",
                "ServerAlias|VirtualHost 10.77.0.13:80|4|APP03|APP03|True"],
            Hosts.Find(document, "APP03", "/f").Select(p => $"{p.Directive}|{p.Section}|{p.Line}|{p.Current}|{p.Expected}|{p.Ok}"));
    }

    [Fact]
    public void Knows_full_and_short_names_of_nodes_with_a_domain()
    {
        var hosts = Table(("app01.dc.lan", "app01.mgmt"), ("app02.dc.lan", "app02.mgmt"));
        var document = Conf.Parse("ServerName app01.dc.lan\nServerAlias app01\nListen app01.mgmt:80\nServerAlias app01.other.lan\n");
        Assert.Equal(
            "ServerName app02.dc.lan\nServerAlias app02\nListen app02.mgmt:80\nServerAlias app01.other.lan\n",
            hosts.Localize(document, "app02.dc.lan").Text());
    }

    [Fact]
    public void Knows_addresses_of_ip_version_6_in_any_spelling()
    {
        var hosts = Table(("a", "2001:db8::1"), ("b", "2001:db8::2"));
        Assert.Equal(
            "Listen [2001:db8::2]:80\n",
            hosts.Localize(Conf.Parse("Listen [2001:0db8:0::1]:80\n"), "b").Text());
    }

    [Fact]
    public void Looks_only_where_the_inventory_says()
    {
        var hosts = HttpdHosts.From(
            [new InventoryNode { Name = "APP01", Address = "10.0.0.1" }, new InventoryNode { Name = "APP02", Address = "10.0.0.2" }],
            new HttpdSettings { HostDirectives = ["define"] });
        var document = Conf.Parse("Define NODE APP01\nServerName APP01\n");
        Assert.Equal("Define NODE APP02\nServerName APP01\n", hosts.Localize(document, "APP02").Text());
    }

    [Theory]
    [InlineData("CD-APP01", "CD-APP03", true)]
    [InlineData("cd-app01", "CD-APP03", true)]
    [InlineData("CD-APP010", "CD-APP03", false)]
    [InlineData("CD-WEB01", "CD-APP03", false)]
    [InlineData("web1-x", "web2-x", true)]
    [InlineData("1", "2", false)]
    [InlineData("www", "web", false)]
    public void Guesses_a_neighbour_by_its_number_only(string name, string own, bool expected) =>
        Assert.Equal(expected, HttpdHosts.IsSibling(name, own));

    [Fact]
    public void Learns_the_hosts_from_the_machine_where_there_is_no_inventory()
    {
        var hosts = HttpdLocalHosts.Parse(
            "APP03\t10.77.0.13 192.168.0.3 \nAPP01\t10.77.0.11 \nAPP03\t127.0.1.1 \nlb\t\n", "APP03", Settings);
        var document = Conf.Parse("ServerName APP05\nListen 10.77.0.11:80\nListen 127.0.1.1:81\nServerAlias site.br\n");
        Assert.Equal(
            "ServerName APP03\nListen 10.77.0.13:80\nListen 127.0.1.1:81\nServerAlias site.br\n",
            hosts.Localize(document, "APP03").Text());
    }
}
