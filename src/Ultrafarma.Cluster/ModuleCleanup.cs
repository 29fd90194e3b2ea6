using System.Management.Automation;

namespace Ultrafarma.Cluster.Commands;

/// <summary>Closes the connections when the module is removed.</summary>
public sealed class ModuleCleanup : IModuleAssemblyCleanup
{
    /// <inheritdoc/>
    public void OnRemove(PSModuleInfo psModuleInfo) => new SessionSlot(psModuleInfo).Close();
}
