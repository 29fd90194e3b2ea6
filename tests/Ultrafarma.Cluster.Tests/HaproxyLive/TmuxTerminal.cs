using System.Diagnostics;
using System.Globalization;
using Ultrafarma.Cluster.Tests.Engine;
using Ultrafarma.Cluster.Tests.Nodes;

namespace Ultrafarma.Cluster.Tests.HaproxyLive;

/// <summary>A real terminal with a shell in it: tmux takes keys, keeps the screen, and tells what was done to it.</summary>
internal sealed class TmuxTerminal : IDisposable
{
    // Long enough for a machine that builds and tests on every core; what never comes still fails the test.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly string _server = "uf-" + Guid.NewGuid().ToString("N");
    private readonly TempFolder _folder = new();

    /// <summary>Starts the shell. The prompt is <c>ready$</c>.</summary>
    public TmuxTerminal(int columns = 120, int rows = 24, string environment = "NO_COLOR=")
    {
        Tmux("-f", "/dev/null", "new-session", "-d", "-x", Text(columns), "-y", Text(rows), $"env -u PSModulePath {environment} PS1='ready$ ' ENV= sh");
        Wait(screen => screen.Contains("ready$", StringComparison.Ordinal));
    }

    /// <summary>What the terminal shows, line by line.</summary>
    public string[] Lines => Tmux("capture-pane", "-p").TrimEnd('\n').Split('\n');

    /// <summary>What the terminal shows, with the sequences for its colours.</summary>
    public string Coloured => Tmux("capture-pane", "-p", "-e");

    /// <summary>Whether the other screen buffer is shown, the cursor is visible, and long lines wrap.</summary>
    public string Modes => Tmux("display-message", "-p", "#{alternate_on} #{cursor_flag} #{wrap_flag}").Trim();

    /// <summary>The settings of the line (stty), asked for from outside, so that nothing is typed.</summary>
    public string Line => Run("stty", "-a", "-F", Tmux("display-message", "-p", "#{pane_tty}").Trim());

    /// <summary>Types text as it stands.</summary>
    public void Type(string text) => Tmux("send-keys", "-l", text);

    /// <summary>Presses keys by tmux's names, as in Enter, C-c, Down.</summary>
    public void Press(params string[] keys) => Tmux(["send-keys", .. keys]);

    /// <summary>Starts ufcluster with a script.</summary>
    public void Start(string script)
    {
        var file = _folder.Write($"{Guid.NewGuid():N}.ps1", script);
        Type($"{Repository.Ufcluster} -File '{file}'");
        Press("Enter");
    }

    /// <summary>Makes the window another size.</summary>
    public void Resize(int columns, int rows) => Tmux("resize-window", "-x", Text(columns), "-y", Text(rows));

    /// <summary>Sends a signal to what runs in the terminal.</summary>
    public void Signal(string name) => Run("pkill", $"-{name}", "-P", Tmux("display-message", "-p", "#{pane_pid}").Trim(), "ufcluster");

    /// <summary>Waits until the screen is so, and returns it.</summary>
    public string[] Wait(Func<string, bool> isSo)
    {
        var waited = Stopwatch.StartNew();
        while (waited.Elapsed < Patience)
        {
            var lines = Lines;
            if (isSo(string.Join('\n', lines)))
            {
                return lines;
            }

            Thread.Sleep(50);
        }

        throw new TimeoutException("It did not come. The screen:\n" + string.Join('\n', Lines));
    }

    public void Dispose()
    {
        Tmux("kill-server");
        _folder.Dispose();
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}: {errors.Result}");
    }

    private string Tmux(params string[] arguments) => Run("tmux", ["-L", _server, "-u", .. arguments]);
}
