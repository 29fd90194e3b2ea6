using System.Globalization;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Csync;

/// <summary>What a node has of schedules.</summary>
/// <param name="Node">The node.</param>
/// <param name="HasSystemd">systemd runs there.</param>
/// <param name="HasCron">A cron is installed there.</param>
/// <param name="Schedules">The entries.</param>
/// <param name="Own">Our files there, by their path, with their SHA-256.</param>
internal sealed record CsyncScheduleLook(
    string Node, bool HasSystemd, bool HasCron, IReadOnlyList<CsyncSchedule> Schedules, IReadOnlyDictionary<string, string> Own)
{
    /// <summary>What ours took the place of, by what ours do.</summary>
    public IReadOnlyDictionary<CsyncScheduleKind, CsyncAdopted> Adopted { get; init; } = new Dictionary<CsyncScheduleKind, CsyncAdopted>();

    /// <summary>Lines that stand behind the mark of what ours took the place of.</summary>
    public IReadOnlyList<CsyncSchedule> Marked { get; init; } = [];

    /// <summary>Reads what schedules.sh gives.</summary>
    /// <exception cref="FormatException">It is not whole.</exception>
    public static CsyncScheduleLook Parse(string node, ReadOnlySpan<byte> answer)
    {
        var fields = new Queue<string>(PathText.FromBytes(answer).Split('\0'));
        if (Next(fields) != "node")
        {
            throw new FormatException("Something that the login shell prints may be in the way.");
        }

        var (hasSystemd, hasCron) = (Next(fields) == "yes", Next(fields) == "yes");
        var schedules = new List<CsyncSchedule>();
        var marked = new List<CsyncSchedule>();
        var adopted = new Dictionary<CsyncScheduleKind, CsyncAdopted>();
        var own = new Dictionary<string, string>(StringComparer.Ordinal);
        while (Next(fields) is var kind && kind != "end")
        {
            switch (kind)
            {
                case "cron":
                    if (Cron(node, Next(fields), Next(fields)) is { } line)
                    {
                        (line.Raw.StartsWith(CsyncCrontabLine.AdoptMark, StringComparison.Ordinal) ? marked : schedules).Add(line);
                    }

                    break;
                case "timer":
                    schedules.Add(Timer(node, fields));
                    break;
                case "backup":
                    Adopt(Next(fields), a => a with { Folders = [.. a.Folders, Next(fields)] });
                    break;
                case "gone":
                    Adopt(Next(fields), a => a with { Gone = Next(fields) });
                    break;
                case "stopped":
                    Adopt(Next(fields), a => a with { Timers = [.. a.Timers, Next(fields)] });
                    break;
                case "kept":
                    Adopt(Next(fields), a => a with { Lines = [.. a.Lines, (Next(fields), Next(fields))] });
                    break;
                case "own":
                    own[Next(fields)] = Next(fields);
                    break;
                default:
                    throw new FormatException($"'{PathText.Display(kind)}' is none of the words that are known.");
            }
        }

        return new CsyncScheduleLook(node, hasSystemd, hasCron, schedules, own) { Adopted = adopted, Marked = marked };

        void Adopt(string home, Func<CsyncAdopted, CsyncAdopted> add)
        {
            var kind = home == CsyncScheduleFiles.Home(CsyncScheduleKind.Sync) ? CsyncScheduleKind.Sync : CsyncScheduleKind.Resolve;
            adopted[kind] = add(adopted.GetValueOrDefault(kind, CsyncAdopted.Nothing));
        }
    }

    private static string Next(Queue<string> fields) => fields.TryDequeue(out var field) ? field : throw new FormatException("The answer is not whole.");

    private static CsyncSchedule? Cron(string node, string file, string numbered)
    {
        var colon = numbered.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0 || !int.TryParse(numbered[..colon], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            throw new FormatException("A line comes without its number.");
        }

        var raw = numbered[(colon + 1)..];
        return CsyncCrontabLine.Parse(CsyncCrontabLine.Given(raw), CsyncCrontabLine.OwnerOf(file)) is not { } line ? null : new CsyncSchedule
        {
            Node = node,
            Kind = CsyncCrontabLine.KindOf(line.Command),
            Source = CsyncScheduleSource.Cron,
            File = file,
            Line = number,
            Timing = line.Timing,
            Every = CsyncTimes.FromCron(line.Timing),
            User = line.User,
            Command = line.Command,
            IsForeign = !CsyncScheduleFiles.IsOurs(file),
            IsSuspended = line.IsSuspended,
            IsHeld = line.IsHeld,
            Raw = raw,
        };
    }

    private static CsyncSchedule Timer(string node, Queue<string> fields)
    {
        var (file, calendar, span, state, command) = (Next(fields), Next(fields), Next(fields), Next(fields), Next(fields));
        return new CsyncSchedule
        {
            Node = node,
            Kind = CsyncCrontabLine.KindOf(command),
            Source = CsyncScheduleSource.Systemd,
            File = file,
            Timing = calendar.Length > 0 ? calendar : span,
            Every = CsyncTimes.FromTimer(calendar, span),
            User = "root",
            Command = command,
            IsForeign = !CsyncScheduleFiles.IsOurs(file),
            IsSuspended = state != "active",
        };
    }
}
