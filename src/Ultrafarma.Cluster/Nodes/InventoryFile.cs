using System.Management.Automation.Language;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Commands.Nodes;

/// <summary>Reads an inventory file. It is parsed, never run.</summary>
internal static class InventoryFile
{
    private const long SizeLimit = 1024 * 1024;

    /// <summary>Reads the file.</summary>
    /// <param name="path">Its full path; it exists.</param>
    public static InventoryReading Read(string path)
    {
        var report = new InventoryReport(path);
        try
        {
            if (new FileInfo(path).Length > SizeLimit)
            {
                report.Add(InventorySeverity.Error, 1, 1, "", "is larger than 1 MiB: this is no inventory.");
                return new InventoryReading(null, report.Problems);
            }

            var script = Parser.ParseFile(path, out _, out var errors);
            return Read(script, errors, report);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            report.Add(InventorySeverity.Error, 1, 1, "", "cannot be read: " + e.Message);
            return new InventoryReading(null, report.Problems);
        }
    }

    /// <summary>Reads the text of a file that is still to be written.</summary>
    public static InventoryReading ReadText(string text, string path)
    {
        var script = Parser.ParseInput(text, out _, out var errors);
        return Read(script, errors, new InventoryReport(path));
    }

    private static InventoryReading Read(ScriptBlockAst script, ParseError[] errors, InventoryReport report)
    {
        foreach (var error in errors)
        {
            report.Add(InventorySeverity.Error, error.Extent.StartLineNumber, error.Extent.StartColumnNumber, "", error.Message);
        }

        return errors.Length == 0 && InventoryTree.FromScript(script, report) is { } root
            ? InventoryReader.Read(root, report)
            : new InventoryReading(null, report.Problems);
    }
}
