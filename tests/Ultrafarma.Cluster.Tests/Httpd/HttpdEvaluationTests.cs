using Ultrafarma.Cluster.Httpd;
using Xunit;

namespace Ultrafarma.Cluster.Tests.Httpd;

public sealed class HttpdEvaluationTests
{
    private static IEnumerable<string> Active(HttpdNodeConfig config) =>
        config.Directives.Where(d => d.Active && d.Name == "X").Select(d => d.Arguments[0]);

    [Theory]
    [InlineData("Include conf.d/*.conf", "I/etc/httpd/conf.d/*.conf")]
    [InlineData("IncludeOptional /abs/x.conf", "I/abs/x.conf")]
    [InlineData("ServerRoot /srv/\nInclude a.conf", "I/srv/a.conf")]
    [InlineData("Define D sites\nInclude \"${D}/a b.conf\"", "I/etc/httpd/sites/a b.conf")]
    [InlineData("<IfFile conf/x>\n</IfFile>", "E/etc/httpd/conf/x")]
    [InlineData("<VirtualHost *:80>\nInclude v.conf\n</VirtualHost>", "I/etc/httpd/v.conf")]
    public void Asks_for_what_apache_would_read(string text, string question) =>
        Assert.Equal([question], Conf.Evaluate(text).Questions);

    [Fact]
    public void Reads_files_where_they_are_included_and_asks_for_theirs()
    {
        var (config, questions) = Conf.Evaluate(
            "X 1\n<VirtualHost *:80>\nInclude a\n</VirtualHost>\nX 4\n",
            ("I/etc/httpd/a", [Conf.File("/etc/httpd/a", "X 2\nDefine N b\n<Directory /d>\nX 3\n</Directory>\nInclude ${N}\n")]));
        Assert.Equal(["1", "2", "3", "4"], Active(config));
        Assert.Equal(["I/etc/httpd/b"], questions);
        Assert.Equal("VirtualHost *:80/Directory /d", config.Directives.Single(d => d.Value == "3").Section);
    }

    [Fact]
    public void Ends_where_files_include_themselves_in_a_circle()
    {
        var (config, questions) = Conf.Evaluate(
            "Include a\nInclude a\n",
            ("I/etc/httpd/a", [Conf.File("/a", "X a\nInclude b\nInclude b\n")]),
            ("I/etc/httpd/b", [Conf.File("/b", "X b\nInclude a\nInclude a\n")]));
        Assert.Empty(questions);
        Assert.Equal(["a", "b", "b", "a", "b", "b"], Active(config));
        Assert.Contains(config.Warnings, w => w.Contains("/a includes itself", StringComparison.Ordinal));
    }

    [Fact]
    public void Warns_of_an_include_without_a_file_unless_it_is_optional()
    {
        var (config, _) = Conf.Evaluate("Include a\nIncludeOptional b\n", ("I/etc/httpd/a", []), ("I/etc/httpd/b", []));
        Assert.Contains("line 1: nothing is there for Include a", Assert.Single(config.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Warns_of_a_macro_that_is_used_and_of_nothing_else()
    {
        var (config, _) = Conf.Evaluate(
            "Use none x\nLoadModule macro_module m/mod_macro.so\n<Macro hosts $n>\n<VirtualHost *:80>\n</VirtualHost>\n</Macro>\n<IfDefine NO>\nUse hosts a\n"
            + "</IfDefine>\nUse hosts b\n");
        Assert.Empty(HttpdVirtualHosts.Of(config));
        Assert.Equal("/etc/httpd/conf/httpd.conf, line 10: what the macro hosts makes is not looked at.", Assert.Single(config.Warnings));
    }

    [Theory]
    [InlineData("LoadModule php_module modules/libphp.so\n<IfModule mod_php.c>", true)]
    [InlineData("LoadModule ldap_module modules/mod_ldap.so\n<IfModule util_ldap.c>", true)]
    [InlineData("LoadModule ldap_module modules/mod_ldap.so\n<IfModule mod_ldap.c>", false)]
    [InlineData("<IfModule so_module>", true)]
    [InlineData("<IfDefine D>", false)]
    [InlineData("<IfDefine !D>", true)]
    [InlineData("Define D\n<IfDefine D>", true)]
    [InlineData("Define D\nUnDefine D\n<IfDefine D>", false)]
    [InlineData("<IfDefine SSL>", true)]
    [InlineData("<IfModule core.c>", true)]
    [InlineData("<IfModule !core.c>", false)]
    [InlineData("<IfModule mod_ssl.c>", false)]
    [InlineData("LoadModule ssl_module modules/mod_ssl.so\n<IfModule mod_ssl.c>", true)]
    [InlineData("LoadModule ssl_module modules/mod_ssl.so\n<IfModule ssl_module>", true)]
    [InlineData("LoadModule mpm_event_module m/mod_mpm_event.so\n<IfModule event.c>", true)]
    [InlineData("<IfVersion >= 2.4>", true)]
    [InlineData("<IfVersion < 2.4.71>", false)]
    [InlineData("<IfVersion !< 2.4.71>", true)]
    [InlineData("<IfVersion 2.4.71>", true)]
    [InlineData("<IfVersion ~ ^2\\.4>", true)]
    [InlineData("<IfVersion /^2.2/>", false)]
    [InlineData("<IfVersion ~ (>", false)]
    [InlineData("<IfDefine>", false)]
    [InlineData("<Macro M $x>", false)]
    public void Reads_only_what_holds(string opening, bool expected)
    {
        var (config, _) = Conf.Evaluate(opening + "\nX y\n", Conf.Program with { Defines = ["SSL"] });
        Assert.Equal(expected, Assert.Single(config.Directives, d => d.Name == "X").Active);
    }

    [Fact]
    public void Finds_the_virtual_hosts_with_what_is_in_them()
    {
        var (config, _) = Conf.Evaluate(
            "Define P 8443\nServerName main\n<VirtualHost 10.0.0.1:80 [::1]:${P}>\n ServerName https://a.br:443\n ServerAlias b c\n"
            + " ServerAlias d\n <IfModule core.c>\n  DocumentRoot \"/w w\"\n </IfModule>\n</VirtualHost>\n<VirtualHost _default_:*>\n</VirtualHost>\n"
            + "<IfDefine NO>\n<VirtualHost 1.1.1.1:1>\n</VirtualHost>\n</IfDefine>\n");
        Assert.Equal(
            ["10.0.0.1|80|a.br|b,c,d|/w w|3", "::1|8443|a.br|b,c,d|/w w|3", "*|*|||" + "|11"],
            HttpdVirtualHosts.Of(config).Select(v =>
                $"{v.Address}|{v.Port}|{v.ServerName}|{string.Join(',', v.Aliases)}|{v.DocumentRoot}|{v.Line}"));
    }

    [Theory]
    [InlineData("80", 80)]
    [InlineData("10.0.0.1:81", 81)]
    [InlineData("[::1]:82", 82)]
    [InlineData("x", 0)]
    [InlineData("99999", 0)]
    public void Knows_the_port_of_a_listen(string listen, int port) => Assert.Equal(port, HttpdNodeConfig.PortOf(listen));

    [Fact]
    public void Understands_what_the_program_says_of_itself()
    {
        var program = HttpdProgram.Parse(
            "Server version: Apache/2.4.71 (Debian)\n -D HTTPD_ROOT=\"/etc/apache2\"\n", "Compiled in modules:\n  core.c\n  mod_so.c\n",
            "/usr/sbin/apache2\n-D\nSSL\n-DX\n-k\nstart\n");
        Assert.Equal(("2.4.71", "/etc/apache2"), (program.Version, program.Root));
        Assert.Equal(["core.c", "mod_so.c"], program.Modules);
        Assert.Equal(["SSL", "X"], program.Defines);
    }
}
