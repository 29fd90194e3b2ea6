using System.Reflection;
using System.Runtime.Loader;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Commands;

/// <summary>
/// Keeps an assembly of ours and the libraries that it needs apart: another module may have loaded another version of the
/// same library, and a load context holds only one of a name. Core comes from where the module has it, so that both sides
/// mean the same types.
/// </summary>
internal sealed class IsolatedAssemblies : AssemblyLoadContext
{
    private static readonly Assembly Core = typeof(INodeConnector).Assembly;

    private readonly string _folder;

    private IsolatedAssemblies(string name, string folder)
        : base(name) => _folder = folder;

    /// <summary>Loads a type of ours with what it needs. The one who asks keeps it: asking again loads everything again.</summary>
    /// <param name="folder">The folder below the module's own that holds the assembly and its libraries.</param>
    /// <param name="assemblyName">Our assembly, without <c>.dll</c>.</param>
    /// <param name="typeName">The type, without its namespace, which is the assembly's name.</param>
    public static Type Load(string folder, string assemblyName, string typeName)
    {
        var module = Path.GetDirectoryName(typeof(IsolatedAssemblies).Assembly.Location)!;
        var path = Path.Combine(module, folder);
        return new IsolatedAssemblies(assemblyName, path)
            .LoadFromAssemblyPath(Path.Combine(path, assemblyName + ".dll"))
            .GetType($"{assemblyName}.{typeName}", throwOnError: true)!;
    }

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (assemblyName.Name == Core.GetName().Name)
        {
            return Core;
        }

        // What is not in the folder is the framework's: null sends the question on to the default context.
        var path = Path.Combine(_folder, assemblyName.Name + ".dll");
        return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
    }
}
