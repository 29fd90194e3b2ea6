using System.Management.Automation;
using System.Security;
using System.Text;
using Ultrafarma.Cluster.Shell.Hosting;

namespace Ultrafarma.Cluster.Shell.Prompts;

/// <summary>
/// Reads a line key by key from the terminal. It looks for keys instead of waiting in the kernel, so that Ctrl-C ends
/// it at once and nothing is left behind that would swallow the next line.
/// </summary>
internal sealed class LineReader(Terminal terminal)
{
    private const int PollMilliseconds = 15;
    private int cancellations;

    /// <summary>Ends the read that is under way, if any: it throws <see cref="PipelineStoppedException"/>.</summary>
    public void Cancel() => Interlocked.Increment(ref cancellations);

    /// <summary>Reads a line with echo; null at the end of the input (Ctrl-D on an empty line).</summary>
    public string? ReadText()
    {
        var text = new StringBuilder();
        bool ended = Read(
            c =>
            {
                text.Append(c);
                terminal.EchoTyped(c);
            },
            () =>
            {
                if (text.Length > 0)
                {
                    for (int cells = CellWidth.Of(text[^1]); cells > 0; cells--)
                    {
                        terminal.RubTyped();
                    }

                    text.Length--;
                }
            },
            () => text.Length);
        return ended && text.Length == 0 ? null : text.ToString();
    }

    /// <summary>Reads a line without echo, into memory that is wiped.</summary>
    public SecureString ReadSecret()
    {
        var secret = new SecureString();
        Read(
            secret.AppendChar,
            () =>
            {
                if (secret.Length > 0)
                {
                    secret.RemoveAt(secret.Length - 1);
                }
            },
            () => secret.Length);
        secret.MakeReadOnly();
        return secret;
    }

    // Returns true when the input ended instead of the line.
    private bool Read(Action<char> add, Action removeLast, Func<int> length)
    {
        int before = Volatile.Read(ref cancellations);
        while (true)
        {
            ConsoleKeyInfo key = NextKey(before);
            bool control = key.Modifiers.HasFlag(ConsoleModifiers.Control);
            if (key.Key == ConsoleKey.Enter || key.KeyChar is '\r' or '\n')
            {
                terminal.WriteQuestion(string.Empty, newLine: true);
                return false;
            }
            else if ((key.KeyChar == '\u0004' || (control && key.Key == ConsoleKey.D)) && length() == 0)
            {
                terminal.WriteQuestion(string.Empty, newLine: true);
                return true;
            }
            else if (key.Key == ConsoleKey.Backspace || key.KeyChar is '\b' or '\u007f')
            {
                removeLast();
            }
            else if (control && key.Key == ConsoleKey.U)
            {
                while (length() > 0)
                {
                    removeLast();
                }
            }
            else if (!char.IsControl(key.KeyChar))
            {
                add(key.KeyChar);
            }
        }
    }

    private ConsoleKeyInfo NextKey(int before)
    {
        while (!Console.KeyAvailable)
        {
            if (Volatile.Read(ref cancellations) != before)
            {
                terminal.WriteQuestion(string.Empty, newLine: true);
                throw new PipelineStoppedException();
            }

            Thread.Sleep(PollMilliseconds);
        }

        return Console.ReadKey(intercept: true);
    }
}
