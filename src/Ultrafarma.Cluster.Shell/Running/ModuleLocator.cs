namespace Ultrafarma.Cluster.Shell.Running;

/// <summary>Finds the module that belongs to this program.</summary>
internal static class ModuleLocator
{
    private const string ModuleName = "Ultrafarma.Cluster";

    /// <summary>
    /// The folder of the module beside this program (as published) or in the source tree (as built); null when neither
    /// is there and only PSModulePath can help.
    /// </summary>
    public static string? Find(string programFolder)
    {
        string[] candidates =
        [
            Path.Combine(programFolder, "modules", ModuleName),
            Path.Combine(programFolder, ModuleName),
            Path.GetFullPath(Path.Combine(programFolder, "../../../../../out", ModuleName)),
        ];
        return candidates.FirstOrDefault(c => File.Exists(Path.Combine(c, ModuleName + ".psd1")));
    }

    /// <summary>What to import: the manifest of the folder, or the bare name for the engine to search.</summary>
    public static string ImportName(string? folder) =>
        folder is null ? ModuleName : Path.Combine(folder, ModuleName + ".psd1");

    /// <summary>Puts the module's folder into PSModulePath, so that other runspaces and #requires find it too.</summary>
    public static void AddToModulePath(string folder)
    {
        const string variable = "PSModulePath";
        string parent = Path.GetDirectoryName(folder)!;
        string? before = Environment.GetEnvironmentVariable(variable);
        Environment.SetEnvironmentVariable(
            variable, string.IsNullOrEmpty(before) ? parent : parent + Path.PathSeparator + before);
    }
}
