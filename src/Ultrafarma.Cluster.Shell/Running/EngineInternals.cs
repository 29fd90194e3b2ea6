using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Reflection;

namespace Ultrafarma.Cluster.Shell.Running;

/// <summary>
/// The two switches inside the engine that pwsh's own host uses and that have no public name. They are set by
/// reflection, here only; a version of the engine without them fails at once and loudly, and the tests show it.
/// </summary>
internal static class EngineInternals
{
    private const BindingFlags Hidden = BindingFlags.Instance | BindingFlags.NonPublic;

    /// <summary>
    /// Makes `exit N` in the script file that runs next the exit code of the program, as for -File. Without it, `exit`
    /// would only set $LASTEXITCODE, where it cannot be told from that of a native program.
    /// </summary>
    public static void LetScriptFileExit(Runspace runspace)
    {
        object context = Get(typeof(Runspace), "ExecutionContext").GetValue(runspace)!;
        Get(context.GetType(), "ScriptCommandProcessorShouldRethrowExit").SetValue(context, true);
    }

    /// <summary>Wraps an error so that Out-Default shows it on the error stream, not among the results.</summary>
    public static PSObject AsErrorStream(ErrorRecord record)
    {
        // Not AsPSObject: that would mark the record itself for whoever shows it later.
        var wrapped = new PSObject(record);
        PropertyInfo stream = Get(typeof(PSObject), "WriteStream");
        stream.SetValue(wrapped, Enum.Parse(stream.PropertyType, "Error"));
        return wrapped;
    }

    private static PropertyInfo Get(Type type, string name) =>
        type.GetProperty(name, Hidden)
        ?? throw new MissingMemberException($"This PowerShell engine ({type.Assembly.GetName().Version}) has no {type.Name}.{name}.");
}
