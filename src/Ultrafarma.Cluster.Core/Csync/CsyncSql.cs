using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Csync;

/// <summary>Writes names into SQL. csync2's encoding leaves no quote in a name, so a literal cannot be left.</summary>
internal static class CsyncSql
{
    private const int NamesPerStatement = 500;

    /// <summary>Writes <c>'a','b'</c>.</summary>
    public static void WriteNames(Stream sql, IEnumerable<string> paths, string before = "'", string after = "'")
    {
        var first = true;
        foreach (var path in paths)
        {
            if (!first)
            {
                sql.WriteByte((byte)',');
            }

            first = false;
            sql.Write(System.Text.Encoding.ASCII.GetBytes(before));
            sql.Write(CsyncName.Encode(PathText.ToBytes(path)));
            sql.Write(System.Text.Encoding.ASCII.GetBytes(after));
        }
    }

    /// <summary>The tables that apply.sh works from: the wanted paths, and the folders above them.</summary>
    public static byte[] WantedTables(IReadOnlyCollection<string> paths)
    {
        using var sql = new MemoryStream();
        sql.Write("begin;create table wanted(filename primary key);create table ancestor(filename primary key);\n"u8);
        Insert(sql, "wanted", paths);
        Insert(sql, "ancestor", paths.SelectMany(Ancestors).Distinct(StringComparer.Ordinal));
        sql.Write("commit;\n"u8);
        return sql.ToArray();
    }

    private static void Insert(MemoryStream sql, string table, IEnumerable<string> paths)
    {
        foreach (var chunk in paths.Chunk(NamesPerStatement))
        {
            sql.Write(System.Text.Encoding.ASCII.GetBytes($"insert or ignore into {table} values "));
            WriteNames(sql, chunk, "('", "')");
            sql.Write(";\n"u8);
        }
    }

    private static IEnumerable<string> Ancestors(string path)
    {
        for (var slash = path.LastIndexOf('/'); slash > 0; slash = path.LastIndexOf('/', slash - 1))
        {
            yield return path[..slash];
        }
    }
}
