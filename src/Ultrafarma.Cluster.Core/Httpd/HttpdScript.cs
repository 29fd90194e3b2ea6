using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Httpd;

/// <summary>Makes commands of the scripts in <c>Httpd/Scripts</c>. Each is a file of its own, so that it can be read and checked as shell.</summary>
/// <param name="settings">Where Apache is on the nodes.</param>
internal sealed class HttpdScript(HttpdSettings settings)
{
    private static readonly string Environment = Load("env");

    // The scripts that let Apache take its config and look whether it lives.
    private static readonly string[] NeedsAlive = ["change", "graceful"];

    /// <summary>A command that runs a script with its arguments after the environment's own two.</summary>
    public NodeCommand Make(string name, params string[] arguments) =>
        new(Text(name), [settings.Command ?? "", settings.ConfigPath, .. arguments]);

    /// <summary>A script's whole text, for one that starts another.</summary>
    public static string Text(string name) => Environment + (NeedsAlive.Contains(name) ? Load("alive") : "") + Load(name);

    internal static string Load(string name)
    {
        var resource = $"Ultrafarma.Cluster.Httpd.Scripts.{name}.sh";
        using var stream = typeof(HttpdScript).Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"The assembly lacks {resource}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
