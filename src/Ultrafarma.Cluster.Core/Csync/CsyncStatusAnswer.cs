using System.Globalization;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Csync;

/// <summary>Reads what <c>status.sh</c> prints. A part that is missing or not understood leaves the others as they are.</summary>
/// <param name="share">Gives one string for equal paths of all nodes.</param>
internal sealed class CsyncStatusAnswer(Func<string, string> share) : CsyncAnswer<CsyncNodeStatus>
{
    private const int EndBytes = 32;
    private readonly CsyncNodeStatus _status = new();
    private readonly CsyncRowsAnswer _rows = new(share);
    private readonly List<string> _lastRun = [];
    private bool _inRows;
    private bool _rowsFailed;

    protected override void Read(ReadOnlySpan<byte> record)
    {
        if (_inRows && !record.StartsWith("failed\t"u8))
        {
            _rows.Add(record);
            return;
        }

        switch (PathText.FromBytes(record).Split('\t', 3))
        {
            case ["host", var host]:
                _status.Host = host;
                break;
            case ["server", var answer]:
                _status.ServerAnswers = answer == "yes";
                break;
            case ["database", var bytes]:
                _status.DatabaseBytes = Number(bytes);
                break;
            case ["hints", var count]:
                _status.Hints = (int)Math.Min(int.MaxValue, Number(count));
                break;
            case ["own", var certificate]:
                _status.Certificate = EndOf(certificate);
                break;
            case ["pinned", var peer, var certificate]:
                _status.Pin(peer, certificate);
                break;
            case ["last", .. var line]:
                _lastRun.Add(string.Join('\t', line));
                break;
            case ["cron", var file, var line]:
                _status.AddSchedule(CsyncScheduleText.OfCron(file, line));
                break;
            case ["timer", var timer]:
                _status.AddSchedule(PathText.Display(timer));
                break;
            case ["failed", var part, var words]:
                _rowsFailed |= part == "rows";
                _status.AddProblem($"{NameOf(part)}: {PathText.Display(words)}");
                break;
            case ["rows"]:
                _inRows = true;
                break;
        }
    }

    protected override CsyncNodeStatus Finish()
    {
        if (_status.Host.Length == 0)
        {
            throw new FormatException("the answer does not begin with the host's name");
        }

        if (_inRows && !_rowsFailed)
        {
            Try("rows", () => _status.Rows = _rows.ToResult());
        }

        if (_lastRun.Count > 0)
        {
            Try("last", () => _status.LastRun = CsyncLastRun.Parse(_lastRun));
        }

        return _status;
    }

    private void Try(string part, Action read)
    {
        try
        {
            read();
        }
        catch (FormatException e)
        {
            _status.AddProblem($"{NameOf(part)}: {e.Message}");
        }
    }

    private static string NameOf(string part) => part switch
    {
        "rows" => "the dirty rows",
        "last" => "the last run",
        "server" => "csync2's server",
        "database" => "csync2's database",
        "hints" => "the hints",
        _ => part,
    };

    /// <summary>The last 64 hex digits of a certificate in base64, as csync2 records it; null when it is none.</summary>
    private static string? EndOf(string certificate)
    {
        var bytes = new byte[certificate.Length];
        return Convert.TryFromBase64String(certificate, bytes, out var length) && length >= EndBytes
            ? Convert.ToHexString(bytes, length - EndBytes, EndBytes)
            : null;
    }

    private static long Number(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        ? number
        : throw new FormatException("a number is none");
}
