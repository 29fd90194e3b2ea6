using System.Text;
using System.Text.RegularExpressions;
using Ultrafarma.Cluster.Csync;
using Ultrafarma.Cluster.Httpd;
using Ultrafarma.Cluster.Nodes;
using Ultrafarma.Cluster.Tests.Faults;
using Xunit;

namespace Ultrafarma.Cluster.Tests.Csync;

/// <summary>putconfig.sh for real, with a csync2 that takes as many looks at the config as a test says, and then refuses it.</summary>
public sealed class PutConfigScriptTests : IDisposable
{
    // What it sees goes to a file, so that a test knows which files csync2 was asked about.
    private const string Csync2 = """
        #!/bin/sh
        here=${0%/*}
        echo look >>"$here/looks"
        cat "$CSYNC2_SYSTEM_DIR/csync2.cfg" "$here/etc/part" "$here/etc/key" >>"$here/seen" 2>/dev/null
        if [ "$(wc -l <"$here/looks")" -gt "$(cat "$here/patience")" ]; then echo "ERROR: Unallowed character '~' in key file k." >&2; exit 1; fi
        exit 2
        """;

    private readonly TempTree _tree = new();
    private readonly string _main;

    public PutConfigScriptTests()
    {
        _main = _tree.Write("etc/csync2.cfg", "old main\n");
        File.SetUnixFileMode(_tree.Write("csync2", Csync2), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Patience(99);
    }

    private string Key => _tree.Root + "/etc/key";

    private string Part => _tree.Root + "/etc/part";

    public void Dispose() => _tree.Dispose();

    private void Patience(int looks) => _tree.Write("patience", $"{looks}");

    private async Task<IReadOnlyList<CsyncConfigResult>> PutAsync(CsyncPutMode mode, params CsyncFilePut[] puts)
    {
        await using var shell = new PrivateRunShell();
        var settings = new CsyncSettings { ConfigPath = _main, Command = _tree.Root + "/csync2", BackupDirectory = _tree.Root + "/kept" };
        var run = new CsyncRunOptions("tester", DateTimeOffset.UnixEpoch);
        return await new CsyncConfigWriter(settings, run, 10).WriteAsync(shell, puts, mode, CancellationToken.None);
    }

    private static CsyncFilePut Put(string path, string? old, string content, string? mode = null) =>
        new(path, path, old is null ? null : HttpdHash.Of(Encoding.UTF8.GetBytes(old)), Encoding.UTF8.GetBytes(content)) { Mode = mode };

    private void AssertOnly(params string[] names) =>
        Assert.Equal(names, Directory.EnumerateFileSystemEntries(_tree.Root + "/etc").Select(Path.GetFileName).Order(StringComparer.Ordinal));

    [Fact]
    public async Task All_files_are_checked_together_put_in_place_and_kept()
    {
        _tree.Write("etc/part", "old part\n");
        _tree.Write("etc/key", "old key\n");
        File.SetUnixFileMode(Key, UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        var results = await PutAsync(
            CsyncPutMode.Put, Put("", "old main\n", "new main\n"), Put(Part, "old part\n", "new part\n"), Put(Key, "old key\n", "new key\n", "600"));
        Assert.All(results, r => Assert.Equal((CsyncConfigChangeAction.Changed, null), (r.Action, r.Reason)));
        Assert.Equal("new main\nnew part\nnew key\nnew main\nnew part\nnew key\n", await File.ReadAllTextAsync(_tree.Root + "/seen"));
        Assert.Equal(["new main\n", "new part\n", "new key\n"], new[] { _main, Part, Key }.Select(File.ReadAllText));
        Assert.Equal(["old main\n", "old part\n", "old key\n"], results.Select(r => File.ReadAllText(r.Backup!)));
        Assert.All([Key, results[2].Backup!], f => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(f)));
        AssertOnly("csync2.cfg", "key", "part");
    }

    [Fact]
    public async Task What_csync2_refuses_once_it_is_in_place_goes_and_the_old_files_are_back()
    {
        Patience(1);
        _tree.Write("etc/part", "old part\n");
        var results = await PutAsync(
            CsyncPutMode.Put, Put("", "old main\n", "new main\n"), Put(Part, "old part\n", "new part\n"), Put(Key, null, "new key\n", "600"));
        Assert.All(results, r => Assert.Equal((CsyncConfigChangeAction.RolledBack, "Unallowed character in key file k."), (r.Action, r.Reason)));
        Assert.Equal(["old main\n", "old part\n"], new[] { _main, Part }.Select(File.ReadAllText));
        Assert.Equal(2, results.Count(r => r.Backup is not null));
        AssertOnly("csync2.cfg", "part");
    }

    [Theory]
    [InlineData(0, CsyncConfigChangeAction.Failed)]
    [InlineData(9, CsyncConfigChangeAction.Planned)]
    public async Task A_check_changes_nothing_whatever_csync2_says(int patience, CsyncConfigChangeAction action)
    {
        Patience(patience);
        var results = await PutAsync(CsyncPutMode.Check, Put("", "old main\n", "new main\n"), Put(Key, null, "new key\n", "600"));
        Assert.All(results, r => Assert.Equal((action, null), (r.Action, r.Backup)));
        Assert.Equal("new main\nnew key\n", await File.ReadAllTextAsync(_tree.Root + "/seen"));
        Assert.Equal("old main\n", await File.ReadAllTextAsync(_main));
        AssertOnly("csync2.cfg");
        Assert.False(Directory.Exists(_tree.Root + "/kept"));
    }

    [Fact]
    public async Task A_file_that_somebody_else_changed_or_made_meanwhile_is_left_alone()
    {
        var error = await Assert.ThrowsAsync<NodeException>(() => PutAsync(CsyncPutMode.Put, Put("", "older main\n", "new main\n")));
        Assert.Equal(NodeErrorKind.Busy, error.Kind);
        Assert.Matches(new Regex("csync2.cfg was changed by somebody else meanwhile, so nothing was done", RegexOptions.CultureInvariant), error.Message);
        _tree.Write("etc/key", "theirs\n");
        error = await Assert.ThrowsAsync<NodeException>(() => PutAsync(CsyncPutMode.Put, Put("", "old main\n", "new main\n"), Put(Key, null, "ours\n", "600")));
        Assert.Equal(NodeErrorKind.Busy, error.Kind);
        Assert.Equal(["old main\n", "theirs\n"], new[] { _main, Key }.Select(File.ReadAllText));
        AssertOnly("csync2.cfg", "key");
    }

    [Fact]
    public async Task Without_csync2s_word_a_key_can_come_before_the_config()
    {
        File.Delete(_main);
        var result = Assert.Single(await PutAsync(CsyncPutMode.Unasked, Put(Key, null, "new key\n", "600")));
        Assert.Equal(CsyncConfigChangeAction.Changed, result.Action);
        Assert.False(File.Exists(_tree.Root + "/looks"));
        var created = await PutAsync(CsyncPutMode.Put, Put("", null, "new main\n"));
        Assert.Equal((CsyncConfigChangeAction.Changed, null), (created[0].Action, created[0].Backup));
        Assert.Equal("new main\n", await File.ReadAllTextAsync(_main));
        AssertOnly("csync2.cfg", "key");
    }

    [Fact]
    public async Task A_folder_that_is_missing_or_a_name_with_a_line_feed_is_the_nodes_error()
    {
        var error = await Assert.ThrowsAsync<NodeException>(() => PutAsync(CsyncPutMode.Put, Put(_tree.Root + "/no/where/key", null, "x", "600")));
        Assert.Contains("No such file or directory", error.Message, StringComparison.Ordinal);
        error = await Assert.ThrowsAsync<NodeException>(() => PutAsync(CsyncPutMode.Put, Put(Key + "\n2", null, "x", "600")));
        Assert.Contains("line feed", error.Message, StringComparison.Ordinal);
    }
}
