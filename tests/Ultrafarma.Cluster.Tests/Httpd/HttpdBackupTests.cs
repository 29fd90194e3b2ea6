using System.Text;
using Ultrafarma.Cluster.Httpd;
using Ultrafarma.Cluster.Nodes;
using Ultrafarma.Cluster.Tests.Faults;
using Xunit;

namespace Ultrafarma.Cluster.Tests.Httpd;

/// <summary>Kept copies: their names, and the script that lists them, on this machine.</summary>
public sealed class HttpdBackupTests : IDisposable
{
    private const string Stamp = "20261125T034715Z-245ea0";
    private readonly TempTree _tree = new();

    public void Dispose() => _tree.Dispose();

    // The program is only looked for.
    private HttpdSettings Settings => new() { Command = "true", ConfigPath = _tree.Root + "/httpd.conf", BackupDirectory = _tree.Root + "/kept/" };

    [Theory]
    [InlineData("/b/etc/httpd.conf/20261125T034715Z-245ea0")]
    [InlineData("/b/etc/httpd.conf/20261125T034715Z-245ea0-1")]
    [InlineData("/b/etc/httpd.conf/20261125T034715Z-245ea0-100")]
    [InlineData("/b/etc/httpd.conf/20261125T034715Z-245ea0-back")]
    public void A_copys_place_says_of_what_and_when(string path)
    {
        var name = HttpdBackupName.Parse("/b/", path);
        Assert.Equal(new HttpdBackupName("/etc/httpd.conf", new DateTimeOffset(2026, 11, 25, 3, 47, 15, TimeSpan.Zero)), name);
    }

    [Theory]
    [InlineData("/b/etc/httpd.conf/20261125T034715Z-245ea0.part")]
    [InlineData("/b/etc/httpd.conf/20261125T034715Z-245ea0\n")]
    [InlineData("/b/etc/httpd.conf/20261325T034715Z-245ea0")]
    [InlineData("/b/etc/httpd.conf/20261125T034715Z-245EA0")]
    [InlineData("/b/etc/httpd.conf/notes.txt")]
    [InlineData("/b/20261125T034715Z-245ea0")]
    [InlineData("/bb/etc/httpd.conf/20261125T034715Z-245ea0")]
    [InlineData("/etc/passwd")]
    [InlineData("20261125T034715Z-245ea0")]
    [InlineData("")]
    public void Everything_else_is_none(string path) => Assert.Null(HttpdBackupName.Parse("/b", path));

    [Fact]
    public async Task Lists_what_is_kept_of_each_file_the_newest_first_and_nothing_else()
    {
        var config = _tree.Write("httpd.conf", "two");
        var odd = _tree.Write("a b\n$(x)*.conf", "three");
        _tree.Write($"kept{config}/20261123T000000Z-0123ab", "one");
        _tree.Write($"kept{config}/20261124T000000Z-0123ab", "two");
        _tree.Write($"kept{config}/20261125T000000Z-0123ab.part", "half");
        _tree.Write($"kept{config}/20261126T000000Z-note", "note");
        _tree.Write($"kept{odd}/20261124T120000Z-abcdef-1", "three");
        _tree.Write($"kept{_tree.Root}/gone.conf/20261122T000000Z-abcdef", "");
        var found = await new HttpdBackupReader(Settings).ListAsync(new LocalShell(), CancellationToken.None);

        Assert.Equal(
            [(odd, 5, true), (config, 3, true), (config, 3, false), (_tree.Root + "/gone.conf", 0, false)],
            found.Select(b => (b.Path, b.SizeBytes, b.IsCurrent)));
        Assert.Equal(HttpdHash.Of("two"u8), found[1].Hash);
        Assert.Equal($"{_tree.Root}/kept{config}/20261124T000000Z-0123ab", found[1].Backup);
        Assert.Equal(new DateTimeOffset(2026, 11, 24, 0, 0, 0, TimeSpan.Zero), found[1].Taken);
    }

    [Fact]
    public async Task Where_nothing_was_ever_replaced_there_is_none() =>
        Assert.Empty(await new HttpdBackupReader(Settings).ListAsync(new LocalShell(), CancellationToken.None));

    [Fact]
    public async Task A_folder_that_the_user_must_not_look_into_is_not_an_empty_one()
    {
        var made = new HttpdScript(Settings).Make("backups", _tree.Root + "/kept");
        var command = new NodeCommand(
            "exec setpriv --reuid=65534 --regid=65534 --clear-groups sh -c \"$@\"", [made.Script, "sh", .. made.Arguments]);
        var result = await new LocalShell().RunAsync(command, CancellationToken.None);
        Assert.NotEqual(0, result.ExitCode);
        Assert.Equal(NodeErrorKind.PermissionDenied, NodeFailure.FromResult("n", "looking", result).Kind);
    }

    [Theory]
    [InlineData("a")]
    [InlineData("a\0b\0")]
    [InlineData("/b/f/" + Stamp + "\0many\0hash\0hash\0")]
    public async Task An_answer_that_is_no_list_is_said_and_not_taken_for_none(string answer)
    {
        var shell = new OneAnswerShell(() => new FakeProcess(Encoding.UTF8.GetBytes(answer), [], 0));
        var error = await Assert.ThrowsAsync<NodeException>(
            () => new HttpdBackupReader(new HttpdSettings { BackupDirectory = "/b" }).ListAsync(shell, CancellationToken.None));
        Assert.Equal(NodeErrorKind.BadAnswer, error.Kind);
    }
}
