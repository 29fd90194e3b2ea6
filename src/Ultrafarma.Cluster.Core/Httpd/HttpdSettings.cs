namespace Ultrafarma.Cluster.Httpd;

/// <summary>The <c>Httpd</c> section of an inventory.</summary>
public sealed record HttpdSettings
{
    /// <summary>The main config on the nodes.</summary>
    public string ConfigPath { get; init; } = "/etc/httpd/conf/httpd.conf";

    /// <summary>The program, a name on the PATH or an absolute path; null means httpd or apache2, whichever is there.</summary>
    public string? Command { get; init; }

    /// <summary>The command that reloads Apache; null means a graceful restart by the program itself.</summary>
    public string? ReloadCommand { get; init; }

    /// <summary>The URL that proves that a node serves; <c>{Address}</c> and <c>{Name}</c> stand for the node's own.</summary>
    public string? HealthUrl { get; init; }

    /// <summary>The HTTP status that <see cref="HealthUrl"/> must give.</summary>
    public int HealthStatus { get; init; } = 200;

    /// <summary>Where mod_status answers on a node; <c>{Address}</c> and <c>{Name}</c> stand for the node's own.</summary>
    public string StatusUrl { get; init; } = "http://{Address}/server-status?auto";

    /// <summary>The directives and sections whose arguments may carry the node's own host.</summary>
    public IReadOnlyList<string> HostDirectives { get; init; } = ["ServerName", "ServerAlias", "Listen", "VirtualHost", "NameVirtualHost"];

    /// <summary>The folder under which replaced files are kept, one folder a file, dated.</summary>
    public string BackupDirectory { get; init; } = "/var/backups/ultrafarma-cluster/httpd";
}
