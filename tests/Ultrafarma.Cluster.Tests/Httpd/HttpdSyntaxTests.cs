using Ultrafarma.Cluster.Httpd;
using Xunit;

namespace Ultrafarma.Cluster.Tests.Httpd;

public sealed class HttpdSyntaxTests
{
    [Theory]
    [InlineData("AH00526: Syntax error on line 5 of /etc/httpd/conf/httpd.conf:\nInvalid command 'Foo', perhaps misspelled\n",
        "/etc/httpd/conf/httpd.conf", 5, "Invalid command 'Foo', perhaps misspelled")]
    [InlineData("apache2: Syntax error on line 3 of /a.conf: Syntax error on line 2 of /b c.conf: /d.conf: No such file\n",
        "/b c.conf", 2, "/d.conf: No such file")]
    [InlineData("[Wed Nov 25 02:15:28 2026] [core:warn] [pid 1:tid 1] AH00111: Config variable ${X} is not defined\n"
        + "apache2: Syntax error on line 80 of /a: DefaultRuntimeDir must be a valid directory\n",
        "/a", 80, "DefaultRuntimeDir must be a valid directory")]
    [InlineData("AH00534: apache2: Configuration error: No MPM loaded.\n", null, null, "AH00534: apache2: Configuration error: No MPM loaded.")]
    [InlineData("", null, null, "Apache refuses the config and does not say why.")]
    public void Finds_file_line_and_words_of_a_refusal(string text, string? file, int? line, string message)
    {
        var problem = Assert.Single(HttpdSyntax.Parse(text, isGood: false), p => p.IsError);
        Assert.Equal((file, line, message), (problem.File, problem.Line, problem.Message));
    }

    [Fact]
    public void Names_the_users_own_file_in_place_of_the_upload()
    {
        var problem = HttpdSyntax.Parse("Syntax error on line 2 of /c/.h.conf.ultrafarma-1:\nBad\n", false, "/c/.h.conf.ultrafarma-1", "/c/h.conf")[0];
        Assert.Equal("/c/h.conf, line 2: Bad", problem.ToString());
    }

    [Fact]
    public void Takes_all_that_a_good_config_is_told_as_warnings()
    {
        var problem = Assert.Single(HttpdSyntax.Parse("AH00558: Could not reliably determine the name\nSyntax OK\n", isGood: true));
        Assert.False(problem.IsError);
    }
}
