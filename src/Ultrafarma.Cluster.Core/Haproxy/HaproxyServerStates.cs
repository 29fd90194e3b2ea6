using System.Globalization;
using System.Text;

namespace Ultrafarma.Cluster.Haproxy;

/// <summary>The table of <c>show servers state</c> and of state files (HAProxy management guide, "show servers state", version 1).</summary>
/// <param name="Rows">The rows, in the table's order.</param>
internal sealed record HaproxyServerStates(IReadOnlyList<HaproxyServerState> Rows)
{
    private const string Version = "1";

    /// <summary>Reads the table.</summary>
    /// <param name="origin">Where it comes from: a <see cref="HaproxySource"/>, or a file's name.</param>
    /// <param name="bytes">The table.</param>
    /// <exception cref="HaproxyException">It is none (BadAnswer), or its end is missing (Truncated).</exception>
    public static HaproxyServerStates Parse(object origin, ReadOnlySpan<byte> bytes)
    {
        var lines = Encoding.UTF8.GetString(bytes).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (lines.Length < 2 || lines[0] != Version || !lines[1].StartsWith("# ", StringComparison.Ordinal))
        {
            throw HaproxyFailure.NoServerStates(origin);
        }

        var names = lines[1][2..].Split(' ');

        // A weight that lost a digit is a weight, too. HAProxy's own answer ends with an empty line.
        if (origin is HaproxySource source && !bytes.EndsWith("\n\n"u8))
        {
            throw HaproxyFailure.Truncated(source);
        }

        if (!bytes.EndsWith("\n"u8))
        {
            throw HaproxyFailure.NoServerStates(origin);
        }

        var rows = new List<HaproxyServerState>(lines.Length - 2);
        foreach (var line in lines.Skip(2).Where(l => l[0] != '#'))
        {
            rows.Add(Row(names, line.Split(' ')) ?? throw HaproxyFailure.NoServerStates(origin));
        }

        return new HaproxyServerStates(rows);
    }

    /// <summary>The same look with what only this table tells.</summary>
    public HaproxySnapshot AddTo(HaproxySnapshot snapshot)
    {
        var rows = new Dictionary<(string Backend, string Name), HaproxyServerState>();
        foreach (var row in Rows)
        {
            rows[(row.Backend, row.Name)] = row;
        }

        return snapshot with
        {
            Backends =
            [
                .. snapshot.Backends.Select(backend => backend with
                {
                    Servers =
                    [
                        .. backend.Servers.Select(server => rows.TryGetValue((server.Backend, server.Name), out var row)
                            ? server with { AdminState = row.AdminState, UserWeight = row.UserWeight, InitialWeight = row.InitialWeight }
                            : server),
                    ],
                }),
            ],
        };
    }

    private static HaproxyServerState? Row(string[] names, string[] fields)
    {
        string Field(string name) => Array.IndexOf(names, name) is >= 0 and var i && i < fields.Length ? fields[i] : "";
        long? Number(string name) =>
            long.TryParse(Field(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;

        return Field("be_name") is { Length: > 0 } backend && Field("srv_name") is { Length: > 0 } server
            && Number("srv_admin_state") is { } admin and <= int.MaxValue
            && Number("srv_uweight") is { } weight && Number("srv_iweight") is { } initial
                ? new HaproxyServerState(backend, server, (HaproxyAdminState)(int)admin, weight, initial)
                : null;
    }
}
