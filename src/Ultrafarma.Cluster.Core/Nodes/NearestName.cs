namespace Ultrafarma.Cluster.Nodes;

/// <summary>Finds what somebody meant who mistyped a name.</summary>
internal static class NearestName
{
    /// <summary>The known name that differs least, or null when none is near.</summary>
    public static string? Find(string typed, IEnumerable<string> known)
    {
        // A very long "name" is no typing error, and the table below grows with it.
        if (typed.Length > 64)
        {
            return null;
        }

        var (name, distance) = known
            .Select(candidate => (Name: candidate, Distance: Distance(typed.ToUpperInvariant(), candidate.ToUpperInvariant())))
            .OrderBy(pair => pair.Distance)
            .FirstOrDefault();
        return name is not null && distance <= Math.Max(1, Math.Min(typed.Length, name.Length) / 2) ? name : null;
    }

    /// <summary>Optimal string alignment: insertions, deletions, replacements and swapped neighbours.</summary>
    public static int Distance(string a, string b)
    {
        var cost = new int[a.Length + 1][];
        for (var i = 0; i <= a.Length; i++)
        {
            cost[i] = new int[b.Length + 1];
            cost[i][0] = i;
        }

        for (var j = 0; j <= b.Length; j++)
        {
            cost[0][j] = j;
        }

        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var replace = cost[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                cost[i][j] = Math.Min(replace, Math.Min(cost[i - 1][j], cost[i][j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    cost[i][j] = Math.Min(cost[i][j], cost[i - 2][j - 2] + 1);
                }
            }
        }

        return cost[a.Length][b.Length];
    }
}
