using System.Globalization;
using System.Text.RegularExpressions;

namespace Ultrafarma.Cluster.Haproxy;

/// <summary>Reads the answer to <c>show errors</c> (HAProxy management guide, "show errors"; src/proxy.c, cli_io_handler_show_errors).</summary>
internal static partial class HaproxyErrorsReader
{
    private const string TimeFormat = "dd/MMM/yyyy:HH:mm:ss.fff";

    /// <summary>Reads the captures, in HAProxy's order.</summary>
    /// <param name="source">Where they come from.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="now">When it came.</param>
    /// <exception cref="HaproxyException">It is none (BadAnswer).</exception>
    public static IReadOnlyList<HaproxyError> Read(HaproxySource source, string answer, DateTimeOffset now)
    {
        var lines = answer.Split('\n');
        if (Captured().Match(lines[0]) is not { Success: true } first || !TryTime(first.Groups["time"].Value, out var clock))
        {
            throw HaproxyFailure.NoErrors(source);
        }

        var errors = new List<HaproxyError>();
        for (var i = 1; i < lines.Length; i++)
        {
            if (Head().Match(lines[i]) is not { Success: true } head || !TryTime(head.Groups["time"].Value, out var time))
            {
                continue;
            }

            var end = i + 1;
            while (end < lines.Length && !Head().IsMatch(lines[end]))
            {
                end++;
            }

            // HAProxy gives its own local time without a zone: how long ago it was is certain.
            errors.Add(Capture(source, head, now - (clock - time), lines[(i + 1)..end]));
            i = end - 1;
        }

        return errors;
    }

    private static HaproxyError Capture(HaproxySource source, Match head, DateTimeOffset time, string[] lines)
    {
        var dump = lines.Select(line => Dump().Match(line)).Where(m => m.Success).Select(m => m.Groups["text"].Value);
        var about = string.Join('\n', lines.TakeWhile(line => !Dump().IsMatch(line)));
        return new HaproxyError
        {
            Source = source,
            Time = time,
            Proxy = head.Groups["proxy"].Value,
            Kind = head.Groups["kind"].Value,
            Backend = Named(Backend().Match(about)),
            Server = Named(Server().Match(about)),
            Client = Named(Client().Match(about)),
            EventId = Number(Event().Match(about)),
            PositionBytes = Number(Position().Match(about)),
            LengthBytes = Number(Length().Match(about)),
            Content = string.Join('\n', dump),
        };
    }

    private static string? Named(Match match) => match.Success && match.Groups[1].Value is not "<NONE>" and var name ? name : null;

    private static long? Number(Match match) =>
        match.Success && long.TryParse(match.Groups[1].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;

    private static bool TryTime(string text, out DateTime time) =>
        DateTime.TryParseExact(text, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out time);

    [GeneratedRegex(@"^Total events captured on \[(?<time>[^\]]+)\]")]
    private static partial Regex Captured();

    [GeneratedRegex(@"^\[(?<time>[^\]]+)\] (frontend|backend|proxy) (?<proxy>\S+) \(#-?\d+\)\s*: invalid (?<kind>request|response)")]
    private static partial Regex Head();

    [GeneratedRegex(@"^  \d{5}[ +] (?<text>.*)$")]
    private static partial Regex Dump();

    [GeneratedRegex(@"\bbackend (\S+) \(#")]
    private static partial Regex Backend();

    [GeneratedRegex(@"\bserver (\S+) \(#")]
    private static partial Regex Server();

    [GeneratedRegex(@"\bsrc (\S+?)(,|\s|$)")]
    private static partial Regex Client();

    [GeneratedRegex(@"\bevent #(\d+)")]
    private static partial Regex Event();

    [GeneratedRegex(@"\berror at position (\d+)")]
    private static partial Regex Position();

    [GeneratedRegex(@"\blen(?:gth)? (\d+)")]
    private static partial Regex Length();
}
