using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Httpd;

/// <summary>Passes on what a rollout has to tell, as it comes, and counts the nodes that failed.</summary>
/// <typeparam name="T">What became of a node.</typeparam>
/// <param name="onResult">Told of each node's result, with the error that it comes from, if any.</param>
/// <param name="onWarning">Told what the user should know.</param>
/// <param name="progress">Told of each step.</param>
internal sealed class HttpdReport<T>(
    Action<T, NodeException?> onResult, Action<string> onWarning, IProgress<OperationProgress> progress)
{
    /// <summary>How many nodes failed by themselves.</summary>
    public int Failures { get; private set; }

    /// <summary>A node that did not fail by itself.</summary>
    public void Add(T result) => onResult(result, null);

    /// <summary>A node that failed.</summary>
    public void AddFailure(T result, NodeException? error = null)
    {
        Failures++;
        onResult(result, error);
    }

    /// <summary>Something that the user should know.</summary>
    public void Warn(string text) => onWarning(text);

    /// <summary>How far it is.</summary>
    public void Progress(string activity, string status, int percent) =>
        progress.Report(new OperationProgress(activity, status, percent));
}
