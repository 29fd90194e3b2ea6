namespace Ultrafarma.Cluster.Nodes;

/// <summary>One thing that is wrong with an inventory file.</summary>
public sealed record InventoryProblem
{
    /// <summary>How bad it is.</summary>
    public required InventorySeverity Severity { get; init; }

    /// <summary>The inventory file.</summary>
    public required string File { get; init; }

    /// <summary>The line, from 1.</summary>
    public required int Line { get; init; }

    /// <summary>The column, from 1.</summary>
    public required int Column { get; init; }

    /// <summary>The key, as in <c>Ssh.KeyFile</c> or <c>Nodes[0].Port</c>; empty for the file as a whole.</summary>
    public required string Key { get; init; }

    /// <summary>What is wrong and what to write instead.</summary>
    public required string Message { get; init; }

    /// <summary>The problem as compilers print theirs: <c>file:line: key: text</c>.</summary>
    public override string ToString() => Key.Length == 0 ? $"{File}:{Line}: {Message}" : $"{File}:{Line}: {Key}: {Message}";
}
