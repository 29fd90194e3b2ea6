namespace Ultrafarma.Cluster.Nodes;

/// <summary>Turns what a failed command said into the one kind of error that helps: permission, missing program, or its words.</summary>
public static class NodeFailure
{
    /// <summary>Makes the exception for a command that ended with an error.</summary>
    /// <param name="nodeName">The node.</param>
    /// <param name="purpose">What was being done, as in "reading csync2's database".</param>
    /// <param name="result">What the command gave back.</param>
    public static NodeException FromResult(string nodeName, string purpose, CommandResult result)
    {
        var words = result.ErrorText;
        if (words.Length == 0)
        {
            words = $"exit status {result.ExitCode}, no message";
        }

        if (result.ExitCode == 127 || words.Contains("not found", StringComparison.Ordinal))
        {
            return new(NodeErrorKind.ToolMissing, nodeName,
                $"{nodeName}, {purpose}: {words}. Install the program on the node, or name its path in the inventory.");
        }

        if (words.Contains("Permission denied", StringComparison.OrdinalIgnoreCase)
            || words.Contains("Operation not permitted", StringComparison.OrdinalIgnoreCase))
        {
            return new(NodeErrorKind.PermissionDenied, nodeName,
                $"{nodeName}, {purpose}: {words}. Connect as a user that may do this (root for csync2).");
        }

        return new(NodeErrorKind.CommandFailed, nodeName, $"{nodeName}, {purpose}: {words}");
    }
}
