using System.Diagnostics;
using System.Text.RegularExpressions;
using Ultrafarma.Cluster.Tests.Engine;
using Ultrafarma.Cluster.Tests.HaproxyLab;
using Xunit;

namespace Ultrafarma.Cluster.Tests.HaproxyLive;

/// <summary>Watch-HaproxyBackend in a real terminal, with the lab's HAProxy: keys are sent, and the screen is looked at.</summary>
[Collection(LabTests.Name)]
public sealed class WatchInTerminalTests : IDisposable
{
    private const string Watch = "Watch-HaproxyBackend web -Socket 10.77.0.10:9999 -Interval 0.3";
    private const string OurModes = "1 0 0";
    private const string ShellsModes = "0 1 1";

    private readonly LabFixture _lab;
    private readonly TmuxTerminal _terminal = new();
    private readonly string _line;

    public WatchInTerminalTests(LabFixture lab)
    {
        _lab = lab;
        _line = _terminal.Line;
    }

    public void Dispose()
    {
        _terminal.Dispose();

        // What a test that failed half-way has left.
        Balancer.Ask("set server web/CD163820-L-ULTRAFARMA-APP02 state ready; set server single/only state ready");
    }

    [Fact]
    public void Shows_the_servers_takes_keys_fits_every_window_and_leaves_no_trace()
    {
        Begin(Watch);
        var screen = _terminal.Wait(s =>
            s.Contains("APP05", StringComparison.Ordinal) && !s.Contains("-   ", StringComparison.Ordinal) && s.Contains("5 of 5 serve", StringComparison.Ordinal));
        Assert.Matches("^ HAProxy 2\\.[0-9.]+.* at 10\\.77\\.0\\.10:9999 .*every 0\\.3 s  [0-9:]{8}", screen[0]);
        Assert.Contains("5 of 5 serve", screen[1], StringComparison.Ordinal);
        Assert.Matches("BACKEND↓ +SERVER +STATUS +SESS/MAX QUEUE +REQ/S TREND +5XX/S TREND +CHANGE CHECK", screen[2]);
        Assert.Matches("^web +CD163820-L-ULTRAFARMA-APP01 +UP +[0-9]+/[0-9]+ ", screen[3]);
        Assert.Equal(24, screen.Length);
        Assert.Equal(OurModes, _terminal.Modes);

        _terminal.Press("6", "6");
        _terminal.Wait(s => Regex.IsMatch(s, "SERVER↑(.|\n)*APP05(.|\n)*APP01"));
        _terminal.Type("/app03");
        _terminal.Wait(s => s.Contains("Filter: app03_", StringComparison.Ordinal) && !s.Contains("APP02", StringComparison.Ordinal));
        _terminal.Press("Enter", "Escape");
        _terminal.Wait(s => s.Contains("APP02", StringComparison.Ordinal));

        _terminal.Resize(60, 10);
        screen = _terminal.Wait(s => s.Contains("APP05", StringComparison.Ordinal) && !s.Contains("CHECK", StringComparison.Ordinal) && IsDrawn(s));
        Assert.Equal(10, screen.Length);
        Assert.StartsWith(" q quit", screen[9], StringComparison.Ordinal);
        _terminal.Resize(30, 5);
        _terminal.Wait(s => s.Contains("The window is 30x5.", StringComparison.Ordinal));
        _terminal.Resize(100, 30);
        Assert.Equal(30, _terminal.Wait(s => s.Contains("APP01", StringComparison.Ordinal) && IsDrawn(s)).Length);

        _terminal.Type("?");
        _terminal.Wait(s => s.Contains("look at the balancer now", StringComparison.Ordinal));
        _terminal.Type("xq");
        AssertRestored();
    }

    [Fact]
    public void Drains_a_server_and_brings_it_back()
    {
        Begin(Watch);
        _terminal.Press("Down");
        Answer("d", "Drain web/CD163820-L-ULTRAFARMA-APP02?");
        _terminal.Wait(s => s.Contains("APP02: drain is done, it is DRAIN now.", StringComparison.Ordinal) && s.Contains("4 of 5 serve, 1 drain", StringComparison.Ordinal));
        Assert.Equal("DRAIN", Balancer.Stat("web", "CD163820-L-ULTRAFARMA-APP02", "status"));
        Answer("r", "Make ready web/CD163820-L-ULTRAFARMA-APP02?");
        _terminal.Wait(s => s.Contains("APP02: ready is done, it is UP now.", StringComparison.Ordinal));
        Assert.Equal("UP", Balancer.Stat("web", "CD163820-L-ULTRAFARMA-APP02", "status"));
        _terminal.Type("q");
        AssertRestored();
    }

    [Fact]
    public void The_last_server_goes_only_after_a_second_and_explicit_answer()
    {
        Begin(Watch.Replace(" web ", " single ", StringComparison.Ordinal));
        Answer("d", "It is the LAST server");
        _terminal.Wait(s => s.Contains("Nobody will serve single. Type force and Enter", StringComparison.Ordinal));
        _terminal.Type("yes");
        _terminal.Press("Enter");
        _terminal.Wait(s => s.Contains("single/only is left as it is.", StringComparison.Ordinal));
        Assert.Equal("UP", Balancer.Stat("single", "only", "status"));
        Answer("m", "It is the LAST server");
        _terminal.Wait(s => s.Contains("Nobody will serve single. Type force and Enter", StringComparison.Ordinal));
        _terminal.Type("force");
        _terminal.Press("Enter");
        _terminal.Wait(s => s.Contains("single/only: maint is done, it is MAINT now.", StringComparison.Ordinal));
        Assert.Equal("MAINT", Balancer.Stat("single", "only", "status"));
        Answer("r", "Make ready single/only?");
        _terminal.Wait(s => s.Contains("single/only: ready is done", StringComparison.Ordinal));
        _terminal.Type("q");
        AssertRestored();
    }

    [Fact]
    public void What_if_changes_nothing()
    {
        Begin(Watch + " -WhatIf");
        _terminal.Type("d");
        _terminal.Wait(s => s.Contains("What if: drain (", StringComparison.Ordinal));
        Assert.Equal("UP", Balancer.Stat("web", "CD163820-L-ULTRAFARMA-APP01", "status"));
        _terminal.Type("q");
        AssertRestored();
    }

    [Fact]
    public void Goes_on_when_the_balancer_is_away_and_notices_that_its_counters_began_anew()
    {
        // Whether anything was counted before or not: the process is another one.
        Begin(Watch);
        _lab.Lab("stop", "lb01", "haproxy");
        try
        {
            _terminal.Wait(s => s.Contains("10.77.0.10:9999 could not be reached", StringComparison.Ordinal) && s.Contains("APP05", StringComparison.Ordinal));
        }
        finally
        {
            _lab.Lab("start", "lb01", "haproxy");
        }

        _terminal.Wait(s => s.Contains("the counters began anew. The balancer was reloaded.", StringComparison.Ordinal));
        _terminal.Type("q");
        AssertRestored();
    }

    [Fact]
    public void Ctrl_C_ends_it_within_a_second_and_restores_the_terminal()
    {
        Begin($"try {{ {Watch} }} finally {{ [Console]::Error.WriteLine('put back') }}");
        var waited = Stopwatch.StartNew();
        _terminal.Press("C-c");
        _terminal.Wait(s => s.Contains("put back", StringComparison.Ordinal));
        var took = waited.Elapsed;
        AssertRestored();
        Assert.InRange(took, TimeSpan.Zero, TimeSpan.FromSeconds(3));
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("HUP")]
    public void A_signal_restores_the_terminal(string signal)
    {
        Begin(Watch);
        _terminal.Signal(signal);
        AssertRestored();
    }

    [Fact]
    public void Ctrl_Z_does_nothing_and_who_is_stopped_all_the_same_draws_anew()
    {
        Begin(Watch);
        _terminal.Press("C-z");
        _terminal.Type("?");
        _terminal.Wait(s => s.Contains("look at the balancer now", StringComparison.Ordinal));
        _terminal.Signal("STOP");
        _terminal.Wait(s => s.TrimEnd().EndsWith("ready$", StringComparison.Ordinal));

        // The line is still as the stopped process had it: Enter's carriage return ends no line there.
        _terminal.Type("fg");
        _terminal.Press("C-j");
        _terminal.Wait(s => s.Contains("look at the balancer now", StringComparison.Ordinal) && !s.Contains("ready$", StringComparison.Ordinal));
        Assert.Equal(OurModes, _terminal.Modes);
        _terminal.Type("xq");
        AssertRestored();
    }

    [Fact]
    public void NO_COLOR_is_respected()
    {
        using var plain = new TmuxTerminal(environment: "NO_COLOR=1");
        plain.Start(Watch);
        plain.Wait(s => s.Contains("APP05", StringComparison.Ordinal));
        Begin(Watch);
        const string Colour = "\e\\[[0-9;]*3[0-7]m";
        Assert.Matches(Colour, _terminal.Coloured);
        Assert.DoesNotMatch(Colour, plain.Coloured);
        plain.Type("q");
        _terminal.Type("q");
        AssertRestored();
    }

    [Fact]
    public void Spectre_Console_is_loaded_apart_and_only_for_the_view()
    {
        const string Count = "[AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -like 'Spectre*' } | "
            + "ForEach-Object { 'loaded {0} in {1}' -f $_.GetName().Name, [Runtime.Loader.AssemblyLoadContext]::GetLoadContext($_).Name }";
        Begin($"{Count}; 'before'; {Watch}; {Count}; 'after'");
        _terminal.Type("q");
        var screen = string.Join('\n', _terminal.Wait(s => s.Contains("\nafter", StringComparison.Ordinal)));
        Assert.Matches("(?m)^before\nloaded Spectre.Console in Ultrafarma.Cluster.Live$", screen);
        Assert.Equal(2, Regex.Count(screen, "(?m)^loaded Spectre.* in Ultrafarma\\.Cluster\\.Live$"));
    }

    [Fact]
    public void Without_a_terminal_it_says_what_to_use_instead()
    {
        _terminal.Start($"try {{ {Watch} }} catch {{ $_.FullyQualifiedErrorId; $_.Exception.Message }}");
        _terminal.Wait(s => s.Contains("SESS/MAX", StringComparison.Ordinal));
        _terminal.Type("q");
        _terminal.Wait(s => s.TrimEnd().EndsWith("ready$", StringComparison.Ordinal));
        _terminal.Type($"{Repository.Ufcluster} -c \"try {{ {Watch} }} catch {{ \\$_.FullyQualifiedErrorId; \\$_.Exception.Message }}\" </dev/null");
        _terminal.Press("Enter");
        _terminal.Wait(s => s.Contains("NoTerminal,", StringComparison.Ordinal) && s.Contains("Measure-HaproxyTraffic", StringComparison.Ordinal));
    }

    private void Begin(string script)
    {
        _terminal.Type("echo was here before");
        _terminal.Press("Enter");
        _terminal.Wait(s => s.Contains("\nwas here before", StringComparison.Ordinal));
        _terminal.Start(script);
        _terminal.Wait(s => s.Contains("SESS/MAX", StringComparison.Ordinal) && s.Contains("UP", StringComparison.Ordinal));
    }

    /// <summary>Presses a key, and says yes when its question can be read.</summary>
    private void Answer(string key, string question)
    {
        _terminal.Type(key);
        _terminal.Wait(s => s.Contains(question, StringComparison.Ordinal));
        _terminal.Type("y");
    }

    private void AssertRestored()
    {
        var screen = string.Join('\n', _terminal.Wait(s =>
            s.Contains("\nwas here before", StringComparison.Ordinal) && s.TrimEnd().EndsWith("ready$", StringComparison.Ordinal)));
        Assert.DoesNotContain("SESS/MAX", screen, StringComparison.Ordinal);
        Assert.Equal(ShellsModes, _terminal.Modes);
        Assert.Equal(SizeLess(_line), SizeLess(_terminal.Line));
    }

    // The last line comes last: a look at the terminal may fall into the middle of a drawing.
    private static bool IsDrawn(string screen) => screen.Split('\n')[^1].StartsWith(" q quit", StringComparison.Ordinal);

    // What the window's size does to stty's first line is not ours.
    private static string SizeLess(string line) => Regex.Replace(line, "rows [0-9]+; columns [0-9]+;", "");
}
