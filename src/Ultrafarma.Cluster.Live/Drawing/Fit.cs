using System.Globalization;
using Spectre.Console.Rendering;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Live.Drawing;

/// <summary>Makes texts harmless, and as wide as their place. Widths are cells of the terminal, of which some characters take two.</summary>
internal static class Fit
{
    private const string Ellipsis = "…";

    /// <summary>The text with everything that could steer a terminal made visible: names come from elsewhere.</summary>
    public static string Harmless(string text) => PathText.Display(text);

    /// <summary>How many cells a text takes.</summary>
    public static int Cells(string text) => new Segment(text).CellCount();

    /// <summary>The text, cut or padded at its end.</summary>
    public static string Left(string text, int width) => Pad(Cells(text) <= width ? text : Head(text, width - 1) + Ellipsis, width);

    /// <summary>The text, padded at its beginning, or cut at its end.</summary>
    public static string Right(string text, int width)
    {
        var missing = width - Cells(text);
        return missing < 0 ? Left(text, width) : new string(' ', missing) + text;
    }

    /// <summary>The text, cut at its beginning: names of servers differ at their end.</summary>
    public static string Tail(string text, int width)
    {
        if (Cells(text) <= width)
        {
            return Pad(text, width);
        }

        var elements = Elements(text);
        elements.Reverse();
        return Pad(Ellipsis + string.Concat(Enumerable.Reverse(Take(elements, width - 1))), width);
    }

    private static string Head(string text, int width) => string.Concat(Take(Elements(text), width));

    private static string Pad(string text, int width) => text + new string(' ', Math.Max(0, width - Cells(text)));

    private static List<string> Take(List<string> elements, int width)
    {
        var taken = new List<string>();
        foreach (var element in elements)
        {
            width -= Cells(element);
            if (width < 0)
            {
                break;
            }

            taken.Add(element);
        }

        return taken;
    }

    // A base character and what is put on it stay together.
    private static List<string> Elements(string text)
    {
        var elements = new List<string>();
        var enumerator = StringInfo.GetTextElementEnumerator(text);
        while (enumerator.MoveNext())
        {
            elements.Add(enumerator.GetTextElement());
        }

        return elements;
    }
}
