namespace Ultrafarma.Cluster.Nodes;

/// <summary>Reads an ssh_config and what it includes. What is wrong with it is said, and that line left out.</summary>
internal sealed class SshConfigReader
{
    // OpenSSH's own limit.
    private const int DeepestInclude = 16;
    private const UnixFileMode WritableByOthers = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    private readonly string _home;
    private readonly List<SshConfigSetting> _settings = [];
    private readonly List<string> _problems = [];

    private SshConfigReader(string home) => _home = home;

    /// <summary>Reads a file.</summary>
    /// <param name="file">Its full path.</param>
    /// <param name="home">The user's home folder: <c>~</c>, and where <c>.ssh</c> lies.</param>
    public static SshConfig Read(string file, string home)
    {
        var reader = new SshConfigReader(home);
        reader.ReadFile(file, [], 0);
        return new SshConfig(file, home, reader._settings, reader._problems);
    }

    private void ReadFile(string file, IReadOnlyList<SshConfigCondition> outer, int depth)
    {
        string[] lines;
        try
        {
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(file) & WritableByOthers) != 0)
            {
                _problems.Add($"{file} is left out: other users may write to it. Close it with chmod go-w.");
                return;
            }

            lines = File.ReadAllLines(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _problems.Add($"{file} is left out: {e.Message}");
            return;
        }

        var conditions = outer;
        for (var i = 0; i < lines.Length; i++)
        {
            var words = SshConfigWords.Split(lines[i]);
            var problem = words is null ? "a quote is not closed"
                : words.Count == 0 ? null
                : words.Count == 1 ? $"{words[0]} has no value"
                : SshConfigValues.ProblemOf(words[0], words[1]);
            if (problem is not null)
            {
                _problems.Add($"{file}:{i + 1}: {PathText.Display(problem)}; the line is left out.");
            }
            else if (words!.Count > 0)
            {
                conditions = Take(new SshConfigSetting(conditions, words[0], [.. words.Skip(1)]), outer, depth);
            }
        }
    }

    /// <summary>Takes one line over; gives the conditions of the next one.</summary>
    private IReadOnlyList<SshConfigCondition> Take(SshConfigSetting setting, IReadOnlyList<SshConfigCondition> outer, int depth)
    {
        if (setting.Is("Host"))
        {
            return [.. outer, new SshConfigCondition(setting.Values)];
        }

        if (setting.Is("Match"))
        {
            if (setting.Values is [var all] && all.Equals("all", StringComparison.OrdinalIgnoreCase))
            {
                return [.. outer, SshConfigCondition.Always];
            }

            _settings.Add(setting with { Conditions = outer });
            return [.. outer, SshConfigCondition.Never];
        }

        if (setting.Is("Include"))
        {
            foreach (var file in setting.Values.SelectMany(Included))
            {
                if (depth == DeepestInclude)
                {
                    _problems.Add($"{file} is left out: too many files include each other.");
                    break;
                }

                ReadFile(file, setting.Conditions, depth + 1);
            }
        }
        else
        {
            _settings.Add(setting);
        }

        return setting.Conditions;
    }

    private IEnumerable<string> Included(string pattern)
    {
        var path = pattern.StartsWith("~/", StringComparison.Ordinal)
            ? Path.Combine(_home, pattern[2..])
            : Path.GetFullPath(pattern, Path.Combine(_home, ".ssh"));
        var name = Path.GetFileName(path);
        if (!name.AsSpan().ContainsAny('*', '?'))
        {
            return File.Exists(path) ? [path] : [];
        }

        var folder = Path.GetDirectoryName(path)!;
        try
        {
            return Directory.Exists(folder)
                ? Directory.GetFiles(folder, name).Where(file => !Path.GetFileName(file).StartsWith('.')).Order(StringComparer.Ordinal)
                : [];
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            _problems.Add($"{pattern} is left out: {e.Message}");
            return [];
        }
    }
}
