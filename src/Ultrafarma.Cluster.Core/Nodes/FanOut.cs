namespace Ultrafarma.Cluster.Nodes;

/// <summary>Asks many nodes side by side. A node that fails gives its error; the others go on.</summary>
public static class FanOut
{
    /// <summary>Runs <paramref name="ask"/> for every node, at most <paramref name="throttleLimit"/> at a time.</summary>
    /// <returns>One result a node, in the order of <paramref name="nodes"/>.</returns>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public static async Task<IReadOnlyList<NodeResult<TResult>>> RunAsync<TNode, TResult>(
        IReadOnlyList<TNode> nodes,
        Func<TNode, string> nameOf,
        int throttleLimit,
        Func<TNode, CancellationToken, Task<TResult>> ask,
        CancellationToken cancellationToken)
    {
        using var gate = new SemaphoreSlim(throttleLimit);
        var running = nodes.Select(async node =>
        {
            await gate.WaitAsync(cancellationToken);
            try
            {
                // A place that becomes free because others were cancelled starts nothing new.
                cancellationToken.ThrowIfCancellationRequested();
                return new NodeResult<TResult>(nameOf(node), await ask(node, cancellationToken), null);
            }
            catch (NodeException e)
            {
                return new NodeResult<TResult>(nameOf(node), default, e);
            }
            finally
            {
                gate.Release();
            }
        }).ToList();
        return await Task.WhenAll(running);
    }
}
