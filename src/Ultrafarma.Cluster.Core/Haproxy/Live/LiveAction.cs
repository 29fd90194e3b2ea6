namespace Ultrafarma.Cluster.Haproxy.Live;

/// <summary>What a key asks for, beyond what the view shows.</summary>
internal abstract record LiveAction
{
    private LiveAction()
    {
    }

    /// <summary>Leave the view.</summary>
    internal sealed record Quit : LiveAction;

    /// <summary>Look at the balancer at once.</summary>
    internal sealed record Look : LiveAction;

    /// <summary>Change a server; the question was answered.</summary>
    /// <param name="Server">The server.</param>
    /// <param name="State">What it becomes.</param>
    /// <param name="Force">True when it may be the last one that serves.</param>
    internal sealed record Change(HaproxyServer Server, HaproxyTargetState State, bool Force) : LiveAction;
}
