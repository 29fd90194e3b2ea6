namespace Ultrafarma.Cluster.Nodes;

/// <summary>A command that runs on a node. Disposing it while it runs asks the node to end it.</summary>
public interface INodeProcess : IAsyncDisposable
{
    /// <summary>Its standard input. Disposing the stream is the end of the input.</summary>
    Stream Input { get; }

    /// <summary>Its standard output.</summary>
    Stream Output { get; }

    /// <summary>Its standard error.</summary>
    Stream ErrorOutput { get; }

    /// <summary>Its exit status once it ended; faults with <see cref="NodeException"/> when the connection was lost.</summary>
    Task<int> ExitCode { get; }
}
