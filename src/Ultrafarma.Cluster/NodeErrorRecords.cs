using System.Globalization;
using System.Management.Automation;
using Ultrafarma.Cluster.Commands.Nodes;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Commands;

/// <summary>Every error record about nodes and inventories is made here (those about csync2 in CsyncErrorRecords), so that ids and categories can be reviewed on one page.</summary>
internal static class NodeErrorRecords
{
    public static ErrorRecord ToErrorRecord(this NodeException error) =>
        new(error, error.Kind.ToString(), CategoryOf(error.Kind), error.NodeName);

    public static ErrorRecord UnknownNode(string pattern, IEnumerable<string> known) => new(
        new ItemNotFoundException(
            $"No node is called '{PathText.Display(pattern)}'. The nodes are: {string.Join(", ", known)}."),
        "NodeNotFound", ErrorCategory.ObjectNotFound, pattern);

    public static ErrorRecord NotConnected() => new(
        new InvalidOperationException("No cluster is connected. Use Connect-WebCluster -Path <inventory.psd1> first."),
        "NotConnected", ErrorCategory.ConnectionError, null);

    public static ErrorRecord InventoryNotFound(IReadOnlyList<string> places, bool isNamed) => new(
        new ItemNotFoundException(isNamed
            ? $"The inventory {places[0]} does not exist. New-WebClusterInventory writes one."
            : $"No inventory was found. Looked for: {string.Join(", ", places)}. Name it with -Path or $env:{InventoryLocator.Variable}, "
                + "or write one with New-WebClusterInventory."),
        "InventoryNotFound", ErrorCategory.ObjectNotFound, places[0]);

    public static ErrorRecord InventoryInvalid(InventoryException error) =>
        new(error, "InventoryInvalid", ErrorCategory.InvalidData, error.Problems[0].File);

    public static ErrorRecord InventoryExists(string path) => new(
        new IOException($"{path} exists already. With -Force it is replaced, and the old one kept beside it."),
        "InventoryExists", ErrorCategory.ResourceExists, path);

    public static ErrorRecord InventoryNotWritten(string path, Exception error) => new(
        new IOException($"{path} could not be written: {error.Message}", error),
        "InventoryNotWritten", ErrorCategory.WriteError, path);

    public static ErrorRecord KeyFileNotFound(string path) => new(
        new ItemNotFoundException($"The key file {path} does not exist."), "KeyFileNotFound", ErrorCategory.ObjectNotFound, path);

    public static ErrorRecord NotAFile(string path) => new(
        new ArgumentException($"'{PathText.Display(path)}' is not in the file system."), "NotAFile", ErrorCategory.InvalidArgument, path);

    public static ErrorRecord FileExists(string path) => new(
        new IOException($"{path} exists already. With -Force it is replaced, and the old one kept beside it."),
        "FileExists", ErrorCategory.ResourceExists, path);

    public static ErrorRecord FileNotWritten(string path, string why, Exception? error = null) => new(
        new IOException($"{path} could not be written: {why}", error), "FileNotWritten", ErrorCategory.WriteError, path);

    public static ErrorRecord FileNotRead(string path, string why, Exception? error = null) => new(
        new IOException($"{path} could not be read: {why}", error), "FileNotRead", ErrorCategory.ReadError, path);

    public static ErrorRecord BadSample(TimeSpan duration, TimeSpan interval) => new(
        new ArgumentException(string.Create(CultureInfo.InvariantCulture,
            $"-Duration {duration.TotalSeconds} s with -Interval {interval.TotalSeconds} s cannot be measured: give 1 to {ReportSample.MostIntervals} intervals, or -Duration 0.")),
        "BadSample", ErrorCategory.InvalidArgument, interval);

    public static ErrorRecord InvalidCommand(ArgumentException error) => new(
        new ArgumentException($"The command cannot be sent: {error.Message}", error),
        "InvalidCommand", ErrorCategory.InvalidArgument, null);

    public static ErrorRecord UsingNotSupported(string variable) => new(
        new NotSupportedException(
            $"{variable} is a variable here, and the script block runs on the nodes. Give its value to -ArgumentList, and let the block take it with param()."),
        "UsingNotSupported", ErrorCategory.InvalidArgument, variable);

    private static ErrorCategory CategoryOf(NodeErrorKind kind) => kind switch
    {
        NodeErrorKind.Unreachable or NodeErrorKind.ConnectionLost => ErrorCategory.ConnectionError,
        NodeErrorKind.HostKeyUnknown or NodeErrorKind.HostKeyChanged or NodeErrorKind.HostKeyRevoked => ErrorCategory.SecurityError,
        NodeErrorKind.AuthenticationFailed or NodeErrorKind.KeyFileUnusable => ErrorCategory.AuthenticationError,
        NodeErrorKind.CommandTimeout => ErrorCategory.OperationTimeout,
        NodeErrorKind.PermissionDenied => ErrorCategory.PermissionDenied,
        NodeErrorKind.ToolMissing => ErrorCategory.NotInstalled,
        NodeErrorKind.Busy => ErrorCategory.ResourceBusy,
        NodeErrorKind.BadAnswer => ErrorCategory.InvalidData,
        _ => ErrorCategory.InvalidResult,
    };
}
