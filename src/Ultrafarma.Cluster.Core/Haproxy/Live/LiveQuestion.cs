using System.Globalization;

namespace Ultrafarma.Cluster.Haproxy.Live;

/// <summary>A question that waits for its answer.</summary>
/// <param name="Server">The server that it is about.</param>
/// <param name="State">What the server would become.</param>
/// <param name="Text">The question.</param>
/// <param name="IsLastServer">True when nobody would serve any more: yes is not enough then.</param>
/// <param name="Typed">What was typed of <see cref="Word"/>; null while the answer is a y or an n.</param>
internal sealed record LiveQuestion(HaproxyServer Server, HaproxyTargetState State, string Text, bool IsLastServer = false, string? Typed = null)
{
    /// <summary>What has to be typed to take out the last server.</summary>
    public const string Word = "force";

    /// <summary>Asks whether a server may be changed.</summary>
    /// <param name="server">The server.</param>
    /// <param name="state">What it would become.</param>
    /// <param name="others">How many others of its backend serve.</param>
    public static LiveQuestion Ask(HaproxyServer server, HaproxyTargetState state, int others)
    {
        var sessions = Count(server.SessionsCurrent ?? 0, "session", "sessions");
        var why = state == HaproxyTargetState.Ready || !server.IsServing
            ? string.Create(CultureInfo.InvariantCulture, $"It is {server.Status} now, with {sessions}.")
            : string.Create(CultureInfo.InvariantCulture, $"{sessions}; {Count(others, "other serves", "others serve")}.");
        return new LiveQuestion(server, state, $"{Verb(state)} {server}? {why} [y/N]");
    }

    /// <summary>Asks whether the last server may be taken out.</summary>
    public static LiveQuestion AskLast(HaproxyServer server, HaproxyTargetState state) => new(
        server, state,
        $"{Verb(state)} {server}? It is the LAST server of {server.Backend} that serves ({Count(server.SessionsCurrent ?? 0, "session", "sessions")}). [y/N]",
        IsLastServer: true);

    /// <summary>The second question about the last server.</summary>
    public LiveQuestion AskForWord() => this with
    {
        Text = $"Nobody will serve {Server.Backend}. Type {Word} and Enter to go on, Esc to leave it:",
        Typed = "",
    };

    private static string Verb(HaproxyTargetState state) => state switch
    {
        HaproxyTargetState.Drain => "Drain",
        HaproxyTargetState.Maint => "Put into maint",
        _ => "Make ready",
    };

    private static string Count(long count, string one, string many) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? one : many)}");
}
