using Ultrafarma.Cluster.Csync;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Tests.Csync;

/// <summary>Configs of the tests.</summary>
internal static class CsyncConf
{
    public const string Path = "/etc/csync2.cfg";

    public const string Sample =
        "# the cluster\ngroup firewalls-data-dir\n{\n    host N1; # the first\n    host n2@10.0.0.2 (n3 \"n4\"@n4-sync);\n\n    key /k;\n\n"
        + "    include /data/www/html/site.br;\n    include \"/data/two words/\" %p%/x;\n    # exclude *~ .*;\n    exclude *.tmp;\n\n"
        + "    auto none;\n    action\n    {\n        pattern /etc/httpd/*;\n        exec \"httpd -k graceful %%\";\n        logfile \"/var/log/a.log\";\n"
        + "        do-local;\n    }\n    backup-directory \"/var/backup/csync2\";\n    backup-generations 3;\n}\nprefix p { on n*: /srv; on *: /opt/; }\n"
        + "nossl * *;\nignore uid gid;\nlock-timeout 30;\ntempdir /tmp;\n";

    public static CsyncConfigFile File(string path, ReadOnlyMemory<byte> bytes) =>
        new(path, new CsyncConfigFileFacts(DateTimeOffset.UnixEpoch, "644", "root:root"), bytes);

    public static CsyncConfig Parse(string text, params (string Path, string Text)[] others)
    {
        var known = others.ToDictionary(o => o.Path, o => (CsyncConfigFile?)File(o.Path, PathText.ToBytes(o.Text)), StringComparer.Ordinal);
        var (config, missing) = CsyncConfigParser.Parse("n1", File(Path, PathText.ToBytes(text)), known);
        return missing is null ? config : throw new ArgumentException($"{missing} is not known.", nameof(others));
    }
}
