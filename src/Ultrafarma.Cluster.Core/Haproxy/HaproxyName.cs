namespace Ultrafarma.Cluster.Haproxy;

/// <summary>
/// Names of backends and servers as they go into a command. The runtime socket takes <c>;</c> and a line feed for the end
/// of a command, blanks for the end of a word, <c>/</c> for the end of a backend's name and <c>#</c> for a number, so a
/// name with one of these could reach another server, or be another command.
/// </summary>
internal static class HaproxyName
{
    private const string Special = ";/#\\\"'<>";

    /// <summary>The server as commands name it: <c>backend/server</c>.</summary>
    /// <exception cref="HaproxyException">One of the names is none (InvalidName).</exception>
    public static string Of(HaproxyServer server) => Checked(server.Backend) + "/" + Checked(server.Name);

    /// <summary>The name itself.</summary>
    /// <exception cref="HaproxyException">It is none (InvalidName).</exception>
    public static string Checked(string name) => IsValid(name) ? name : throw HaproxyFailure.InvalidName(name);

    /// <summary>True for what can be sent as a name.</summary>
    public static bool IsValid(string name) =>
        name.Length is > 0 and <= 256
        && !name.Any(c => char.IsControl(c) || char.IsWhiteSpace(c) || Special.Contains(c, StringComparison.Ordinal));
}
