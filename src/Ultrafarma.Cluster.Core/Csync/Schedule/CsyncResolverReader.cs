using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Csync;

/// <summary>Looks for what a node needs to resolve conflicts by itself. It changes nothing there.</summary>
/// <param name="settings">Where csync2 is on the nodes.</param>
internal sealed class CsyncResolverReader(CsyncSettings settings)
{
    // pwsh takes its time at its first start.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);
    private readonly CsyncScript _script = new(settings);

    /// <summary>Looks at a node.</summary>
    /// <param name="shell">The node.</param>
    /// <param name="inventory">The inventory there; null for the usual places.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="NodeException">The node could not be asked.</exception>
    public async Task<CsyncResolverLook> ReadAsync(INodeShell shell, string? inventory, CancellationToken cancellationToken)
    {
        const string Purpose = "looking for what resolves conflicts";
        var command = _script.Make("resolver", inventory ?? "") with { Timeout = Limit };
        var result = await shell.RunCheckedAsync(command, Purpose, cancellationToken);
        try
        {
            return CsyncResolverLook.Parse(shell.NodeName, result.OutputText);
        }
        catch (FormatException e)
        {
            throw new NodeException(NodeErrorKind.BadAnswer, shell.NodeName, $"{shell.NodeName}, {Purpose}: {e.Message}", e);
        }
    }
}
