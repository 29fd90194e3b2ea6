using System.Diagnostics;

namespace Ultrafarma.Cluster.Nodes;

/// <summary>Opens connections to nodes only to see how that goes, by the same way as everybody, and closes them.</summary>
/// <param name="connector">Opens them: one for each run, so that no connection that stands already is used.</param>
/// <param name="commandTimeout">The time for the command that proves that a node was reached.</param>
internal sealed class NodeDoorTester(INodeConnector connector, TimeSpan commandTimeout)
{
    private readonly object _gate = new();
    private readonly Dictionary<NodeRoute, NodeRoute> _jumps = new(ReferenceEqualityComparer.Instance);

    /// <summary>Tries one node's door.</summary>
    public async Task<WebClusterNodeTest> TestAsync(NodeRoute route, CancellationToken cancellationToken)
    {
        var watched = Watch(route);
        var clock = Stopwatch.StartNew();
        var error = await TryAsync(watched, cancellationToken);
        return Describe(watched, error) with { Elapsed = clock.Elapsed };
    }

    /// <summary>Tries this machine's own door, which is a shell.</summary>
    public static async Task<WebClusterNodeTest> TestHereAsync(INodeShell shell, TimeSpan commandTimeout, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        var error = await RunAsync(shell, commandTimeout, cancellationToken);
        return new()
        {
            Node = shell.NodeName,
            User = Environment.UserName,
            Reached = error is null,
            Stage = error is null ? NodeDoorStage.Reached : NodeDoorStage.Command,
            Elapsed = clock.Elapsed,
            Error = error?.Message,
            Fix = error is null ? null : NodeDoorFix.OfCommand(Environment.UserName),
        };
    }

    /// <summary>What one saw, as a row. Pure.</summary>
    /// <param name="route">The way that was gone, with its traces.</param>
    /// <param name="error">Why it ended, or null.</param>
    internal static WebClusterNodeTest Describe(NodeRoute route, NodeException? error)
    {
        var trace = route.Settings.Trace!;
        var jumps = JumpsOf(route, error);
        return new()
        {
            Node = route.Endpoint.Name,
            Address = route.Endpoint.Address,
            Port = route.Endpoint.Port,
            User = route.Endpoint.User,
            Reached = error is null,
            Stage = trace.Stage,
            Jumps = jumps,
            Server = trace.Server,
            HostKey = trace.HostKey,
            OfferedMethods = trace.OfferedMethods,
            Logins = trace.Logins,
            Elapsed = trace.Elapsed,
            Error = error?.Message,
            Fix = error is null ? null : NodeDoorFix.Of(route, error, jumps),
        };
    }

    private static List<WebClusterNodeTest> JumpsOf(NodeRoute route, NodeException? error)
    {
        var jumps = new List<WebClusterNodeTest>();
        for (var jump = route.Settings.Jump; jump is not null; jump = jump.Settings.Jump)
        {
            jumps.Insert(0, Describe(jump, ErrorOf(jump, error)) with { Jumps = [] });
        }

        return jumps;
    }

    /// <summary>A host's own part in an error: that of a node behind it holds it as its cause.</summary>
    private static NodeException? ErrorOf(NodeRoute jump, NodeException? error)
    {
        if (jump.Settings.Trace!.Stage == NodeDoorStage.Reached)
        {
            return null;
        }

        for (Exception? cause = error; cause is not null; cause = cause.InnerException)
        {
            if (cause is NodeException own && own.NodeName == jump.Endpoint.Name)
            {
                return own;
            }
        }

        return error;
    }

    private static async Task<NodeException?> RunAsync(INodeShell shell, TimeSpan timeout, CancellationToken cancellationToken)
    {
        try
        {
            await shell.RunCheckedAsync(new NodeCommand(":") { Timeout = timeout }, "running a trivial command", cancellationToken);
            return null;
        }
        catch (NodeException e)
        {
            return e;
        }
    }

    private async Task<NodeException?> TryAsync(NodeRoute route, CancellationToken cancellationToken)
    {
        if (route.Problem is { } problem)
        {
            return new(NodeErrorKind.Unreachable, route.Endpoint.Name, problem);
        }

        if (route.Settings.Jump is null)
        {
            route.Settings.Trace!.Reach(NodeDoorStage.Connection);
        }

        try
        {
            await using var shell = await connector.ConnectAsync(route.Endpoint, route.Settings, route.Credential, cancellationToken);
            var error = await RunAsync(shell, commandTimeout, cancellationToken);
            route.Settings.Trace!.End(error is null ? NodeDoorStage.Reached : NodeDoorStage.Command);
            return error;
        }
        catch (NodeException e)
        {
            return e;
        }
    }

    private NodeRoute Watch(NodeRoute route) => route with
    {
        Settings = route.Settings with { Trace = new ConnectionTrace(), Jump = route.Settings.Jump is { } jump ? WatchJump(jump) : null },
    };

    // The same object for all nodes behind it, as it is without being watched: they share its connection.
    private NodeRoute WatchJump(NodeRoute route)
    {
        lock (_gate)
        {
            if (!_jumps.TryGetValue(route, out var watched))
            {
                _jumps[route] = watched = Watch(route);
            }

            return watched;
        }
    }
}
