using System.Globalization;
using System.Text.RegularExpressions;

namespace Ultrafarma.Cluster.Csync;

/// <summary>Times of cron and systemd, as the span from one run to the next and back.</summary>
internal static partial class CsyncTimes
{
    private const int Day = 24 * 60;

    /// <summary>Whether the runs can be equally far apart all day: only parts of an hour, and of a day, can be told to cron.</summary>
    public static bool IsPossible(TimeSpan every) =>
        every.Ticks % TimeSpan.TicksPerMinute == 0 && (int)every.TotalMinutes is var m && m is > 0 and <= Day
        && (m < 60 ? 60 % m == 0 : m % 60 == 0 && Day % m == 0);

    /// <summary>The five fields of a crontab.</summary>
    public static string ToCron(TimeSpan every) => (int)every.TotalMinutes switch
    {
        1 => "* * * * *",
        < 60 and var m => string.Create(CultureInfo.InvariantCulture, $"*/{m} * * * *"),
        60 => "0 * * * *",
        Day => "0 0 * * *",
        var m => string.Create(CultureInfo.InvariantCulture, $"0 */{m / 60} * * *"),
    };

    /// <summary>The same for systemd.</summary>
    public static string ToCalendar(TimeSpan every) => (int)every.TotalMinutes switch
    {
        < 60 and var m => string.Create(CultureInfo.InvariantCulture, $"*:0/{m}"),
        60 => "hourly",
        Day => "daily",
        var m => string.Create(CultureInfo.InvariantCulture, $"0/{m / 60}:00"),
    };

    /// <summary>The span of a crontab's five fields, or of its <c>@word</c>; null when it is not always the same.</summary>
    public static TimeSpan? FromCron(string timing)
    {
        var fields = timing.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        return fields switch
        {
            ["@hourly"] => TimeSpan.FromHours(1),
            ["@daily"] or ["@midnight"] => TimeSpan.FromDays(1),
            [var minute, var hour, "*", "*", "*"] when Expand(minute, 60) is { } minutes && Expand(hour, 24) is { } hours =>
                Gap([.. hours.SelectMany(h => minutes.Select(m => (h * 60) + m))]),
            _ => null,
        };
    }

    /// <summary>The span of a timer's OnCalendar or OnUnitActiveSec.</summary>
    public static TimeSpan? FromTimer(string calendar, string active)
    {
        if (calendar.Length == 0)
        {
            return SpanPattern().Match(active) is { Success: true } match && int.TryParse(match.Groups[1].Value, out var count) ? match.Groups[2].Value switch
            {
                "" or "s" or "sec" => TimeSpan.FromSeconds(count),
                "h" or "hr" => TimeSpan.FromHours(count),
                _ => TimeSpan.FromMinutes(count),
            } : null;
        }

        var text = calendar.StartsWith("*-*-* ", StringComparison.Ordinal) ? calendar[6..] : calendar;
        return text switch
        {
            "minutely" => TimeSpan.FromMinutes(1),
            "hourly" => TimeSpan.FromHours(1),
            "daily" => TimeSpan.FromDays(1),
            _ when CalendarPattern().Match(text) is { Success: true } match =>
                FromCron($"{Steps(match.Groups[2].Value, 59)} {Steps(match.Groups[1].Value, 23)} * * *"),
            _ => null,
        };
    }

    // systemd's 5/15 is cron's 5-59/15.
    private static string Steps(string field, int last) => field.Replace("/", $"-{last}/", StringComparison.Ordinal);

    private static TimeSpan? Gap(int[] times)
    {
        Array.Sort(times);
        var gap = (times[0] + Day) - times[^1];
        return times.Zip(times.Skip(1)).All(p => p.Second - p.First == gap) ? TimeSpan.FromMinutes(gap) : null;
    }

    private static SortedSet<int>? Expand(string field, int count)
    {
        var values = new SortedSet<int>();
        foreach (var part in field.Split(','))
        {
            if (FieldPattern().Match(part) is not { Success: true } match)
            {
                return null;
            }

            var step = Number(match, "step") ?? 1;
            var first = Number(match, "first") ?? 0;
            var last = Number(match, "last") ?? (match.Groups["first"].Success ? first : count - 1);
            if (step < 1 || first > last || last >= count)
            {
                return null;
            }

            for (var value = first; value <= last; value += step)
            {
                values.Add(value);
            }
        }

        return values;
    }

    private static int? Number(Match match, string group) =>
        match.Groups[group].Success ? int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture) : null;

    [GeneratedRegex(@"^(\*|(?<first>\d{1,2})(-(?<last>\d{1,2}))?)(/(?<step>\d{1,2}))?\z", RegexOptions.ExplicitCapture)]
    private static partial Regex FieldPattern();

    [GeneratedRegex(@"^(\*|\d{1,2}(?:/\d{1,2})?):(\*|\d{1,2}(?:/\d{1,2})?)(?::\d{1,2})?\z")]
    private static partial Regex CalendarPattern();

    [GeneratedRegex(@"^(\d{1,7})\s*(|s|sec|m|min|h|hr)\z")]
    private static partial Regex SpanPattern();
}
