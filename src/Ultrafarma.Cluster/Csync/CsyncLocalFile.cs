using System.Management.Automation;
using Ultrafarma.Cluster.Csync;

namespace Ultrafarma.Cluster.Commands.Csync;

/// <summary>Reads what the user has of csync2's files on this machine.</summary>
internal static class CsyncLocalFile
{
    /// <summary>Reads a config; one that cannot be read ends the cmdlet.</summary>
    public static CsyncConfigFile Read(PSCmdlet cmdlet, string path) =>
        new(path, new CsyncConfigFileFacts(default, "644", "root:root"), ReadBytes(cmdlet, path));

    /// <summary>Reads a file; one that cannot be read ends the cmdlet.</summary>
    public static byte[] ReadBytes(PSCmdlet cmdlet, string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            cmdlet.ThrowTerminatingError(NodeErrorRecords.FileNotRead(path, e.Message, e));
            throw;
        }
    }
}
