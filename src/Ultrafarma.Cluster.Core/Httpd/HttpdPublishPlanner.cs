using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Httpd;

/// <summary>Works out what each node's own file is, and whether it differs from what the node has.</summary>
/// <param name="settings">Where Apache is on the nodes.</param>
/// <param name="hosts">All nodes' hosts.</param>
internal sealed class HttpdPublishPlanner(HttpdSettings settings, HttpdHosts hosts)
{
    private readonly HttpdConfigReader _reader = new(settings);

    /// <summary>Reads the source from a node.</summary>
    /// <exception cref="NodeException">The node could not be asked.</exception>
    public async Task<HttpdPublishSource> ReadSourceAsync(INodeShell shell, CancellationToken cancellationToken)
    {
        var main = await _reader.ReadMainAsync(shell, cancellationToken);
        return new HttpdPublishSource($"{shell.NodeName}:{main.Path}", main.Document);
    }

    /// <summary>Looks at all nodes of a group. One that cannot be asked has a step that says why.</summary>
    /// <param name="group">The nodes.</param>
    /// <param name="source">What is published.</param>
    /// <param name="force">True has Apache take files that are right already, too.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<IReadOnlyList<HttpdPublishStep>> PlanAsync(
        INodeGroup group, HttpdPublishSource source, bool force, CancellationToken cancellationToken)
    {
        var results = await group.AskAsync(group.NodeNames, (shell, token) => LookAsync(shell, source, force, token), cancellationToken);
        return [.. results.Select(r => r.Value
            ?? new HttpdPublishStep { Node = r.NodeName, Action = HttpdChangeAction.NotReached, Error = r.Error })];
    }

    /// <summary>Decides about one node; the ports are not looked at. Pure.</summary>
    /// <param name="node">The node.</param>
    /// <param name="current">Its main config.</param>
    /// <param name="isPending">True when a change there was cut off, so that Apache may not have taken what stands there.</param>
    /// <param name="source">What is published.</param>
    /// <param name="force">True has Apache take a file that is right already, too.</param>
    internal HttpdPublishStep Decide(string node, HttpdConfigFile current, bool isPending, HttpdPublishSource source, bool force)
    {
        var content = hosts.Localize(source.Document, node).Bytes;
        var diff = HttpdDiff.Unified(current.Content.Span, content.Span, $"{node}:{current.Path}", $"{source.Name} for {node}");
        return new HttpdPublishStep
        {
            Node = node,
            Action = diff.Length > 0 || isPending || force ? HttpdChangeAction.Planned : HttpdChangeAction.Unchanged,
            Current = current,
            Content = content,
            Diff = diff,
        };
    }

    private async Task<HttpdPublishStep> LookAsync(
        INodeShell shell, HttpdPublishSource source, bool force, CancellationToken cancellationToken)
    {
        var look = await _reader.LookAsync(shell, cancellationToken);
        var step = Decide(shell.NodeName, look.Main, look.IsPending, source, force);
        if (step.Action == HttpdChangeAction.Unchanged)
        {
            return step;
        }

        // Most of what the two include is the same, and asked for once.
        var known = new Dictionary<string, HttpdReading>(StringComparer.Ordinal);
        var next = look.Main.WithContent(step.Content);
        var program = HttpdEvaluation.NeedsProgram(look.Main.Document) || HttpdEvaluation.NeedsProgram(next.Document)
            ? await _reader.ReadProgramAsync(shell, cancellationToken)
            : HttpdProgram.Unasked;
        var now = await _reader.ReadAsync(shell, look.Main, program, known, cancellationToken);
        var then = await _reader.ReadAsync(shell, next, program, known, cancellationToken);
        return step with { Ports = then.Ports(), OldPorts = now.Ports() };
    }
}
