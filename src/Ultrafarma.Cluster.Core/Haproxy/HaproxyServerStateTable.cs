using System.Text;

namespace Ultrafarma.Cluster.Haproxy;

/// <summary>The text of <c>show servers state</c>, as it is kept in a file.</summary>
internal static class HaproxyServerStateTable
{
    private const int HeaderLines = 2;

    /// <summary>The same table with the rows of some servers only; every line that stays is the same to the byte.</summary>
    /// <param name="table">A table that <see cref="HaproxyServerStates"/> reads.</param>
    /// <param name="isWanted">Chooses rows by backend and server.</param>
    public static byte[] Only(ReadOnlySpan<byte> table, Func<string, string, bool> isWanted)
    {
        var lines = Encoding.UTF8.GetString(table).Split('\n');
        var names = lines[HeaderLines - 1].TrimStart('#', ' ').Split(' ');
        var (backend, server) = (Array.IndexOf(names, "be_name"), Array.IndexOf(names, "srv_name"));
        bool Stays(string line)
        {
            var fields = line.Split(' ');
            return fields.Length <= Math.Max(backend, server) || isWanted(fields[backend], fields[server]);
        }

        return Encoding.UTF8.GetBytes(string.Join('\n', lines.Take(HeaderLines).Concat(lines.Skip(HeaderLines).Where(Stays))));
    }
}
