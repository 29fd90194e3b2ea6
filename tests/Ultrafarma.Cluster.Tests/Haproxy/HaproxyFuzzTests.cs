using System.Diagnostics;
using Ultrafarma.Cluster.Haproxy;
using Ultrafarma.Cluster.Tests.Csync;
using Xunit;

namespace Ultrafarma.Cluster.Tests.Haproxy;

/// <summary>Whatever a balancer answers: it is read or refused, never anything else, and never for long.</summary>
public sealed class HaproxyFuzzTests
{
    private const int Inputs = 200_000;

    // An answer of a few hundred bytes takes microseconds; a minute for one would be a loop.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    private static readonly byte[][] Pieces =
    [
        .. new[]
        {
            ",", ",,", "\n", "\n\n", "\r\n", "\"", "\"\"", "\",\"", "\"\n", "\0", "# ", "# pxname,svname,type,\n", "type", "pxname,", "-,", "2", "1", "0",
            "3", "-1", "999999999999999999999", "9223372036854775807", "MAINT (via ", "UP 1/", "DOWN (agent)", "* L7OK", "\ufeff", "é", ";", "<html>",
            " ", "\t", "web", "BACKEND",
        }.Select(Nasty.Utf8),
    ];

    [Theory]
    [InlineData(1, "2.0")]
    [InlineData(2, "2.4")]
    [InlineData(3, "2.6")]
    [InlineData(4, "3.2")]
    public void Mutated_statistics_are_read_or_refused(int seed, string version)
    {
        var random = new Random(seed);
        var full = HaproxyWorld.ShowStat(version);
        var small = Nasty.Utf8(
            "# pxname,svname,type,status,scur,addr,lastchg,last_chk,later,\nwww,FRONTEND,0,OPEN,1,,,,x,\n"
            + "web,a,2,UP 1/3,3,127.0.0.1:80,5,\"no, \"\"never\"\"\",,\nweb,BACKEND,1,UP,3,,5,,,\n\n");
        for (var i = 0; i < Inputs / 4; i++)
        {
            // Most on a small page, where each change hits something that matters.
            var input = Mutate(random, i % 16 == 0 ? full : small);
            Run(seed, i, input, () =>
            {
                var source = i % 2 == 0 ? HaproxyWorld.Page : HaproxyWorld.Socket;
                var snapshot = new HaproxyStatisticsReader().Read(source, input, HaproxyWorld.Now, out var length);
                Assert.InRange(length, 0, input.Length);
                foreach (var row in snapshot.Frontends.Concat<HaproxyStatistics>(snapshot.Backends).Concat(snapshot.Servers))
                {
                    Assert.All(row.Extra, e => Assert.NotEmpty(e.Value));
                    Assert.NotEmpty(row.ToString());
                }

                Assert.All(snapshot.Backends, b => Assert.Equal(
                    b.Servers.Count(s => s.IsInMaintenance), b.ServersInMaintenance));
                Assert.DoesNotContain(snapshot.Servers, s => s.IsServing && (s.IsInMaintenance || s.IsDraining));
            });
        }
    }

    [Fact]
    public void Mutated_tables_of_states_are_read_or_refused()
    {
        const int Seed = 5;
        var random = new Random(Seed);
        var full = HaproxyWorld.ShowServersState();
        var snapshot = HaproxyWorld.Read(HaproxyWorld.PageOf("2.6"));
        for (var i = 0; i < Inputs; i++)
        {
            var input = Mutate(random, full);
            Run(Seed, i, input, () =>
            {
                var states = HaproxyServerStates.Parse(HaproxyWorld.Socket, input);
                Assert.All(states.Rows, row => Assert.True(row.Backend.Length > 0 && row.Name.Length > 0 && row.AdminState >= 0));
                Assert.Equal(8, i % 64 == 0 ? states.AddTo(snapshot).Servers.Count() : 8);
            });
        }
    }

    private static void Run(int seed, int i, byte[] input, Action read)
    {
        var clock = Stopwatch.StartNew();
        try
        {
            read();
        }
        catch (HaproxyException e)
        {
            Assert.True(
                e.Kind is HaproxyErrorKind.NotStatistics or HaproxyErrorKind.Truncated or HaproxyErrorKind.BadAnswer, $"seed {seed}, {i}: {e.Kind}");
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"seed {seed}, {i}: {e.GetType()} {e.Message} for {Nasty.Show(input)}", e);
        }

        Assert.True(clock.Elapsed < Longest, $"seed {seed}, {i}: {clock.Elapsed} for {Nasty.Show(input)}");
    }

    private static byte[] Mutate(Random random, byte[] page)
    {
        if (random.Next(2) == 0)
        {
            return Nasty.Mutate(random, page);
        }

        var bytes = page.ToList();
        for (var n = random.Next(1, 6); n > 0; n--)
        {
            var at = random.Next(bytes.Count + 1);
            switch (random.Next(4))
            {
                case 0:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
                case 1:
                    bytes.RemoveRange(at, random.Next(Math.Min(20, bytes.Count - at) + 1));
                    break;
                default:
                    bytes.InsertRange(at, Pieces[random.Next(Pieces.Length)]);
                    break;
            }
        }

        return [.. bytes];
    }
}
