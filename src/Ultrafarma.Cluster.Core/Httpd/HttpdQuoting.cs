namespace Ultrafarma.Cluster.Httpd;

/// <summary>Writes arguments so that Apache's <c>ap_getword_conf</c> reads them back.</summary>
internal static class HttpdQuoting
{
    /// <summary>Writes one argument.</summary>
    /// <param name="value">The value.</param>
    /// <param name="quote">The quote to use; NUL uses one only where the value needs it.</param>
    public static string Quote(string value, char quote)
    {
        ThrowIfNoLine(value, mayEndWithBackslash: true);
        if (quote == '\0')
        {
            if (!NeedsQuotes(value))
            {
                // Without quotes a pair of backslashes is one, and a single one stands for itself.
                return value.Replace(@"\\", @"\\\\", StringComparison.Ordinal);
            }

            quote = '"';
        }

        return quote
            + value.Replace(@"\", @"\\", StringComparison.Ordinal).Replace(quote.ToString(), @"\" + quote, StringComparison.Ordinal)
            + quote;
    }

    /// <summary>Refuses what would not stay on its line.</summary>
    public static void ThrowIfNoLine(string text, bool mayEndWithBackslash = false)
    {
        if (text.AsSpan().IndexOfAny('\n', '\r', '\0') >= 0)
        {
            throw new ArgumentException("It must not hold a line end or NUL: it stands on one line of httpd.conf.", nameof(text));
        }

        if (!mayEndWithBackslash && text.EndsWith('\\'))
        {
            throw new ArgumentException("It must not end with a backslash: that would join the next line of httpd.conf.", nameof(text));
        }
    }

    private static bool NeedsQuotes(string value) =>
        value.Length == 0 || value[0] is '"' or '\'' || value.EndsWith('\\') || value.Any(c => c is ' ' or '\t' or '\v' or '\f');
}
