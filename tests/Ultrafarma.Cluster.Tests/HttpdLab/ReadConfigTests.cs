using System.Text.RegularExpressions;
using Ultrafarma.Cluster.Httpd;
using Ultrafarma.Cluster.Tests.Engine;
using Xunit;

namespace Ultrafarma.Cluster.Tests.HttpdLab;

public sealed partial class ReadConfigTests(LabFixture lab) : HttpdLabTest(lab)
{
    [Fact]
    public void Gets_each_nodes_config_as_it_stands_there()
    {
        var configs = Host.Run("Get-HttpdConfig").As<HttpdConfig>();
        Assert.Equal(Enumerable.Range(1, 5).Select(Node), configs.Select(c => c.Node));
        Assert.All(configs, c => Assert.Equal(Config, c.Path));
        Assert.Equal(Lab.On(2, $"sha256sum <{Config}").Split(' ')[0], configs[1].Hash);
        Assert.Equal(Lab.On(2, $"stat -c '%s %a %U:%G' {Config}").Trim(), $"{configs[1].SizeBytes} {configs[1].Mode} {configs[1].Owner}");
        Assert.Matches(@"^2\.4\.\d+$", configs[1].Version);
    }

    [Fact]
    public void Follows_includes_and_filters_by_name_and_section()
    {
        Change(2, "mkdir -p ../conf.d && printf 'Define WHO b\\n' >../conf.d/1.conf && printf '<Directory /x>\\nOptions None\\n</Directory>\\n' >../conf.d/b.conf"
            + " && printf 'Include conf.d/1.conf\\nIncludeOptional conf.d/${WHO}*.conf\\n' >>httpd.conf");
        var outcome = Host.Run($"Get-HttpdDirective Options 'Directory /x' -Node {Node(2)}").Single<HttpdConfigDirective>();
        Assert.Equal(("/etc/httpd/conf.d/b.conf", 2, "None"), (outcome.File, outcome.Line, outcome.Value));
        Assert.Equal(2, Host.Run($"Get-HttpdConfig -Node {Node(2)}").Single<HttpdConfig>().Includes.Count);
        Assert.Equal(Node(2), Host.Run($"Get-HttpdDirective ServerName '' -Node {Node(2)}").Single<HttpdConfigDirective>().Value);
        Lab.On(2, "rm -r /etc/httpd/conf.d");
    }

    [Theory]
    [InlineData("<VirtualHost *:81>\\nServerName a.br\\nServerAlias b.br *.c.br\\n</VirtualHost>\\n")]
    [InlineData("Define P 81\\n<IfDefine P>\\n<VirtualHost _default_:${P}>\\nServerName x:81\\n</VirtualHost>\\n</IfDefine>\\n<IfDefine Q>\\n<VirtualHost *:99>\\n</VirtualHost>\\n</IfDefine>\\n")]
    [InlineData("<VirtualHost 10.77.0.12:80 127.0.0.1:80>\\n<IfModule mod_alias.c>\\nServerName 'q.br'\\n</IfModule>\\n</VirtualHost>\\n<IfModule mod_ssl.c>\\n<VirtualHost *:443>\\n</VirtualHost>\\n</IfModule>\\n")]
    [InlineData("<IfVersion >= 2.4>\\n<virtualhost *:82>\\nservername \\\\\\n  cont.br\\n</virtualhost>\\n</IfVersion>\\n<IfVersion < 2.4>\\n<VirtualHost *:83>\\n</VirtualHost>\\n</IfVersion>\\n")]
    [InlineData("<IfModule event.c>\\n<VirtualHost *:84>\\r\\nServerName crlf.br\\r\\n</VirtualHost>\\r\\n</IfModule>\\n<IfModule !core.c>\\n<VirtualHost *:85>\\n</VirtualHost>\\n</IfModule>\\n")]
    public void Gets_the_virtual_hosts_that_apache_lists(string more)
    {
        Change(2, $"printf '{more.Replace("'", "'\\''", StringComparison.Ordinal)}' >>httpd.conf");
        var dump = Lab.On(2, $"apache2 -t -D DUMP_VHOSTS -f {Config} 2>/dev/null");
        var theirs = DumpedHost().Matches(dump).Select(m => m.Groups[1].Value + " " + m.Groups[2].Value).Order(StringComparer.Ordinal);
        var ours = Host.Run($"Get-HttpdVirtualHost -Node {Node(2)}").As<HttpdVirtualHost>();
        Assert.Equal(theirs.Distinct(), ours.Select(v => $"{v.ServerName} ({v.File}:{v.Line})").Distinct().Order(StringComparer.Ordinal));
        Assert.All(ours, v => Assert.Contains($"{v.Address}:{v.Port}", dump, StringComparison.Ordinal));
    }

    [Fact]
    public void A_node_that_is_down_is_an_error_and_the_others_answer()
    {
        Lab.Stop(3, "sshd");
        try
        {
            var outcome = Host.Run("Get-HttpdVirtualHost");
            outcome.AssertError("Unreachable");
            Assert.Equal(4, outcome.Output.Count);
        }
        finally
        {
            Lab.Start(3, "sshd");
        }
    }

    [Fact]
    public void Tells_apaches_own_words_with_file_and_line()
    {
        Change(4, "printf 'Foo bar\\n' >>httpd.conf");
        var line = int.Parse(Lab.On(4, $"wc -l <{Config}"), System.Globalization.CultureInfo.InvariantCulture);
        var tests = Host.Run("Test-HttpdConfig").As<HttpdConfigTest>();
        Assert.Equal([true, true, true, false, true], tests.Select(t => t.Ok));
        Assert.Equal((Config, line), (tests[3].File, tests[3].Line));
        Assert.Contains("Invalid command 'Foo'", tests[3].Message, StringComparison.Ordinal);
        Assert.False(Host.Run("Test-HttpdConfig -Quiet").Single<bool>());
        Assert.True(Host.Run($"Test-HttpdConfig -Quiet -Node {Node(1)}").Single<bool>());
    }

    [Fact]
    public void Says_that_the_config_is_not_there()
    {
        Change(4, "mv httpd.conf gone");
        try
        {
            Assert.Contains("No such file", Host.Run($"Get-HttpdConfig -Node {Node(4)}").AssertError("CommandFailed").Exception.Message, StringComparison.Ordinal);
            Assert.False(Host.Run($"Test-HttpdConfig -Node {Node(4)}").Single<HttpdConfigTest>().Ok);
        }
        finally
        {
            Lab.On(4, "mv /etc/httpd/conf/gone /etc/httpd/conf/httpd.conf");
        }
    }

    [Theory]
    [InlineData("Get-HttpdConfig")]
    [InlineData("Get-HttpdDirective Listen")]
    [InlineData("Get-HttpdVirtualHost")]
    [InlineData("Get-HttpdHost")]
    [InlineData("Get-HttpdStatus")]
    [InlineData("Restart-Httpd -WhatIf -PassThru")]
    [InlineData("Test-HttpdConfig")]
    [InlineData("Repair-HttpdHost")]
    [InlineData("Get-HttpdDaemon")]
    [InlineData("Get-HttpdBackup")]
    [InlineData("Compare-HttpdConfig -IncludeEqual")]
    public void Shows_tables_that_fit(string command)
    {
        var screen = Host.Render(command);
        Assert.All(screen.Split('\n'), l => Assert.True(l.TrimEnd().Length <= 120, l));
        Assert.DoesNotContain("System.", screen, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"(\S+) (\(/etc/[^)]+:\d+\))")]
    private static partial Regex DumpedHost();
}
