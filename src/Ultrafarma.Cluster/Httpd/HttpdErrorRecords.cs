using System.Management.Automation;
using Ultrafarma.Cluster.Httpd;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Commands.Httpd;

/// <summary>The error records that are about Apache's config and not about reaching a node.</summary>
internal static class HttpdErrorRecords
{
    public static ErrorRecord NotChanged(HttpdChangeResult result)
    {
        var isBack = result.Action == HttpdChangeAction.RolledBack;
        return new ErrorRecord(
            new InvalidOperationException(isBack
                ? $"{result.Node}: Apache did not live with the new {result.Path}, so the old one is back and serves: {result.Reason}"
                : $"{result.Node}: {result.Path} was not changed: {result.Reason}"),
            isBack ? "ConfigRolledBack" : "ConfigNotChanged", ErrorCategory.InvalidResult, result);
    }

    public static ErrorRecord NotPublished(HttpdPublishResult result)
    {
        var isBack = result.Action == HttpdChangeAction.RolledBack;
        return new ErrorRecord(
            new InvalidOperationException(isBack
                ? $"{result.Node}: Apache did not live with the new {result.Path}, so the old one is back: {result.Reason}"
                : $"{result.Node}: {result.Reason}"),
            isBack ? "ConfigRolledBack" : "ConfigNotPublished", ErrorCategory.InvalidResult, result);
    }

    public static ErrorRecord NotRestarted(HttpdRestartResult result) => new(
        new InvalidOperationException($"{result.Node}: {result.Reason}"), "HttpdNotRestarted", ErrorCategory.InvalidResult, result);

    public static ErrorRecord BackupInvalid(string path, string folder) => new(
        new ArgumentException(
            $"'{PathText.Display(path)}' is no kept copy: they lie below {folder}, in a folder named after the config file. "
            + "Get-HttpdBackup lists them."),
        "BackupInvalid", ErrorCategory.InvalidArgument, path);

    public static ErrorRecord BackupNotFound(string node, string path) => new(
        new ItemNotFoundException(
            $"{node}: {PathText.Display(path)} is not there, so nothing was done on any node. Get-HttpdBackup lists what is kept."),
        "BackupNotFound", ErrorCategory.ObjectNotFound, node);

    public static ErrorRecord BackupAmbiguous(string target, IReadOnlyList<string> backups) => new(
        new InvalidOperationException(
            $"{target} would get {backups.Count} copies: {string.Join(", ", backups.Select(b => PathText.Display(b)))}. "
            + "Choose one, as with Select-Object -First 1, and restore each file by itself."),
        "BackupAmbiguous", ErrorCategory.InvalidArgument, target);

    public static ErrorRecord ReferenceNotFound(string reference, string path, IEnumerable<string> nodes) => new(
        new ItemNotFoundException(
            $"No node is called '{PathText.Display(reference)}', and there is no file {PathText.Display(path)}. "
            + $"The nodes are: {string.Join(", ", nodes)}."),
        "ReferenceNotFound", ErrorCategory.ObjectNotFound, reference);

    public static ErrorRecord DirectiveNotFound(string node, string name) => new(
        new ItemNotFoundException(
            $"{node}: no directive '{PathText.Display(name)}' stands where it was looked for. Get-HttpdDirective lists what there is."),
        "DirectiveNotFound", ErrorCategory.ObjectNotFound, node);

    public static ErrorRecord DirectiveAmbiguous(string node, IReadOnlyList<HttpdConfigDirective> found) => new(
        new InvalidOperationException(
            $"{node}: {found[0].Name} stands in {found.Count} places: "
            + string.Join(", ", found.Select(d => PathText.Display($"{d.File}:{d.Line} ({d.Section})")))
            + ". Choose one with -Section, -File or -Line."),
        "DirectiveAmbiguous", ErrorCategory.InvalidArgument, node);

    public static ErrorRecord ValueInvalid(string value, Exception error) => new(
        new ArgumentException($"The value cannot be written: {error.Message}", error),
        "ValueInvalid", ErrorCategory.InvalidArgument, value);

    public static ErrorRecord ProgramNeeded(string node) => new(
        new InvalidOperationException(
            $"{node} has no pwsh with this module, so it needs a ufcluster of its own, and none was found here. Publish one with 'dotnet publish "
            + "src/Ultrafarma.Cluster.Shell -c Release -r linux-x64 --self-contained -o <folder>' and name it with -Program <folder>, or "
            + "install pwsh and the module on the node."),
        "ProgramNeeded", ErrorCategory.NotInstalled, node);

    public static ErrorRecord ProgramInvalid(string folder, string fault) => new(
        new ArgumentException(
            $"{folder} {fault}. Make the folder with 'dotnet publish src/Ultrafarma.Cluster.Shell -c Release -r linux-x64 --self-contained -o <folder>'."),
        "ProgramInvalid", ErrorCategory.InvalidArgument, folder);

    public static ErrorRecord InventoryNeeded() => new(
        new InvalidOperationException(
            "httpd-cluster needs an inventory on the node. Name it with -Inventory, connect a cluster first, or install -Name httpd-local alone."),
        "InventoryNeeded", ErrorCategory.InvalidArgument, null);

    public static ErrorRecord InventoryPathRelative(string inventory, string key, string path) => new(
        new ArgumentException(
            $"{key} in {inventory} is '{PathText.Display(path)}', which would mean another file on a node. Write the absolute path that the "
            + "file has on the nodes, or one below ~/."),
        "InventoryPathRelative", ErrorCategory.InvalidData, inventory);
}
