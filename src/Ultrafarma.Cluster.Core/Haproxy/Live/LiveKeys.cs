namespace Ultrafarma.Cluster.Haproxy.Live;

/// <summary>What keys make of the view, and what they ask for.</summary>
internal static class LiveKeys
{
    private const int LongestFilter = 60;

    /// <summary>The view after a key, and what the key asks for.</summary>
    /// <param name="view">The view.</param>
    /// <param name="key">The key.</param>
    public static (LiveView View, LiveAction? Action) Press(LiveView view, LiveKey key) => view.Mode switch
    {
        LiveMode.Filter => (TypeFilter(view, key), null),
        LiveMode.Question => LiveAnswers.Press(view, key),
        LiveMode.Help => (Read(view, key), null),
        _ => Command(view with { Message = view.Message?.IsAboutReading == true ? view.Message : null }, key),
    };

    private static (LiveView View, LiveAction? Action) Command(LiveView view, LiveKey key) => key switch
    {
        { Code: LiveKeyCode.Up } or { Character: 'k' } => (view.Select(view.SelectedIndex - 1), null),
        { Code: LiveKeyCode.Down } or { Character: 'j' } => (view.Select(view.SelectedIndex + 1), null),
        { Code: LiveKeyCode.PageUp } => (view.Select(view.SelectedIndex - view.Height), null),
        { Code: LiveKeyCode.PageDown } => (view.Select(view.SelectedIndex + view.Height), null),
        { Code: LiveKeyCode.Home } or { Character: 'g' } => (view.Select(0), null),
        { Code: LiveKeyCode.End } or { Character: 'G' } => (view.Select(view.Rows.Count - 1), null),
        { Code: LiveKeyCode.Escape } => ((view with { Filter = "" }).WithRows(), null),
        { Character: 's' or '>' } => (SortBy(view, Next(view.Sort, 1)), null),
        { Character: 'S' or '<' } => (SortBy(view, Next(view.Sort, -1)), null),
        { Character: >= '1' and <= '6' } => (SortBy(view, (LiveSort)(key.Character - '1')), null),
        { Character: 'i' or 'I' } => (SortBy(view, view.Sort), null),
        { Character: '/' } => (view with { Mode = LiveMode.Filter }, null),
        { Character: '?' or 'h' } => (view with { Mode = LiveMode.Help, HelpTop = 0 }, null),
        { Character: 'd' } => (LiveAnswers.Ask(view, HaproxyTargetState.Drain), null),
        { Character: 'm' } => (LiveAnswers.Ask(view, HaproxyTargetState.Maint), null),
        { Character: 'r' } => (LiveAnswers.Ask(view, HaproxyTargetState.Ready), null),
        { Character: ' ' } => (view, new LiveAction.Look()),
        { Character: 'q' or 'Q' } => (view, new LiveAction.Quit()),
        _ => (view, null),
    };

    private static LiveSort Next(LiveSort sort, int step) => (LiveSort)(((int)sort + step + LiveRows.SortCount) % LiveRows.SortCount);

    private static LiveView SortBy(LiveView view, LiveSort sort) =>
        (view with { Sort = sort, IsReversed = sort == view.Sort && !view.IsReversed }).WithRows();

    private static LiveView TypeFilter(LiveView view, LiveKey key) => key.Code switch
    {
        LiveKeyCode.Enter => view with { Mode = LiveMode.Table },
        LiveKeyCode.Escape => (view with { Mode = LiveMode.Table, Filter = "" }).WithRows(),
        LiveKeyCode.Backspace => (view with { Filter = view.Filter.Length == 0 ? "" : view.Filter[..^1] }).WithRows(),
        LiveKeyCode.Character when view.Filter.Length < LongestFilter => (view with { Filter = view.Filter + key.Character }).WithRows(),
        _ => view,
    };

    private static LiveView Read(LiveView view, LiveKey key) => key switch
    {
        { Code: LiveKeyCode.Down } or { Character: 'j' } => view with { HelpTop = view.HelpTop + 1 },
        { Code: LiveKeyCode.Up } or { Character: 'k' } => view with { HelpTop = Math.Max(0, view.HelpTop - 1) },
        _ => view with { Mode = LiveMode.Table },
    };
}
