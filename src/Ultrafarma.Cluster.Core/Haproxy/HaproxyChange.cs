namespace Ultrafarma.Cluster.Haproxy;

/// <summary>One step of a plan: what one server becomes, or why it does not.</summary>
/// <param name="Server">The server as it is.</param>
/// <param name="Request">What it becomes.</param>
/// <param name="Todo">What has to be done for that.</param>
/// <param name="Consequence">What it means for the backend, for the question that is asked before.</param>
/// <param name="Refusal">Why it is not done, or null.</param>
/// <param name="IsForced">True when the last server may go, too.</param>
internal sealed record HaproxyChange(
    HaproxyServer Server,
    HaproxyRequest Request,
    HaproxyRequest Todo,
    string Consequence,
    HaproxyException? Refusal = null,
    bool IsForced = false)
{
    /// <summary>True when it takes something from the backend: it is looked at once more just before it is done.</summary>
    public bool TakesOut => Todo.TakesOut(Server);
}
