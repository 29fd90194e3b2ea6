using System.Globalization;
using System.Security.Cryptography;
using Ultrafarma.Cluster.Csync;
using Ultrafarma.Cluster.Nodes;
using Ultrafarma.Cluster.Tests.Faults;
using Xunit;

namespace Ultrafarma.Cluster.Tests.Csync;

public sealed class CsyncFileFactsTests : IDisposable
{
    private readonly TempTree _tree = new();
    private readonly CsyncScript _script = new(new CsyncSettings());

    public void Dispose() => _tree.Dispose();

    [Fact]
    public async Task Real_files_of_every_type_and_name_are_read_right()
    {
        // $1 is the folder; the names come on stdin. In each: file, full and empty folder, link, pipe.
        await Local.RunAsync(
            """
            cd "$1" && xargs -0 sh -c 'for n; do
                mkdir "./f" "./d" "./e" "./l" "./p" 2>/dev/null
                printf %s "$n" >"./f/$n"; mkdir "./d/$n" "./e/$n"; : >"./d/$n/x"; ln -s -- "$n" "./l/$n"; mkfifo -- "./p/$n"
            done' sh
            """,
            CsyncNodeReader.NulSeparated(Nasty.Names),
            _tree.Root);
        var paths = Nasty.Names.SelectMany(n => new[] { "f", "d", "e", "l", "p", "missing", "f/plain" }.Select(k => $"{_tree.Root}/{k}/{n}"))
            .ToList();

        var found = await FactsAsync(paths);

        Assert.Equal(5 * Nasty.Names.Count, found.Count);
        foreach (var name in Nasty.Names)
        {
            var file = found[$"{_tree.Root}/f/{name}"];
            Assert.Equal(CsyncFileType.File, file.Type);
            Assert.Equal(PathText.ToBytes(name).Length, file.SizeBytes);
            Assert.True(found[$"{_tree.Root}/d/{name}"] is { Type: CsyncFileType.Directory, HasChildren: true, SizeBytes: null });
            Assert.True(found[$"{_tree.Root}/e/{name}"] is { Type: CsyncFileType.Directory, HasChildren: false });
            Assert.Equal(CsyncFileType.SymbolicLink, found[$"{_tree.Root}/l/{name}"].Type);
            Assert.Equal(name, found[$"{_tree.Root}/l/{name}"].LinkTarget);
            Assert.Equal(CsyncFileType.Other, found[$"{_tree.Root}/p/{name}"].Type);
        }

        var hashes = await HashesAsync([.. Nasty.Names.Select(n => $"{_tree.Root}/f/{n}"), _tree.Root + "/f/gone"]);
        Assert.Equal(Nasty.Names.Count, hashes.Count);
        Assert.All(Nasty.Names, n => Assert.Equal(
            Convert.ToHexString(SHA256.HashData(PathText.ToBytes(n))), hashes[$"{_tree.Root}/f/{n}"], ignoreCase: true));
    }

    [Fact]
    public async Task Mode_owner_and_times_are_the_files_own()
    {
        var path = _tree.Write("f", "abc");
        await Local.RunAsync(
            "chmod 4751 \"$1\" && chown 4294967294:12345 \"$1\" && touch -d '2001-02-03 04:05:06.123456789 UTC' \"$1\" && chmod 4751 \"$1\"", [], path);

        var version = (await FactsAsync([path]))[path];

        Assert.Equal("4751", version.Mode);
        Assert.Equal("4294967294", version.Uid?.ToString(CultureInfo.InvariantCulture));
        Assert.Equal("12345", version.Gid?.ToString(CultureInfo.InvariantCulture));
        Assert.Equal("2001-02-03T04:05:06.1234567", version.LastWriteTime?.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff", CultureInfo.InvariantCulture));
        Assert.InRange(version.ChangeTime!.Value, DateTimeOffset.UtcNow.AddMinutes(-5), DateTimeOffset.UtcNow.AddMinutes(1));
    }

    [Theory]
    [InlineData("@-1.5", -2)]
    [InlineData("@-1", -1)]
    [InlineData("@0", 0)]
    [InlineData("@1782907200.999999999", 1782907200)]
    public async Task Seconds_are_those_that_csync2_records(string time, long seconds)
    {
        var path = _tree.Write("f", "");
        await Local.RunAsync("touch -d \"$2\" \"$1\"", [], path, time);
        Assert.Equal(seconds, (await FactsAsync([path]))[path].LastWriteTime!.Value.ToUnixTimeSeconds());
    }

    [Fact]
    public void A_time_beyond_any_calendar_does_not_make_the_node_unreadable()
    {
        var found = CsyncFileFacts.Parse("n1", Facts("f\t1\t99999999999999.5\t-99999999999999.5\t644\t0\t0\troot\troot\te"));
        Assert.Equal(DateTimeOffset.MaxValue.Year, found["/a"].LastWriteTime!.Value.Year);
        Assert.Equal(1, found["/a"].ChangeTime!.Value.Year);
    }

    [Fact]
    public async Task A_path_that_turned_into_a_folder_or_lost_its_parent_only_has_no_hash()
    {
        var file = _tree.Write("f", "abc");
        Directory.CreateDirectory(Path.Combine(_tree.Root, "d"));
        var hashes = await HashesAsync([file, _tree.Root + "/d", file + "/below", _tree.Root + "/gone"]);
        Assert.Equal([file], hashes.Keys);
    }

    [Fact]
    public async Task Nothing_asked_gives_nothing()
    {
        Assert.Empty(await FactsAsync([]));
        Assert.Empty(await HashesAsync([]));
    }

    [Theory]
    [InlineData("f\t1\t1.0\t1.0\t644\t0\t0\troot\troot")]
    [InlineData("f\t1\t1.0\t1.0\t644\t0\t0\troot\troot\te\tmore")]
    [InlineData("f\tx\t1.0\t1.0\t644\t0\t0\troot\troot\te")]
    [InlineData("f\t1\tnow\t1.0\t644\t0\t0\troot\troot\te")]
    [InlineData("f\t1\t1.0\t\t644\t0\t0\troot\troot\te")]
    [InlineData("f\t1\t1.0\t1.0\t698\t0\t0\troot\troot\te")]
    [InlineData("f\t1\t1.0\t1.0\t\t0\t0\troot\troot\te")]
    [InlineData("f\t1\t1.0\t1.0\trw-\t0\t0\troot\troot\te")]
    [InlineData("f\t1\t1.0\t1.0\t-644\t0\t0\troot\troot\te")]
    [InlineData("f\t1\t1.0\t1.0\t644\troot\t0\troot\troot\te")]
    public void Facts_of_another_form_are_refused(string facts) =>
        Assert.Throws<FormatException>(() => CsyncFileFacts.Parse("n1", Facts(facts)));

    [Fact]
    public void An_answer_that_was_cut_anywhere_is_refused()
    {
        byte[] whole = [.. Record("/a", "f\t1\t1.0\t1.0\t644\t0\t0\troot\troot\te", ""), .. Record("/l", "l\t1\t1.0\t1.0\t777\t0\t0\troot\troot\te", "x"), .. End];
        Assert.Equal(2, CsyncFileFacts.Parse("n1", whole).Count);
        for (var length = 0; length < whole.Length; length++)
        {
            Assert.Throws<FormatException>(() => CsyncFileFacts.Parse("n1", whole.AsSpan(0, length)));
        }
    }

    [Fact]
    public void Mutated_answers_are_read_or_refused_in_the_documented_way()
    {
        const int Seed = 99;
        var random = new Random(Seed);
        byte[] facts = [.. Record("/a b", "f\t12\t1782907200.1234567890\t1782907200.5\t644\t0\t33\troot\twww\te", ""), .. Record("/l", "l\t1\t1.0\t1.0\t777\t0\t0\troot\troot\te", "x y"), .. End];
        byte[] hash = [.. Nasty.Utf8(new string('a', 64) + "  /a b"), 0, .. Nasty.Utf8(new string('0', 64) + "  /l"), 0];
        var record = CsyncRecord.Parse("v1:mtime=1782907200:mode=33188:uid=0:gid=33:type=reg:size=12");
        var understood = 0;
        for (var i = 0; i < 40_000; i++)
        {
            var input = Nasty.Mutate(random, i % 2 == 0 ? facts : hash);
            try
            {
                if (i % 2 == 0)
                {
                    foreach (var version in CsyncFileFacts.Parse("n1", input).Values)
                    {
                        record.Describes(version);
                    }
                }
                else
                {
                    CsyncHashes.Parse(input);
                }

                understood++;
            }
            catch (Exception e) when (e is FormatException or OverflowException)
            {
            }
            catch (Exception e)
            {
                Assert.Fail($"{e.GetType().Name} at seed {Seed}, input {i}: {Nasty.Show(input)}");
            }
        }

        Assert.InRange(understood, 4_000, 36_000);
    }

    private static byte[] End => [.. "end"u8, 0];

    private static byte[] Record(string path, string facts, string target) =>
        [.. Nasty.Utf8(path), 0, .. Nasty.Utf8(facts), 0, .. Nasty.Utf8(target), 0];

    private static byte[] Facts(string facts) => [.. Record("/a", facts, ""), .. End];

    private async Task<Dictionary<string, CsyncFileVersion>> FactsAsync(IEnumerable<string> paths) =>
        CsyncFileFacts.Parse("n1", await Local.RunAsync(_script.Make("facts") with { Input = CsyncNodeReader.NulSeparated(paths) }));

    private async Task<Dictionary<string, string>> HashesAsync(IEnumerable<string> paths) =>
        CsyncHashes.Parse(await Local.RunAsync(_script.Make("hash") with { Input = CsyncNodeReader.NulSeparated(paths) }));
}
