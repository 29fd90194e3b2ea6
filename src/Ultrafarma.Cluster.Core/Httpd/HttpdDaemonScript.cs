using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Httpd;

/// <summary>Makes commands of the scripts about services, which need no Apache on the node.</summary>
internal static class HttpdDaemonScript
{
    /// <summary>A script's whole text.</summary>
    public static string Text(string name) => HttpdScript.Load("daemonenv") + HttpdScript.Load(name);

    /// <summary>A command that runs a script with its arguments.</summary>
    public static NodeCommand Make(string name, params string[] arguments) => new(Text(name), arguments);
}
