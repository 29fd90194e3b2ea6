using System.Management.Automation;
using Ultrafarma.Cluster.Csync;

namespace Ultrafarma.Cluster.Commands.Csync;

/// <summary>Test-CsyncSync: whether the nodes hold the same files, and if not, what differs and where.</summary>
[Cmdlet(VerbsDiagnostic.Test, "CsyncSync", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(CsyncSyncTest))]
public sealed class TestCsyncSyncCommand : CsyncPathCommand
{
    /// <summary>Hashes every file, and not only those that csync2's databases tell apart.</summary>
    [Parameter]
    public SwitchParameter Content { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        var group = ScopedGroup();
        if (group.NodeNames.Count == 0
            || !ShouldProcess(string.Join(", ", group.NodeNames), "let csync2 mark what has changed, and compare"))
        {
            return;
        }

        var wanted = Wanted();
        Run(async (pump, token) =>
        {
            var (test, failures) = await new CsyncSyncTester(group, Settings, ProgressTo(pump)).TestAsync(wanted, Content, token);
            WriteFailures(pump, failures);
            pump.Write(test);
        });
    }
}
