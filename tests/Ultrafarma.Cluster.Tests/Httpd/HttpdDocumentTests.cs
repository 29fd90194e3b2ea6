using System.Diagnostics;
using System.Text;
using Ultrafarma.Cluster.Httpd;
using Xunit;

namespace Ultrafarma.Cluster.Tests.Httpd;

public sealed class HttpdDocumentTests
{
    private const string Sample =
        "# Apache\r\nServerRoot \"/etc/httpd\"\nListen 10.77.0.11:80\n\n<VirtualHost 10.77.0.11:80>\n  ServerName site.br # not a comment\n"
        + "  ServerAlias www.site.br \\\n    APP01\n  <Directory \"/data/www html\">\n\tRequire all granted\n  </Directory>\n</VirtualHost>\n"
        + "# joined \\\nListen 99\nLogFormat \"%h \\\"%r\\\" %>s\" common";

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("Listen 80")]
    [InlineData("Listen 80\r\nListen 81\r\n")]
    [InlineData("Listen 80\rListen 81")]
    [InlineData("\uFEFFServerName x\n")]
    [InlineData("a\0b\\\nListen 80\n")]
    [InlineData("</Foo>\n<Foo>\n<Bar>\n</Foo>\n</Bar>\n")]
    [InlineData("<\n< Foo>\n<>\n</>\n<Foo\n</Foo\n")]
    [InlineData("x \\")]
    [InlineData("x \\\\\n\nListen 80\n")]
    [InlineData("x \"open\ny 'open \\\nz\n")]
    [InlineData("x \uDCFF\uDC80 y\n")]
    public void Prints_what_it_read(string text)
    {
        var document = Conf.Parse(text);
        Assert.Equal(text, document.Text());
        Assert.Equal(document.Bytes.Length, document.InOrder.Sum(n => n.Length));
    }

    [Fact]
    public void Knows_lines_sections_and_arguments()
    {
        var document = Conf.Parse(Sample);
        Assert.Equal(
            ["2 ServerRoot  /etc/httpd", "3 Listen  10.77.0.11:80", "5 VirtualHost  10.77.0.11:80",
                "6 ServerName VirtualHost 10.77.0.11:80 site.br|#|not|a|comment",
                "7 ServerAlias VirtualHost 10.77.0.11:80 www.site.br|APP01",
                "9 Directory VirtualHost 10.77.0.11:80 /data/www html",
                "10 Require VirtualHost 10.77.0.11:80/Directory \"/data/www html\" all|granted",
                "15 LogFormat  %h \"%r\" %>s|common"],
            document.Directives.Select(d => $"{d.Line} {d.Name} {d.Section} {string.Join('|', d.Arguments)}"));
    }

    [Theory]
    [InlineData(@"x a\b", @"a\b")]
    [InlineData(@"x a\\b", @"a\b")]
    [InlineData("x \"a \\\" b\"", "a \" b")]
    [InlineData("x 'a \" b'", "a \" b")]
    [InlineData("x 'it\\'s'", "it's")]
    [InlineData("x \"open end", "open end")]
    [InlineData("x \"a\"b", "a", "b")]
    [InlineData("x a\"b c\"", "a\"b", "c\"")]
    [InlineData("x \"\" y", "", "y")]
    [InlineData("x \"\\\\\"", "\\")]
    public void Takes_arguments_apart_as_apache_does(string line, params string[] expected) =>
        Assert.Equal(expected, Assert.Single(Conf.Parse(line).Directives).Arguments.Select(a => a.Value));

    [Theory]
    [InlineData("plain")]
    [InlineData("two words")]
    [InlineData("")]
    [InlineData("a\"b")]
    [InlineData("\"quoted\"")]
    [InlineData("it's")]
    [InlineData(@"C:\dir\")]
    [InlineData(@"a\\b\\\c")]
    [InlineData("é\uDCFF")]
    public void Writes_an_argument_so_that_it_reads_back(string value)
    {
        foreach (var old in new[] { "old", "\"old\"", "'old'" })
        {
            var document = Conf.Parse($"Before\nX one {old} three\nAfter\n");
            var directive = document.Directives.ElementAt(1);
            var changed = document.With(directive.ReplaceArgument(1, value));
            Assert.Equal(["one", value, "three"], changed.Directives.ElementAt(1).Arguments.Select(a => a.Value));
            Assert.StartsWith("Before\nX one ", changed.Text(), StringComparison.Ordinal);
            Assert.EndsWith(" three\nAfter\n", changed.Text(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Replaces_one_argument_across_a_joined_line()
    {
        var document = Conf.Parse(Sample);
        var alias = document.Directives.Single(d => d.Is("serveralias"));
        Assert.Equal(
            Sample.Replace("    APP01\n", "    APP03\n", StringComparison.Ordinal),
            document.With(alias.ReplaceArgument(1, "APP03")).Text());
    }

    [Theory]
    [InlineData("Listen 80\r\n", "81 https", "Listen 81 https\r\n")]
    [InlineData("ClearModuleList", "x", "ClearModuleList x")]
    [InlineData("  <VirtualHost *:80 >  \n</VirtualHost>", "*:81", "  <VirtualHost *:81 >  \n</VirtualHost>")]
    [InlineData("<Foo>\n</Foo>", "a", "<Foo a>\n</Foo>")]
    public void Replaces_all_that_follows_the_name(string text, string value, string expected)
    {
        var document = Conf.Parse(text);
        Assert.Equal(expected, document.With(document.Directives.First().ReplaceText(value)).Text());
    }

    [Theory]
    [InlineData("a\nb")]
    [InlineData("a\rb")]
    [InlineData("a\0b")]
    [InlineData("a\\")]
    public void Refuses_a_value_that_would_not_stay_on_its_line(string value) =>
        Assert.Throws<ArgumentException>(() => Conf.Parse("X y").Directives.First().ReplaceText(value));

    [Fact]
    public void Refuses_edits_that_overlap()
    {
        var document = Conf.Parse("Listen 80");
        var edit = document.Directives.First().ReplaceText("81");
        Assert.Throws<ArgumentException>(() => document.With(edit, edit));
    }

    [Fact]
    public void Prints_200000_mutated_configs_as_they_were()
    {
        var random = new Random(4711);
        var seed = Encoding.UTF8.GetBytes(Sample);
        ReadOnlySpan<byte> telling = "\\\r\n\0\"'<>/# \t${}\xff\xef"u8;
        for (var i = 0; i < 200_000; i++)
        {
            var bytes = seed[random.Next(seed.Length / 2)..random.Next(seed.Length / 2, seed.Length)];
            for (var change = random.Next(6); change > 0 && bytes.Length > 0; change--)
            {
                bytes[random.Next(bytes.Length)] = random.Next(4) == 0 ? (byte)random.Next(256) : telling[random.Next(telling.Length)];
            }

            var document = HttpdDocument.Parse(bytes);
            if (!document.ToBytes().AsSpan().SequenceEqual(bytes) || document.Directives.Sum(d => d.Arguments.Count + d.Name.Length) < 0)
            {
                Assert.Fail($"Not the same: {Convert.ToHexString(bytes)}");
            }
        }
    }

    [Fact]
    public void Prints_every_conf_of_debians_apache_as_it_was()
    {
        var files = new[] { "/etc/apache2", "/usr/share/doc/apache2", "/usr/share/apache2" }
            .Where(Directory.Exists)
            .SelectMany(d => Directory.EnumerateFiles(d, "*", SearchOption.AllDirectories))
            .Where(f => f.Contains(".conf", StringComparison.Ordinal) || f.EndsWith(".load", StringComparison.Ordinal))
            .ToList();
        Assert.True(files.Count > 50, $"Only {files.Count} files: is apache2 installed?");
        Assert.All(files, f => Assert.Equal(File.ReadAllBytes(f), HttpdDocument.Parse(File.ReadAllBytes(f)).ToBytes()));
    }

    [Fact]
    public void Reads_sections_nested_deeper_than_a_stack_is()
    {
        var text = string.Concat(Enumerable.Repeat("<A>\n", 20_000)) + "X y\n";
        var document = Conf.Parse(text);
        Assert.Equal(text, document.Text());
        Assert.Equal(20_000, document.Directives.Last().Section.Split('/').Length);
    }

    [Fact]
    public void Reads_a_line_of_a_megabyte_and_ten_megabytes_of_lines()
    {
        var line = "X " + new string('y', 1 << 20) + "\n";
        Assert.Equal(line, Conf.Parse(line).Text());
        var many = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(Sample + "\n", (10 << 20) / Sample.Length)));
        var watch = Stopwatch.StartNew();
        Assert.Equal(many.Length, HttpdDocument.Parse(many).ToBytes().Length);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), $"It took {watch.Elapsed}.");
    }
}
