using Spectre.Console.Rendering;

namespace Ultrafarma.Cluster.Live.Drawing;

/// <summary>The list of keys.</summary>
internal static class HelpLines
{
    private static readonly (string Keys, string Meaning)[] Keys =
    [
        ("↑ ↓  k j", "select a server"),
        ("PgUp PgDn", "a page up or down"),
        ("Home End  g G", "the first or the last server"),
        ("d", "drain: no new sessions, but those of clients with a cookie for it"),
        ("m", "maint: nobody is let in, and nothing is checked"),
        ("r", "ready: in use again"),
        ("s >  S <", "sort by the next or the former column"),
        ("1 2 3 4 5 6", "sort by backend, sessions, requests, 5xx, state, name; again: reversed"),
        ("i", "reverse the order"),
        ("/", "filter: a part of a name or of a status (Enter keeps it, Esc clears it)"),
        ("Space", "look at the balancer now"),
        ("q", "leave"),
        ("", ""),
        ("SESS/MAX", "sessions now, and the most at once"),
        ("TREND", "requests, and 5xx responses, over the last 5 minutes at most; each line has a scale of its own"),
        ("CHANGE", "how long ago the status changed"),
        ("STATUS", "red: down; yellow: about to change; cyan: drained; dim: in maintenance"),
    ];

    /// <summary>As many lines as there is room for.</summary>
    /// <param name="top">The first line that is shown.</param>
    /// <param name="width">The cells of a line.</param>
    /// <param name="height">How many lines.</param>
    public static IEnumerable<IEnumerable<Segment>> Of(int top, int width, int height)
    {
        var first = Math.Min(top, Math.Max(0, Keys.Length - height));
        var keysWidth = Math.Min(15, width / 3);
        for (var i = 0; i < height; i++)
        {
            var (keys, meaning) = first + i < Keys.Length ? Keys[first + i] : ("", "");
            yield return [new Segment(" " + Fit.Left(keys, keysWidth), Look.Strong), new Segment(Fit.Left(meaning, width - keysWidth - 1))];
        }
    }
}
