using System.Diagnostics;
using System.Management.Automation;
using System.Net;
using Ultrafarma.Cluster.Csync;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Commands.Csync;

/// <summary>New-CsyncKey: makes a key as csync2 does, in a file on this machine or on nodes. It is never shown.</summary>
[Cmdlet(VerbsCommon.New, "CsyncKey", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(CsyncConfigResult))]
public sealed class NewCsyncKeyCommand : CsyncPutCommand
{
    private const string NewKey = "new key";

    /// <summary>The file; on nodes the key that their config names unless given.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>Replaces a key that is there, and keeps it.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        base.ProcessRecord();
        if (Node is null && Path is null)
        {
            ThrowTerminatingError(CsyncErrorRecords.KeyPlaceMissing());
        }
        else if (Node is null)
        {
            MakeHere(FilePath(Path!));
        }
        else if (Path is not null && !Path.StartsWith('/'))
        {
            ThrowTerminatingError(CsyncErrorRecords.ValueInvalid(Path, "On nodes it must be an absolute path."));
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (Node is null)
        {
            return;
        }

        var group = ScopedGroup();
        var maker = new CsyncKeyMaker(Settings, NewWriter());
        Run(async (pump, token) =>
        {
            foreach (var node in group.NodeNames)
            {
                pump.WriteProgress(new ProgressRecord(1, "Making a csync2 key", node));
                try
                {
                    await MakeAsync(pump, maker, group[node], token);
                }
                catch (NodeException e)
                {
                    pump.WriteError(e.ToErrorRecord());
                }
                catch (CsyncEditException e)
                {
                    pump.WriteError(CsyncErrorRecords.NotEditable(node, e));
                }
            }
        });
    }

    private async Task MakeAsync(PipelinePump pump, CsyncKeyMaker maker, INodeShell shell, CancellationToken cancellationToken)
    {
        var put = await maker.PlanAsync(shell, Path, cancellationToken);
        if (put.OldHash is not null && !Force)
        {
            pump.WriteError(CsyncErrorRecords.KeyExists($"{shell.NodeName}:{put.Path}", shell.NodeName));
        }
        else if (await pump.AskAsync(cmdlet => cmdlet.ShouldProcess(shell.NodeName, $"{put.Path}: {NewKey}")))
        {
            Write(pump, await maker.MakeAsync(shell, put, cancellationToken));
        }
    }

    private void MakeHere(string path)
    {
        var exists = File.Exists(path);
        if (exists && !Force)
        {
            ThrowTerminatingError(CsyncErrorRecords.KeyExists(path, path));
        }

        if (!ShouldProcess(path, NewKey))
        {
            return;
        }

        try
        {
            var watch = Stopwatch.StartNew();
            var backup = LocalFile.Write(path, CsyncKey.Make(), isSecret: true);
            WriteObject(new CsyncConfigResult
            {
                Node = Dns.GetHostName(),
                Action = CsyncConfigChangeAction.Changed,
                Path = path,
                Backup = backup,
                Duration = watch.Elapsed,
                Changes = [NewKey],
            });
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            ThrowTerminatingError(NodeErrorRecords.FileNotWritten(path, e.Message, e));
        }
    }
}
