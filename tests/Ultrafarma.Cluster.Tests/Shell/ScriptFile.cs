namespace Ultrafarma.Cluster.Tests.Shell;

/// <summary>A script in a folder of its own, gone with the test.</summary>
internal sealed class ScriptFile : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("ufcluster-");

    public ScriptFile(string text, string name = "script.ps1")
    {
        Path = System.IO.Path.Combine(folder.FullName, name);
        File.WriteAllText(Path, text);
        // A second script beside it, for those that call another one.
        File.WriteAllText(System.IO.Path.Combine(folder.FullName, "exit3.ps1"), "exit 3");
    }

    public string Path { get; }

    public void Dispose() => folder.Delete(recursive: true);
}
