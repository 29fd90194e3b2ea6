using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Commands;

/// <summary>Completes node names of the connected cluster.</summary>
public sealed class NodeNameCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters)
    {
        var quote = wordToComplete is ['\'' or '"', ..] ? wordToComplete[..1] : "";
        var typed = wordToComplete.Trim('\'', '"');

        // The module's own cmdlet, whatever the user has defined under its name.
        using var shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
        var cluster = shell.AddCommand(@"Ultrafarma.Cluster\Get-WebCluster").Invoke().FirstOrDefault()?.BaseObject as WebCluster;

        // Nodes often share a long prefix (CD163820-L-ULTRAFARMA-APP01): the part that tells them apart completes too.
        return (cluster?.Nodes ?? [])
            .Where(name => name.Contains(typed, StringComparison.OrdinalIgnoreCase))
            .OrderBy(name => name.StartsWith(typed, StringComparison.OrdinalIgnoreCase) ? 0 : 1)
            .Select(name => new CompletionResult(quote + name + quote, name, CompletionResultType.ParameterValue, name));
    }
}
