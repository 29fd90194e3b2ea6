using System.Text;

namespace Ultrafarma.Cluster.Httpd;

/// <summary>The names that <c>Define</c> and <c>-D</c> give, and what they stand for.</summary>
internal sealed class HttpdVariables
{
    private readonly Dictionary<string, string?> _values = new(StringComparer.Ordinal);

    public bool IsDefined(string name) => _values.ContainsKey(name);

    public void Define(string name, string? value = null) => _values[name] = value;

    public void Undefine(string name) => _values.Remove(name);

    /// <summary>Replaces each <c>${NAME}</c> whose value is known; the others stay, as Apache leaves them.</summary>
    public string Expand(string text)
    {
        if (!text.Contains("${", StringComparison.Ordinal))
        {
            return text;
        }

        var expanded = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length;)
        {
            var start = text.IndexOf("${", at, StringComparison.Ordinal);
            var end = start < 0 ? -1 : text.IndexOf('}', start);
            if (end < 0)
            {
                return expanded.Append(text, at, text.Length - at).ToString();
            }

            expanded.Append(text, at, start - at);
            var value = _values.GetValueOrDefault(text[(start + 2)..end]);
            expanded.Append(value ?? text[start..(end + 1)]);
            at = end + 1;
        }

        return expanded.ToString();
    }
}
