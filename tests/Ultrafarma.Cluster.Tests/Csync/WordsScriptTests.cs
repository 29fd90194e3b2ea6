using System.Text;
using Ultrafarma.Cluster.Csync;
using Ultrafarma.Cluster.Nodes;
using Ultrafarma.Cluster.Tests.Faults;
using Xunit;

namespace Ultrafarma.Cluster.Tests.Csync;

public sealed class WordsScriptTests
{
    private const string Key = "kEyOfTheGroup_0123456789_abcdefghijklmnop";
    private const string Content = "db_password=hunter2";

    // As csync2 -u -vvv prints it (update.c, conn.c): commands with the key, content, answers.
    private const string Output = $"""
        My hostname is n1.
        Database-File: sqlite3:///var/lib/csync2/n1.db3
        Local> SSL\n
        Peer> OK (activating_ssl).\n
        Peer x509 certificate is: 3082{Key}
        Local> CONFIG \n
        Peer> OK (cmd_finished).\n
        Local> HELLO n1\n
        Updating /d/a b on n2 ...
        Local> SIG {Key} /d/a%20b user/group 0 0 root root 420\n
        Peer> OK (data_follows).\n
        Local> PATCH {Key} /d/a%20b - \n
        While syncing file /d/a b:
        response from peer(/d/a b): n2 [10] <- File is also marked dirty here!
        PATCH {Key} /d/a%20b
        Local> {Content}\n
        {Content}
        response from peer(/d/x): n2 [8] <- {Content}
        response from peer(/d/y): n2 [8] <- No space left on device
        response from peer(/d/ok): n2 [1] <- OK (cmd_finished).
        response from peer(/d/paren): n3 [8] <- x): n2 [10] <- {Key}
        response from peer(/d/v): n2 [10] <- File is also marked dirty here!): n2 [1] <- OK (cmd_finished).
        response from peer(<no file>): n2 [9] <- Connection closed.
        File stays in dirty state. Try again later...
        ERROR: Connection to remote host `n2' failed.
        Finished with 5 errors.

        """;

    [Fact]
    public async Task Reasons_pass_and_neither_key_nor_content_does()
    {
        var words = await FilterAsync(Output);

        Assert.DoesNotContain(Key, words, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", words, StringComparison.Ordinal);
        Assert.Equal(
            [
                "why\t10\tn2\tFile is also marked dirty here!\t/d/a b",
                "why\t8\tn2\t\t/d/x",
                "why\t8\tn2\tNo space left on device\t/d/y",
                "why\t10\tn2\t\t/d/paren): n3 [8] <- x",
                "why\t9\tn2\tConnection closed.\t<no file>",
                "said\tn2\tERROR: Connection to remote host `n2' failed.",
            ],
            words.TrimEnd('\n').Split('\n'));
    }

    [Theory]
    [InlineData("ERROR: Auto-resolving failed. Giving up.")]
    [InlineData("ERROR: Cant stat /d/f.")]
    [InlineData("ERROR: remote host n2 did not accept my identification.")]
    [InlineData("Peer did provide a wrong SSL X509 cetrificate.")]
    public async Task Csync2s_own_errors_pass(string line) => Assert.Equal($"said\tn2\t{line}\n", await FilterAsync(line + "\n"));

    [Theory]
    [InlineData("ERROR from peer: " + Key)]
    [InlineData("Local> ERROR: " + Key)]
    [InlineData(" ERROR: " + Key)]
    [InlineData("Peer> ERROR: " + Key)]
    public async Task What_only_resembles_them_does_not(string line) => Assert.Empty(await FilterAsync(line + "\n"));

    [Fact]
    public async Task Progress_comes_each_hundred_files()
    {
        var output = new StringBuilder();
        for (var i = 0; i < 250; i++)
        {
            output.Append(i % 2 == 0 ? "Updating" : "Deleting").Append(" /f").Append(i).Append(" on n2 ...\n");
        }

        Assert.Equal("count\tn2\t100\ncount\tn2\t200\n", await FilterAsync(output.ToString()));
    }

    [Fact]
    public async Task At_most_three_errors_pass() =>
        Assert.Equal(3, (await FilterAsync(string.Concat(Enumerable.Repeat("ERROR: x\n", 9)))).Count(c => c == '\n'));

    private static async Task<string> FilterAsync(string output)
    {
        // words.sh is what MakeWithWords puts between the environment and the script.
        var scripts = new CsyncScript(new CsyncSettings());
        var env = scripts.Make("config").Script;
        env = env[..env.IndexOf("# Prints csync2's config.", StringComparison.Ordinal)];
        var whole = scripts.MakeWithWords("config").Script;
        var words = whole[env.Length..whole.IndexOf("# Prints csync2's config.", StringComparison.Ordinal)];
        return PathText.FromBytes(await Local.RunAsync("peer=n2\n" + words + "words\n", Encoding.UTF8.GetBytes(output)));
    }
}
