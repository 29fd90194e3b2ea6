using System.Runtime.InteropServices;
using System.Text;

namespace Ultrafarma.Cluster.Live.Terminals;

/// <summary>
/// The terminal while it is ours: another screen buffer, no cursor, no line wrap. It is given back when the session ends, and
/// when the process ends before. Ctrl-Z does nothing meanwhile.
/// </summary>
internal sealed class TerminalSession : IDisposable
{
    private const string OtherBuffer = "\e[?1049h";
    private const string Prepare = "\e[?25l\e[?7l\e[2J";
    private const string GiveBack = "\e[0m\e[?7h\e[?25h\e[?1049l";

    private readonly Stream _output = Console.OpenStandardOutput();
    private readonly object _gate = new();
    private readonly List<PosixSignalRegistration> _signals = [];
    private readonly Encoding? _formerEncoding;
    private bool _isOver;

    /// <summary>Takes the terminal.</summary>
    public TerminalSession()
    {
        if (OperatingSystem.IsWindows())
        {
            // The bars are in none of the old code pages.
            _formerEncoding = Console.OutputEncoding;
            Console.OutputEncoding = Encoding.UTF8;
        }

        AppDomain.CurrentDomain.ProcessExit += OnProcessExit;
        if (!OperatingSystem.IsWindows())
        {
            // A stopped process could not take a change to its end, and would leave the shell with our screen.
            _signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGTSTP, context => context.Cancel = true));

            // Stopped all the same (kill -STOP): the shell has been here, so all is drawn anew.
            _signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGCONT, _ => BeginAnew()));
        }

        Write(OtherBuffer);
        BeginAnew();
    }

    /// <summary>How often the screen was begun anew: what is on it since then is all that there is.</summary>
    public int Generation { get; private set; }

    /// <summary>Writes in one piece, so that no half frame is ever seen.</summary>
    public void Write(string text)
    {
        lock (_gate)
        {
            if (!_isOver)
            {
                Send(text);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= OnProcessExit;
        End();
        foreach (var signal in _signals)
        {
            signal.Dispose();
        }

        if (_formerEncoding is not null)
        {
            Console.OutputEncoding = _formerEncoding;
        }

        _output.Dispose();
    }

    private void OnProcessExit(object? sender, EventArgs e) => End();

    private void BeginAnew()
    {
        lock (_gate)
        {
            Generation++;
            Write(Prepare);
        }
    }

    private void End()
    {
        lock (_gate)
        {
            Write(GiveBack);
            _isOver = true;
        }
    }

    private void Send(string text)
    {
        try
        {
            _output.Write(Encoding.UTF8.GetBytes(text));
            _output.Flush();
        }
        catch (IOException)
        {
            // The terminal is gone, and with it everybody who could see something; the signal for that ends us.
        }
    }
}
