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
        INodeGroup group, HttpdPublishSource source, bool force, CancellationToken cancellationToken) =>
        await PlanAsync(group, _ => source, force, cancellationToken);

    /// <summary>Looks at all nodes of a group, each of which may get something else.</summary>
    public async Task<IReadOnlyList<HttpdPublishStep>> PlanAsync(
        INodeGroup group, Func<string, HttpdPublishSource> sourceOf, bool force, CancellationToken cancellationToken)
    {
        var results = await group.AskAsync(
            group.NodeNames, (shell, token) => LookAsync(shell, sourceOf(shell.NodeName), force, token), cancellationToken);
        return [.. results.Select(r => r.Value
            ?? new HttpdPublishStep { Node = r.NodeName, Action = HttpdChangeAction.NotReached, Error = r.Error })];
    }

    /// <summary>Decides about one node; the ports are not looked at. Pure.</summary>
    /// <param name="node">The node.</param>
    /// <param name="current">The file that the source takes the place of.</param>
    /// <param name="isPending">True when a change there was cut off, so that Apache may not have taken what stands there.</param>
    /// <param name="source">What is published.</param>
    /// <param name="force">True has Apache take a file that is right already, too.</param>
    internal HttpdPublishStep Decide(string node, HttpdConfigFile current, bool isPending, HttpdPublishSource source, bool force)
    {
        var isExact = node.Equals(source.ExactFor, StringComparison.OrdinalIgnoreCase);
        var content = isExact ? source.Document.Bytes : hosts.Localize(source.Document, node).Bytes;
        var name = isExact ? source.Name : $"{source.Name} for {node}";
        var diff = UnifiedDiff.Unified(current.Content.Span, content.Span, $"{node}:{current.Path}", name);
        return new HttpdPublishStep
        {
            Node = node,
            Action = diff.Length > 0 || isPending || force ? HttpdChangeAction.Planned : HttpdChangeAction.Unchanged,
            SourceName = source.Name,
            Current = current,
            Content = content,
            Diff = diff,
        };
    }

    private async Task<HttpdPublishStep> LookAsync(
        INodeShell shell, HttpdPublishSource source, bool force, CancellationToken cancellationToken)
    {
        var look = await _reader.LookAsync(shell, source.Included, cancellationToken);
        var current = source.Included is null ? look.Main : look.Other ?? throw NothingToReplace(shell, source);
        var step = Decide(shell.NodeName, current, look.IsPending, source, force) with { MainHash = look.Main.Hash };
        return step.Action == HttpdChangeAction.Unchanged ? step
            : source.Included is null ? await WithPortsAsync(shell, look.Main, step, cancellationToken)
            : await WithPortsOfIncludedAsync(shell, look.Main, step, cancellationToken);
    }

    private async Task<HttpdPublishStep> WithPortsAsync(
        INodeShell shell, HttpdConfigFile main, HttpdPublishStep step, CancellationToken cancellationToken)
    {
        // Most of what the two include is the same, and asked for once.
        var known = new Dictionary<string, HttpdReading>(StringComparer.Ordinal);
        var next = main.WithContent(step.Content);
        var program = HttpdEvaluation.NeedsProgram(main.Document) || HttpdEvaluation.NeedsProgram(next.Document)
            ? await _reader.ReadProgramAsync(shell, cancellationToken)
            : HttpdProgram.Unasked;
        var now = await _reader.ReadAsync(shell, main, program, known, cancellationToken);
        var then = await _reader.ReadAsync(shell, next, program, known, cancellationToken);
        return step with { Ports = then.Ports(), OldPorts = now.Ports() };
    }

    private async Task<HttpdPublishStep> WithPortsOfIncludedAsync(
        INodeShell shell, HttpdConfigFile main, HttpdPublishStep step, CancellationToken cancellationToken)
    {
        var path = step.Current!.Path;
        var known = new Dictionary<string, HttpdReading>(StringComparer.Ordinal);
        var program = await _reader.ReadProgramAsync(shell, cancellationToken);
        var now = await _reader.ReadAsync(shell, main, program, known, cancellationToken);
        if (now.Files.All(f => f.Path != path))
        {
            // Apache may read it through a link, so what it would listen on is not known; the rest is proven all the same.
            return step;
        }

        var next = known.ToDictionary(
            k => k.Key,
            k => k.Value with { Files = [.. k.Value.Files.Select(f => f.Path == path ? f.WithContent(step.Content) : f)] },
            StringComparer.Ordinal);
        var then = await _reader.ReadAsync(shell, main, program, next, cancellationToken);
        return step with { Ports = then.Ports(), OldPorts = now.Ports() };
    }

    private static NodeException NothingToReplace(INodeShell shell, HttpdPublishSource source) => new(
        NodeErrorKind.CommandFailed, shell.NodeName,
        PathText.Display($"{shell.NodeName}: {source.Included} is not there, and only a file that is there is replaced. Create it first."));
}
