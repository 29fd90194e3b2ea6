namespace Ultrafarma.Cluster.Haproxy.Live;

/// <summary>Questions before a server is changed, and their answers.</summary>
internal static class LiveAnswers
{
    /// <summary>Asks whether the selected server may be changed, or says why there is nothing to ask.</summary>
    /// <param name="view">The view.</param>
    /// <param name="state">What the server would become.</param>
    public static LiveView Ask(LiveView view, HaproxyTargetState state)
    {
        if (view.SelectedServer is not { } server)
        {
            return Say(view, "No server is selected.");
        }

        // The same plan, with the same guard, as Suspend-HaproxyServer.
        var step = HaproxyPlanner.Plan(view.Snapshot, [(server, new HaproxyRequest(state))], force: false)[0];
        if (step.Refusal is { } refusal && (view.OnlyShows || refusal.Kind != HaproxyErrorKind.LastServer))
        {
            return view with { Message = new LiveMessage(refusal.Message, IsError: true) };
        }

        if (step.Todo.IsEmpty)
        {
            return Say(view, $"Nothing to do: {server} is {server.Status}.");
        }

        if (view.OnlyShows)
        {
            return Say(view, $"What if: {step.Consequence}: {server} at {view.Balancer}");
        }

        var others = view.Snapshot.Servers.Count(s => s.Backend == server.Backend && s.Name != server.Name && s.IsServing);
        return view with
        {
            Mode = LiveMode.Question,
            Question = step.Refusal is null ? LiveQuestion.Ask(server, state, others) : LiveQuestion.AskLast(server, state),
        };
    }

    /// <summary>The view after a key that answers.</summary>
    public static (LiveView View, LiveAction? Action) Press(LiveView view, LiveKey key)
    {
        var question = view.Question!;
        return question.Typed is { } typed ? TypeWord(view, question, typed, key)
            : key.Character is not ('y' or 'Y') ? (Leave(view, question), null)
            : question.IsLastServer ? (view with { Question = question.AskForWord() }, null)
            : Agree(view, question);
    }

    private static (LiveView View, LiveAction? Action) TypeWord(LiveView view, LiveQuestion question, string typed, LiveKey key) => key.Code switch
    {
        LiveKeyCode.Enter when typed.Equals(LiveQuestion.Word, StringComparison.OrdinalIgnoreCase) => Agree(view, question),
        LiveKeyCode.Enter or LiveKeyCode.Escape => (Leave(view, question), null),
        LiveKeyCode.Backspace when typed.Length > 0 => (view with { Question = question with { Typed = typed[..^1] } }, null),
        LiveKeyCode.Character when typed.Length < 2 * LiveQuestion.Word.Length =>
            (view with { Question = question with { Typed = typed + key.Character } }, null),
        _ => (view, null),
    };

    private static (LiveView View, LiveAction? Action) Agree(LiveView view, LiveQuestion question) => (
        Say(view with { Mode = LiveMode.Table, Question = null }, $"{question.Server}: {HaproxyWords.Of(question.State)} …"),
        new LiveAction.Change(question.Server, question.State, question.IsLastServer));

    private static LiveView Leave(LiveView view, LiveQuestion question) =>
        Say(view with { Mode = LiveMode.Table, Question = null }, $"{question.Server} is left as it is.");

    private static LiveView Say(LiveView view, string text) => view with { Message = new LiveMessage(text) };
}
