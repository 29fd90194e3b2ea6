using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;

namespace Ultrafarma.Cluster.Shell.Hosting;

/// <summary>Draws the newest progress record as one line, not more often than the eye can follow.</summary>
internal sealed class ProgressLine(Terminal terminal)
{
    private const long RedrawMilliseconds = 100;
    private readonly Lock gate = new();
    private readonly Stopwatch sinceDraw = new();

    /// <summary>Takes a record in: draws it, leaves it out, or erases the line when it says that the work is done.</summary>
    public void Show(ProgressRecord record)
    {
        if (!terminal.CanShowProgress)
        {
            return;
        }

        lock (gate)
        {
            if (record.RecordType == ProgressRecordType.Completed)
            {
                // An inner activity that ends leaves the line to the outer one, which draws again soon.
                if (record.ParentActivityId < 0)
                {
                    Erase();
                }
            }
            else if (!sinceDraw.IsRunning || sinceDraw.ElapsedMilliseconds >= RedrawMilliseconds)
            {
                sinceDraw.Restart();
                terminal.ShowProgress(Format(record, Terminal.Width - 1));
            }
        }
    }

    /// <summary>Takes the line away, also when the command that drew it never said that it was done.</summary>
    public void Erase()
    {
        lock (gate)
        {
            sinceDraw.Reset();
            terminal.ShowProgress(string.Empty);
        }
    }

    private static string Format(ProgressRecord record, int width)
    {
        string text = record.Activity;
        if (record.PercentComplete >= 0)
        {
            text += string.Create(CultureInfo.InvariantCulture, $" {record.PercentComplete}%");
        }

        if (!string.IsNullOrWhiteSpace(record.StatusDescription))
        {
            text += ": " + record.StatusDescription;
        }

        if (!string.IsNullOrWhiteSpace(record.CurrentOperation))
        {
            text += " - " + record.CurrentOperation;
        }

        if (record.SecondsRemaining >= 0)
        {
            text += string.Create(CultureInfo.InvariantCulture, $" ({TimeSpan.FromSeconds(record.SecondsRemaining):m\\:ss} left)");
        }

        return CellWidth.Cut(string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)), width);
    }
}
