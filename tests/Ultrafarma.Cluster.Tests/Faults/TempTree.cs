using System.Diagnostics;

namespace Ultrafarma.Cluster.Tests.Faults;

/// <summary>A folder of its own that is gone after the test.</summary>
internal sealed class TempTree : IDisposable
{
    public string Root { get; } = Directory.CreateTempSubdirectory("uf-unit-").FullName;

    public string Write(string name, string content)
    {
        var path = Path.Combine(Root, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
        return path;
    }

    /// <summary>Removes it with rm: .NET cannot name what is no UTF-8.</summary>
    public void Dispose() => Process.Start("rm", ["-rf", "--", Root]).WaitForExit();
}
