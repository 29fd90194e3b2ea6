using System.Management.Automation;
using System.Text;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Commands.Nodes;

/// <summary>A cmdlet that writes what it sees of the whole cluster into a file, again and again: it writes over its own file, and over no other.</summary>
public abstract class GlanceExportCommand : GlanceCommand
{
    /// <summary>The file to write. What the cmdlet wrote there before is replaced.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>Replaces a file that is none of this cmdlet's, too; it is kept beside it as <c>.bak-</c> and the time.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Emits the file.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>Looks whether the file may be written, and asks.</summary>
    /// <param name="firstWords">What every file of this cmdlet begins with.</param>
    /// <param name="scope">The nodes; without any nothing is to be done.</param>
    /// <param name="action">What is done, as -WhatIf tells it.</param>
    /// <returns>The file's full path and whether one stands there that is to be kept; null when nothing is to be done.</returns>
    private protected (string Path, bool IsKept)? Begin(string firstWords, INodeGroup scope, string action)
    {
        var path = FilePath(Path);
        if (Directory.Exists(path))
        {
            ThrowTerminatingError(NodeErrorRecords.FileNotWritten(path, "It is a folder."));
        }

        var isForeign = IsForeign(path, firstWords);
        if (isForeign && !Force)
        {
            ThrowTerminatingError(NodeErrorRecords.FileExists(path));
        }

        return scope.NodeNames.Count > 0 && ShouldProcess(path, action) ? (path, isForeign) : null;
    }

    /// <summary>Writes the file, whole or not at all. To be called on the pipeline's thread.</summary>
    /// <param name="file">What <see cref="Begin"/> gave.</param>
    /// <param name="text">What it is to hold.</param>
    /// <param name="isForAll">True lets everybody read it; else it is as readable as the file before, or as the user's umask says.</param>
    private protected bool Write((string Path, bool IsKept) file, string text, bool isForAll)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Try(file.Path, () =>
        {
            if (file.IsKept)
            {
                LocalFile.Write(file.Path, bytes);
            }

            LocalFile.Replace(file.Path, bytes, isForAll);
        });

        if (PassThru)
        {
            WriteObject(InvokeProvider.Item.Get([file.Path], force: true, literalPath: true), enumerateCollection: true);
        }

        return true;
    }

    /// <summary>Writes nothing, and ends the cmdlet when nothing could be written there.</summary>
    private protected void TryWriting(string path) => Try(path, () => LocalFile.TryWriting(path));

    // Its first words tell: a schedule writes over its own file only.
    private bool IsForeign(string path, string firstWords)
    {
        if (!File.Exists(path))
        {
            return false;
        }

        try
        {
            using var file = File.OpenRead(path);
            var first = new byte[firstWords.Length];
            return Encoding.ASCII.GetString(first, 0, file.ReadAtLeast(first, first.Length, throwOnEndOfStream: false)) != firstWords;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            ThrowTerminatingError(NodeErrorRecords.FileNotRead(path, e.Message, e));
            throw;
        }
    }

    private void Try(string path, Action action)
    {
        try
        {
            action();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            ThrowTerminatingError(NodeErrorRecords.FileNotWritten(path, e.Message, e));
        }
    }
}
