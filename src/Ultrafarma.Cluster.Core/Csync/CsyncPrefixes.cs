using System.Text.RegularExpressions;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Csync;

/// <summary>Where one node's <c>prefix</c> names lead: <c>prefix data { on host*: /srv/data; }</c> makes <c>%data%/f</c> be /srv/data/f.</summary>
internal sealed partial class CsyncPrefixes
{
    private readonly Dictionary<string, string> _folders = new(StringComparer.Ordinal);

    /// <summary>No prefixes.</summary>
    public static CsyncPrefixes None { get; } = new();

    /// <summary>Reads the prefixes that csync2.cfg defines for a host (cfgfile_scanner.l: quotes without escapes, # comments).</summary>
    public static CsyncPrefixes Parse(string config, string hostName)
    {
        var prefixes = new CsyncPrefixes();
        var words = Token().Matches(config).Where(m => !m.Value.StartsWith('#')).Select(m => m.Value.Trim('"')).ToList();
        for (var i = 0; i + 2 < words.Count; i++)
        {
            if (words[i] != "prefix" || words[i + 2] != "{")
            {
                continue;
            }

            var name = words[i + 1];
            string? folder = null;
            for (i += 3; i < words.Count && words[i] != "}"; i++)
            {
                if (words[i] == "on" && i + 3 < words.Count && words[i + 2] == ":" && words[i + 3].StartsWith('/')
                    && Glob(words[i + 1]).IsMatch(hostName))
                {
                    folder ??= words[i + 3].TrimEnd('/');
                }
            }

            if (folder is not null)
            {
                // Within a block the first line that matches counts, of two blocks of one name the later.
                prefixes._folders[name] = folder;
            }
        }

        return prefixes;
    }

    /// <summary>The real path of a name as csync2 has it.</summary>
    /// <exception cref="FormatException">The name's prefix is not defined for this host.</exception>
    public string ToRealPath(string name)
    {
        if (!name.StartsWith('%'))
        {
            return name;
        }

        var end = name.IndexOf('%', 1);
        return end > 0 && _folders.TryGetValue(name[1..end], out var folder)
            ? folder + name[(end + 1)..]
            : throw new FormatException($"The prefix of '{PathText.Display(name)}' is not defined in csync2's config for this host.");
    }

    /// <summary>The name that csync2 has for a real path.</summary>
    public string ToName(string realPath)
    {
        var (name, folder) = _folders.FirstOrDefault(f => realPath.StartsWith(f.Value + "/", StringComparison.Ordinal));
        return name is null ? realPath : $"%{name}%{realPath[folder.Length..]}";
    }

    /// <summary>fnmatch(3) without flags.</summary>
    private static Regex Glob(string pattern)
    {
        var expression = GlobPart().Replace(pattern, part => part.Value switch
        {
            "*" => ".*",
            "?" => ".",
            ['[', '!', .. var set, ']'] => $"[^{Set(set)}]",
            ['[', .. var set, ']'] => $"[{Set(set)}]",
            ['\\', .. var escaped] => Regex.Escape(escaped),
            var plain => Regex.Escape(plain),
        });
        return new Regex("^(?:" + expression + ")$", RegexOptions.CultureInvariant | RegexOptions.Singleline);
    }

    private static string Set(string members) => members.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("[", @"\[", StringComparison.Ordinal)
        .Replace("]", @"\]", StringComparison.Ordinal).Replace("^", @"\^", StringComparison.Ordinal);

    [GeneratedRegex(@"\*|\?|\[!?\]?[^\]]+\]|\\.|[^*?\[\\]+|.", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex GlobPart();

    // As cfgfile_scanner.l: quotes without escapes, comments, and words that may hold a colon or brace but not end with a colon.
    [GeneratedRegex("""#[^\r\n]*|"[^"]*"|[{}](?=[ \r\n\t@;()#":]|$)|[^ \r\n\t@;()#"]*[^ \r\n\t@:;()#"]|[@:;()]""", RegexOptions.CultureInvariant)]
    private static partial Regex Token();
}
