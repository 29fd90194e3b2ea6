using Xunit;

namespace Ultrafarma.Cluster.Tests.Examples;

/// <summary>What counts as the same output, and what does not.</summary>
public sealed class ExampleTextTests
{
    [Theory]
    [InlineData("APP01  Changed  0.1 s 20261125T144343Z-d34dbe", "APP01  Changed  12.0 s 20260101T000000Z-abcdef")]
    [InlineData("2026-11-25 14:41 0793c4556576", "2026-01-01 00:00 ffffffffffff")]
    [InlineData("UP  00:07:13 L7OK/200 31ms", "UP  1.00:00:36 L7OK 1ms")]
    [InlineData("Error: it is\nlong", "Error: it is long")]
    [InlineData("10.77.0.10:52410  45", "10.77.0.10:39474  45")]
    [InlineData("2.6.12-1+deb12u4", "2.8.3")]
    [InlineData("(ED25519 SHA256:xnfQ1oK7Pfovg7eUyxZPtQEIq0K6BNwPOpX/japnfDI)", "(ED25519 SHA256:5ji0T84a8to94a5b30xzWjxFIemSqVCjOYJX4YbziG8)")]
    public void Times_hashes_names_of_backups_and_line_breaks_may_differ(string page, string came) => AssertAlike(page, came, numbersDiffer: false);

    [Theory]
    [InlineData("Resolved 1200  30.3 s", "Resolved 2  1.0 s")]
    [InlineData("8/8     0    320", "0/1     0      0")]
    [InlineData("4.125", "4")]
    [InlineData("win for 1200 path(s)", "win for 2 path(s)")]
    public void Numbers_may_differ_where_the_example_says_so(string page, string came)
    {
        AssertAlike(page, came, numbersDiffer: true);
        AssertOther(page, came, numbersDiffer: false);
    }

    [Theory]
    [InlineData("APP01  Changed  0.1 s", "APP02  Changed  0.1 s")]
    [InlineData("APP01  Changed  0.1 s", "APP01  Unchanged  0.1 s")]
    [InlineData("APP01  Changed  0.1 s", "APP01  Changed")]
    [InlineData("APP01  0.1 s\nAPP02  0.1 s", "APP01  0.1 s")]
    [InlineData("upload-00001.txt", "upload-00002.txt")]
    [InlineData("10.77.0.11:80", "10.77.0.12:80")]
    [InlineData("10.77.0.11:80", "10.77.0.11:81")]
    [InlineData("LastRun", "LastRan")]
    [InlineData("UP  0/0  0", "UP  0/0")]
    [InlineData("", "Add-CsyncHost: no")]
    public void What_says_something_else_is_a_difference(string page, string came)
    {
        AssertOther(page, came, numbersDiffer: false);
        AssertOther(page, came, numbersDiffer: true);
    }

    [Fact]
    public void Numbers_side_by_side_are_not_one() => AssertOther("1  15", "11  5", numbersDiffer: false);

    private static void AssertAlike(string page, string came, bool numbersDiffer) =>
        Assert.Equal(ExampleText.Form(page, numbersDiffer), ExampleText.Form(came, numbersDiffer));

    private static void AssertOther(string page, string came, bool numbersDiffer) =>
        Assert.NotEqual(ExampleText.Form(page, numbersDiffer), ExampleText.Form(came, numbersDiffer));
}
