using System.Diagnostics;
using System.Text;
using Ultrafarma.Cluster.Nodes;
using Xunit;

namespace Ultrafarma.Cluster.Tests.Nodes;

/// <summary>The unified diff, against diff -u and patch themselves.</summary>
public sealed class UnifiedDiffTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("a\n", "a\n")]
    public void Equal_files_have_none(string before, string after) => Assert.Equal("", Diff(before, after));

    [Fact]
    public void It_reads_as_diff_u_prints_it() => Assert.Equal(
        "--- old\n+++ new\n@@ -1,7 +1,7 @@\n 1\n 2\n 3\n-4\n+four\n 5\n 6\n 7\n@@ -17,3 +17,4 @@\n 17\n 18\n 19\n+20\n",
        Diff(Lines(1, 19), Lines(1, 20).Replace("\n4\n", "\nfour\n", StringComparison.Ordinal)));

    [Fact]
    public void A_missing_last_newline_is_said() => Assert.Equal(
        "--- old\n+++ new\n@@ -1 +1 @@\n-a\n+a\n\\ No newline at end of file\n", Diff("a\n", "a"));

    [Fact]
    public void An_escape_sequence_in_a_file_is_shown_and_not_sent_and_tabs_stay() => Assert.Equal(
        "--- old\n+++ new\n@@ -0,0 +1 @@\n+\tListen 80\\x1b[2J\\r\n", Diff("", "\tListen 80\u001b[2J\r\n"));

    [Fact]
    public void Lines_added_and_removed_are_counted() => Assert.Equal((2, 1), UnifiedDiff.Count(Diff("a\nb\n", "a\nc\nd\n")));

    [Fact]
    public void Patch_makes_the_new_file_of_the_old_one_with_it()
    {
        var random = new Random(7);
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            for (var i = 0; i < 60; i++)
            {
                var before = Text(random);
                var after = Mutate(before, random);
                var file = Path.Combine(folder.FullName, "old");
                File.WriteAllText(file, before);
                var diff = Diff(before, after);
                if (diff.Length > 0)
                {
                    Patch(file, diff);
                }

                Assert.Equal(after, File.ReadAllText(file));
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Files_with_nothing_in_common_end_in_time()
    {
        var before = string.Concat(Enumerable.Range(0, 50_000).Select(i => $"a{i}\n"));
        var after = string.Concat(Enumerable.Range(0, 50_000).Select(i => $"b{i}\n"));
        var clock = Stopwatch.StartNew();
        Assert.Equal((50_000, 50_000), UnifiedDiff.Count(Diff(before, after)));
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20), clock.Elapsed.ToString());
    }

    private static string Diff(string before, string after) =>
        UnifiedDiff.Unified(Encoding.UTF8.GetBytes(before), Encoding.UTF8.GetBytes(after), "old", "new");

    private static string Lines(int first, int last) => string.Concat(Enumerable.Range(first, last - first + 1).Select(i => $"{i}\n"));

    private static string Text(Random random) =>
        string.Concat(Enumerable.Range(0, random.Next(40)).Select(_ => $"Line {random.Next(8)}\n")) + (random.Next(3) == 0 ? "end" : "");

    private static string Mutate(string text, Random random)
    {
        var lines = text.Split('\n').ToList();
        for (var i = random.Next(6); i > 0 && lines.Count > 1; i--)
        {
            var at = random.Next(lines.Count - 1);
            switch (random.Next(3))
            {
                case 0: lines.RemoveAt(at); break;
                case 1: lines.Insert(at, $"Line {random.Next(8)}"); break;
                default: lines[at] = $"Line {random.Next(8)}"; break;
            }
        }

        return string.Join('\n', lines);
    }

    private static void Patch(string file, string diff)
    {
        using var patch = Process.Start(new ProcessStartInfo("patch", ["-s", "--no-backup-if-mismatch", file]) { RedirectStandardInput = true })!;
        patch.StandardInput.Write(diff);
        patch.StandardInput.Close();
        patch.WaitForExit();
        Assert.Equal(0, patch.ExitCode);
    }
}
