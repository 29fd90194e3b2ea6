namespace Ultrafarma.Cluster.Tests.Engine;

/// <summary>Where things lie, found from the test assembly upward.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>The module as a user gets it.</summary>
    public static string ModuleFolder { get; } = Path.Combine(Root, "out", "Ultrafarma.Cluster");

    public static string Manifest { get; } = Path.Combine(ModuleFolder, "Ultrafarma.Cluster.psd1");

    /// <summary>The program for machines without pwsh, of the same build as the tests.</summary>
    public static string Ufcluster { get; } = Path.Combine(
        Root, "src", "Ultrafarma.Cluster.Shell", "bin", Path.GetFileName(Path.GetDirectoryName(AppContext.BaseDirectory.TrimEnd('/')))!, "net10.0", "ufcluster");

    public static string LabScript { get; } = Path.Combine(Root, "tests", "lab", "lab.sh");

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Ultrafarma.Cluster.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("Ultrafarma.Cluster.slnx is in no folder above " + AppContext.BaseDirectory);
    }
}
