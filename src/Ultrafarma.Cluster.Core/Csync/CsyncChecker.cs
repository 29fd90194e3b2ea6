using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Csync;

/// <summary>Lets a node's csync2 look for changes and mark them.</summary>
internal sealed class CsyncChecker(CsyncSettings settings)
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(30);
    private readonly CsyncScript _script = new(settings);

    /// <summary>Looks for changes.</summary>
    /// <param name="shell">The node.</param>
    /// <param name="scope">Where to look.</param>
    /// <param name="by">Who is to stand in the node's file about the last run when it fails; null when no push follows.</param>
    /// <param name="cancellationToken">Cancels the look.</param>
    /// <exception cref="CsyncEditException">csync2 knows no such group there.</exception>
    /// <exception cref="NodeException">csync2 failed; the message has its words.</exception>
    public async Task<CsyncCheck> CheckAsync(INodeShell shell, CsyncScope scope, string? by, CancellationToken cancellationToken)
    {
        var input = CsyncNodeReader.NulSeparated(scope.Paths);
        var command = _script.MakeWithLast("check", scope.Group ?? "", by ?? "") with { Input = input, Timeout = Long };
        var result = await shell.RunAsync(command, cancellationToken);
        if (result.ExitCode != 0)
        {
            throw scope.Group is { } group && result.ErrorText.Contains("is not a member of any configured group", StringComparison.Ordinal)
                ? new CsyncEditException(CsyncEditFault.GroupNotFound,
                    $"csync2 has no group '{group}' that this host is in. Get-CsyncConfig shows the groups.")
                : NodeFailure.FromResult(shell.NodeName, "looking for changes", result);
        }

        return result.OutputText.TrimEnd('\n').Split('\n') is [['s', 't', 'a', 'r', 't', 'e', 'd', '\t', .. var started], .. var places]
            && places.Length == scope.Paths.Count && started.All(char.IsAsciiDigit)
            ? new CsyncCheck(started, [.. scope.Paths.Where((_, i) => places[i] == "out")])
            : throw new NodeException(NodeErrorKind.BadAnswer, shell.NodeName, $"{shell.NodeName} did not say what csync2 looked at.");
    }
}
