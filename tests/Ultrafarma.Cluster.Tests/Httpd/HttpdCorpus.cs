namespace Ultrafarma.Cluster.Tests.Httpd;

/// <summary>Configs with all that makes it hard to tell what their virtual hosts are. Each is a main file and those that it includes.</summary>
internal static class HttpdCorpus
{
    public const string Main = "httpd.conf";

    public static IReadOnlyDictionary<string, (string Path, string Text)[]> All { get; } = new Dictionary<string, (string Path, string Text)[]>
    {
        ["no virtual host"] = [(Main, "# <VirtualHost *:80>\n")],
        ["several names at one address"] = [(Main, Host("10.0.0.1:80", "a.test", "ServerAlias x.test y.test", "ServerAlias z.test")
            + Host("10.0.0.1:80", "b.test", "ServerAlias *.b.test b?.test plain.test"))],
        ["several addresses"] = [(Main, Host("10.0.0.1:80 10.0.0.2:8080\t10.0.0.3:80", "a.test") + Host("10.0.0.2:8080", "b.test"))],
        ["stars and default"] = [(Main, Host("*:80", "a.test") + Host("_default_:80", "b.test") + Host("_DEFAULT_:443", "c.test") + Host("*", "d.test")
            + Host("_default_:*", "e.test"))],
        ["IPv6 in brackets"] = [(Main, Host("[::1]:80", "a.test") + Host("[2001:db8::1]", "b.test") + Host("[2001:0DB8:0:0::2]:443", "c.test")
            + Host("[::]:80", "d.test") + Host("[fe80::1]:*", "e.test"))],
        ["port star and none"] = [(Main, Host("10.0.0.1:*", "a.test") + Host("10.0.0.2", "b.test") + Host("10.0.0.2:*", "c.test"))],
        ["no port with Listen"] = [(Main, "Listen 8080\nListen 10.0.0.1:8081\n" + Host("10.0.0.1", "a.test") + Host("*", "b.test"))],
        ["ServerName with scheme and port"] = [(Main, Host("*:80", "https://a.test:8443") + Host("*:80", "b.test:81")
            + Host("*:80", "http://c.test"))],
        ["ServerName in upper case and twice"] = [(Main, Host("*:80", "A.Test", "servername Second.Test", "SERVERALIAS Alias.Test"))],
        ["no ServerName"] = [(Main, "<VirtualHost *:80>\n</VirtualHost>\n<VirtualHost *:80>\nServerAlias x.test\n</VirtualHost>\n")],
        ["Include in a virtual host"] =
        [
            (Main, "<VirtualHost *:80>\nInclude sub/one.conf\n</VirtualHost>\n" + Host("*:80", "b.test", "Include sub/two.conf")),
            ("sub/one.conf", "ServerName one.test\nInclude sub/two.conf\n"),
            ("sub/two.conf", "ServerAlias two.test\n"),
        ],
        ["virtual hosts in included files"] =
        [
            (Main, "IncludeOptional sites/*.conf\nInclude more\nInclude \"with blank/[ab].conf\"\nIncludeOptional none/*.conf\nIncludeOptional none.conf\n"),
            ("sites/b.conf", Host("*:80", "b.test")),
            ("sites/a.conf", "\n\n" + Host("*:80", "a.test")),
            ("sites/c.conf.off", Host("*:80", "off.test")),
            ("more/deep/x", Host("*:81", "deep.test")),
            ("more/y", Host("*:81", "y.test")),
            ("with blank/a.conf", Host("*:82", "a.test")),
            ("with blank/c.conf", Host("*:82", "c.test")),
        ],
        ["a file included twice"] = [(Main, "Include x.conf\nInclude x.conf\n"), ("x.conf", Host("*:80", "a.test", "ServerAlias b"))],
        ["wildcards in folders"] =
        [
            (Main, "Include s*/?/x.conf\n"), ("s1/a/x.conf", Host("*:80", "a.test")), ("s2/b/x.conf", Host("*:80", "b.test")),
            ("s2/cc/x.conf", Host("*:80", "cc.test")),
        ],
        ["IfModule"] = [(Main, If("IfModule mod_macro.c", "yes1") + If("IfModule !mod_macro.c", "no1") + If("IfModule mod_ssl.c", "no2")
            + If("IfModule !mod_ssl.c", "yes2") + If("IfModule macro_module", "yes3") + If("IfModule mpm_event_module", "yes4")
            + If("ifmodule event.c", "yes5") + If("IfModule mod_mpm_event.c", "no3") + If("IfModule core.c", "yes6") + If("IfModule http_core.c", "yes7")
            + If("IfModule MOD_MACRO.C", "no4") + If("IfModule version_module", "yes8") + If("IfModule mod_so.c", "yes9") + If("IfModule so_module", "yes10")
            + If("IfModule core_module", "yes11") + If("IfModule http_module", "yes12") + If("IfModule  mod_macro.c ", "no5") + If("IfModule prefork.c", "no6")
            + If("IfModule unixd_module", "yes13") + If("IfModule log_config_module", "yes14") + If("IfModule \"mod_macro.c\"", "no7"))],
        ["a module that loads later"] = [(Main, If("IfModule mod_dir.c", "no") + "LoadModule dir_module /usr/lib/apache2/modules/mod_dir.so\n"
            + If("IfModule mod_dir.c", "yes") + If("IfModule dir_module", "yes2"))],
        ["IfDefine before and after"] = [(Main, If("IfDefine LATE", "no1") + "Define LATE\n" + If("IfDefine LATE", "yes1") + If("IfDefine !LATE", "no2")
            + "UnDefine LATE\n" + If("IfDefine LATE", "no3") + If("IfDefine !LATE", "yes2") + "define late value\n" + If("IfDefine late", "yes3")
            + If("IfDefine Late", "no4") + If("IfDefine late ", "no5") + If("IfDefine \"late\"", "no6"))],
        ["IfVersion"] = [(Main, If("IfVersion >= 2.4", "yes1") + If("IfVersion < 2.4", "no1") + If("IfVersion = 2.4", "a") + If("IfVersion 2.4.71", "b")
            + If("IfVersion == 2.4.71", "c") + If("IfVersion !> 2.4.0", "d") + If("IfVersion ~ ^2\\.[0-9]+\\.", "e") + If("IfVersion /^2.4/", "f")
            + If("IfVersion !~ ^2.2", "g") + If("IfVersion = /^2.4/", "h") + If("IfVersion <= 2.4.70", "i")
            + If("IfVersion > 2", "l") + If("IfVersion > 2.4.9", "m"))],
        ["IfFile"] =
        [
            (Main, If("IfFile there.conf", "yes1") + If("IfFile !there.conf", "no1") + If("IfFile gone.conf", "no2") + If("IfFile /etc/passwd", "yes2")
                + If("IfFile \"there.conf\"", "q") + If("IfFile th*.conf", "no3") + If("IfFile sub", "yes3")),
            ("there.conf", ""),
            ("sub/x", ""),
        ],
        ["nested conditions"] = [(Main, "<IfDefine NO>\n<IfModule core.c>\n" + Host("*:80", "no.test") + "</IfModule>\n</IfDefine>\n<IfDefine !NO>\n<IfModule core.c>\n"
            + Host("*:80", "yes.test") + "<IfDefine NO>\nDefine X\n</IfDefine>\n</IfModule>\n</IfDefine>\n" + If("IfDefine X", "no2"))],
        ["conditions in a virtual host"] = [(Main, "<VirtualHost *:80>\n<IfDefine NO>\nServerName no.test\n</IfDefine>\n<IfModule core.c>\nServerName yes.test\n"
            + "ServerAlias one\n</IfModule>\n<IfDefine NO>\nServerAlias two\n</IfDefine>\n</VirtualHost>\n" + Host("*:80", "b.test"))],
        ["If is no condition on reading"] = [(Main, "<VirtualHost *:80>\nServerName a.test\n<If \"%{HTTP_HOST} == 'x' && 1 > 0\">\n<IfDefine NO>\n</IfDefine>\n</If>\n"
            + "<Else>\n</Else>\nServerAlias b.test\n</VirtualHost>\n" + Host("*:80", "b.test"))],
        ["variables"] = [(Main, "Define PORT 8080\nDefine NAME a.test\nDefine WORDS \"x.test y.test\"\nDefine BOTH 10.0.0.1:${PORT}\n"
            + Host("*:${PORT}", "${NAME}", "ServerAlias ${WORDS} \"${NAME}\"", "ServerAlias '${NAME}2'") + Host("*:8080", "${NAME}.${NAME}", "ServerAlias a${PORT}b")
            + Host("${BOTH} 10.0.0.2:${PORT}", "both.test") + "UnDefine PORT\nDefine PORT 9090\n" + Host("*:${PORT}", "later.test") + "Define FILE x\n"
            + "Include ${FILE}.conf\n" + If("IfDefine ${FILE}", "file")), ("x.conf", Host("*:80", "x.test") + "Define x\n")],
        ["a variable of a variable"] = [(Main, "Define A a.test\nDefine B ${A}\nUnDefine A\nDefine A other.test\n" + Host("*:80", "${B}", "ServerAlias ${A}")
            + Host("*:80", "z.test", "ServerAlias ${UNKNOWN}"))],
        ["a variable with the whole argument"] = [(Main, "Define LIST 10.0.0.1:80\nDefine SECTION VirtualHost\n<VirtualHost ${LIST}>\nServerName a.test\n</VirtualHost>\n")],
        ["variables of the environment"] = [(Main, Host("*:80", "a.test", "ServerAlias x${PATH_THAT_IS_NOT}y"))],
        ["a continued section line"] = [(Main, "<VirtualHost \\\n  *:80 \\\n  10.0.0.1:80>\nServerName a.test\nServerAlias \\\nb.test \\\n\tc.test\n</VirtualHost>\n"
            + Host("*:80", "b.test"))],
        ["a continued comment"] = [(Main, "# comment \\\n<VirtualHost *:80>\nServerName global.test\n# another \\\\\nServerName swallowed.test\n" + Host("*:80", "a.test") + "#\\\n\\\n" + "ServerName x\n")],
        ["line ends of Windows"] = [(Main, (Host("*:80", "a.test", "ServerAlias x.test \\", "  y.test") + Host("*:80", "b.test"))
            .Replace("\n", "\r\n", StringComparison.Ordinal))],
        ["tabs and blanks"] = [(Main, "\t<VirtualHost\t*:80\t>\t\n\t\tServerName\t\ta.test\t\n \f\vServerAlias\tx.test  y.test \n  </VirtualHost>  \n" + Host("*:80", "b.test"))],
        ["quotes"] = [(Main, Host("\"*:80\"", "\"a.test\"", "ServerAlias 'x.test' \"y.test\"", "ServerAlias 'it''s'") + Host("'10.0.0.1:80' \"10.0.0.2:80\"", "'b.test'")
            + Host("*:80", "c\\.test", "ServerAlias \"a\\\"b\" 'c\\'d' e\\\\f \"g\\h\""))],
        ["an unclosed quote"] = [(Main, Host("*:80", "\"a.test", "ServerAlias 'x y") + Host("*:80", "b.test"))],
        ["names of sections in any case"] = [(Main, "<virtualhost *:80>\nserverNAME a.test\n</VIRTUALHOST>\n<VIRTUALHOST *:80>\nServerName b.test\n</virtualHost>\n"
            + "<IFDEFINE no>\n" + Host("*:80", "no.test") + "</ifdefine>\n")],
        ["a section's name in quotes"] = [(Main, "\"<VirtualHost\" *:80>\nServerName a.test\n</VirtualHost>\n'<VirtualHost' *:80>\nServerName b.test\n\"</VirtualHost>\"\n")],
        ["a section in quotes is an argument"] = [(Main, "ServerAdmin \"<VirtualHost *:80>\"\n" + Host("*:80", "a.test", "ServerAlias '<VirtualHost' '*:80>'", "ServerAdmin '</VirtualHost>'")
            + Host("*:80", "b.test"))],
        ["a section start in a section that is left out"] = [(Main, "<IfDefine NO>\n\"<VirtualHost\" *:80>\n</VirtualHost>\n</IfDefine>\n" + Host("*:80", "a.test"))],
        ["brackets in and after a section line"] = [(Main, "<VirtualHost *:80> \nServerName a.test\n</VirtualHost>\n<VirtualHost *:80 >\nServerName b.test\n</VirtualHost>\n"
            + "<VirtualHost *:80> # no comment\nServerName c.test\n</VirtualHost>\n")],
        ["names that look alike"] = [(Main, Host("10.0.0.1:80", "app1.test") + Host("10.0.0.10:80", "app10.test") + Host("10.0.0.1:8", "app1.test.br")
            + "<VirtualHost 10.0.0.1:80>\nServerNames.test\n</VirtualHost>\n".Replace("ServerNames.test", "ServerName app01.test", StringComparison.Ordinal))],
        ["other sections around"] = [(Main, "<Directory \"/srv/<x>\">\nRequire all granted\n</Directory>\n<Files \"*.conf\">\n</Files>\n<DirectoryMatch \"^/(a|b)>\">\n</DirectoryMatch>\n"
            + Host("*:80", "a.test", "<Location />", "<Limit GET>", "Require all granted", "</Limit>", "</Location>", "DocumentRoot /srv"))],
        ["ServerRoot moves"] = [(Main, "Include a.conf\nServerRoot ROOT/elsewhere\nInclude a.conf\n"), ("a.conf", Host("*:80", "a.test")),
            ("elsewhere/a.conf", Host("*:80", "b.test"))],
        ["a byte order mark and odd bytes"] = [(Main, "# \u00e9\u00ff\n" + Host("*:80", "caf\u00e9.test") + Host("*:80", "b.test", "ServerAlias \u00e3.test"))],
        ["no last newline"] = [(Main, Host("*:80", "a.test").TrimEnd('\n'))],
        ["one host at two addresses that others share"] = [(Main, Host("10.0.0.1:80 10.0.0.1:443", "a.test", "ServerAlias x.test") + Host("10.0.0.1:443", "b.test")
            + Host("10.0.0.1:80", "c.test"))],
        ["the same address twice in a section"] = [(Main, Host("10.0.0.1:80 10.0.0.1:80", "a.test"))],
    };

    /// <summary>What every main file begins with.</summary>
    public static string Before(string root) =>
        $"ServerRoot {root}\nPidFile pid\nErrorLog error\nListen 80\nServerName main.test\n"
        + string.Concat(new[] { "mpm_event", "authz_core", "macro" }.Select(m => $"LoadModule {m}_module /usr/lib/apache2/modules/mod_{m}.so\n"));

    private static string Host(string address, string name, params string[] more) =>
        $"<VirtualHost {address}>\nServerName {name}\n{string.Concat(more.Select(m => m + "\n"))}</VirtualHost>\n";

    private static string If(string condition, string name) =>
        $"<{condition}>\n{Host("*:80", name + ".test")}</{condition.Split(' ')[0]}>\n";
}
