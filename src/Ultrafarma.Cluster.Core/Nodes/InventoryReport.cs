namespace Ultrafarma.Cluster.Nodes;

/// <summary>Collects what is wrong with one inventory file, so that all of it is told at once.</summary>
internal sealed class InventoryReport(string file)
{
    private readonly List<InventoryProblem> _problems = [];

    /// <summary>The inventory's full path.</summary>
    public string File { get; } = file;

    /// <summary>What was found, in the file's order.</summary>
    public IReadOnlyList<InventoryProblem> Problems => [.. _problems.OrderBy(p => p.Line).ThenBy(p => p.Column)];

    public bool HasErrors => _problems.Exists(p => p.Severity == InventorySeverity.Error);

    public void Error(InventoryValue at, string key, string message) => Add(InventorySeverity.Error, at.Line, at.Column, key, message);

    public void Error(InventoryEntry at, string key, string message) => Add(InventorySeverity.Error, at.Line, at.Column, key, message);

    public void Warn(InventoryValue at, string key, string message) => Add(InventorySeverity.Warning, at.Line, at.Column, key, message);

    public void Add(InventorySeverity severity, int line, int column, string key, string message) => _problems.Add(new InventoryProblem
    {
        Severity = severity,
        File = File,
        Line = line,
        Column = column,
        Key = PathText.Display(key),
        Message = message,
    });
}
