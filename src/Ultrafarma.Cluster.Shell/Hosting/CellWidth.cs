namespace Ultrafarma.Cluster.Shell.Hosting;

/// <summary>How many cells of a terminal a text takes: East Asian wide characters and emoji take two.</summary>
internal static class CellWidth
{
    /// <summary>Cells of one UTF-16 unit; each half of a surrogate pair counts one, so that the pair counts two.</summary>
    public static int Of(char c) => c switch
    {
        < '\u1100' => 1,
        <= '\u115f' or '\u2329' or '\u232a' => 2,
        >= '\u2e80' and <= '\ua4cf' and not '\u303f' => 2,
        >= '\uac00' and <= '\ud7a3' => 2,
        >= '\uf900' and <= '\ufaff' => 2,
        >= '\ufe10' and <= '\ufe19' => 2,
        >= '\ufe30' and <= '\ufe6f' => 2,
        >= '\uff00' and <= '\uff60' => 2,
        >= '\uffe0' and <= '\uffe6' => 2,
        _ => 1,
    };

    /// <summary>Cells of a text.</summary>
    public static int Of(ReadOnlySpan<char> text)
    {
        int width = 0;
        foreach (char c in text)
        {
            width += Of(c);
        }

        return width;
    }

    /// <summary>The longest start of the text that fits, with an ellipsis when something is missing.</summary>
    public static string Cut(string text, int width)
    {
        if (Of(text) <= width)
        {
            return text;
        }

        int used = 1;
        int end = 0;
        while (end < text.Length && used + Of(text[end]) <= width)
        {
            used += Of(text[end++]);
        }

        return text[..end] + "…";
    }
}
