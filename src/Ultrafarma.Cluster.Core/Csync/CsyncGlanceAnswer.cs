using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Csync;

/// <summary>Reads what <c>glance.sh</c> prints.</summary>
/// <param name="share">Gives one string for equal paths of all nodes.</param>
internal sealed class CsyncGlanceAnswer(Func<string, string> share) : CsyncAnswer<CsyncGlance>
{
    private readonly CsyncRowsAnswer _rows = new(share);
    private readonly List<string> _schedule = [];
    private bool _inRows;

    protected override void Read(ReadOnlySpan<byte> record)
    {
        if (_inRows)
        {
            _rows.Add(record);
            return;
        }

        switch (PathText.FromBytes(record).Split('\t', 3))
        {
            case ["cron", var file, var line]:
                if (CsyncScheduleText.WhenOfCron(file, line) is { } when)
                {
                    _schedule.Add(when);
                }

                break;
            case ["timer", var timer]:
                _schedule.Add(PathText.Display(timer));
                break;
            case ["rows"]:
                _inRows = true;
                break;
        }
    }

    protected override CsyncGlance Finish() => new(_rows.ToResult(), _schedule);
}
