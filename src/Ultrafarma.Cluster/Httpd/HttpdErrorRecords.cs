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
}
