namespace Ultrafarma.Cluster.Nodes;

/// <summary>An inventory file is refused. The message holds every problem, one a line.</summary>
public sealed class InventoryException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="problems">Everything that is wrong; warnings are left out.</param>
    public InventoryException(IEnumerable<InventoryProblem> problems)
        : this([.. problems.Where(p => p.Severity == InventorySeverity.Error)])
    {
    }

    private InventoryException(InventoryProblem[] errors)
        : base(string.Join('\n', errors.Select(e => e.ToString()))) => Problems = errors;

    /// <summary>Everything that is wrong.</summary>
    public IReadOnlyList<InventoryProblem> Problems { get; }
}
