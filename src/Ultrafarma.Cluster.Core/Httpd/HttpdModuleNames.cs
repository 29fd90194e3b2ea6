namespace Ultrafarma.Cluster.Httpd;

/// <summary>The two names that <c>&lt;IfModule&gt;</c> knows a module by: its identifier and its source file.</summary>
internal static class HttpdModuleNames
{
    private const string IdentifierEnd = "_module";

    // What is not named after its source file.
    private static readonly Dictionary<string, string> Sources = new(StringComparer.Ordinal)
    {
        ["core_module"] = "core.c",
        ["http_module"] = "http_core.c",
        ["ldap_module"] = "util_ldap.c",
        ["mpm_event_module"] = "event.c",
        ["mpm_prefork_module"] = "prefork.c",
        ["mpm_worker_module"] = "worker.c",
        ["mpm_winnt_module"] = "mpm_winnt.c",
    };

    private static readonly Dictionary<string, string> Identifiers = Sources.ToDictionary(s => s.Value, s => s.Key, StringComparer.Ordinal);

    /// <summary>The source file of a module that <c>LoadModule</c> loads.</summary>
    public static string SourceOf(string identifier, string path)
    {
        if (Sources.TryGetValue(identifier, out var source))
        {
            return source;
        }

        // The shared object is mostly named after it; that of PHP is libphp.so, and after the identifier then.
        var name = path[(path.LastIndexOf('/') + 1)..].Split(".so")[0];
        return (name.StartsWith("mod_", StringComparison.Ordinal) ? name : "mod_" + WithoutEnd(identifier, IdentifierEnd)) + ".c";
    }

    /// <summary>The identifier of a module that is compiled in.</summary>
    public static string IdentifierOf(string source)
    {
        var name = WithoutEnd(source, ".c");
        return Identifiers.TryGetValue(source, out var identifier) ? identifier
            : (name.StartsWith("mod_", StringComparison.Ordinal) ? name["mod_".Length..] : name) + IdentifierEnd;
    }

    private static string WithoutEnd(string text, string end) =>
        text.EndsWith(end, StringComparison.Ordinal) ? text[..^end.Length] : text;
}
