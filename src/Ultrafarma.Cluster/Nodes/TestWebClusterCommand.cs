using System.Management.Automation;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Commands.Nodes;

/// <summary>Test-WebCluster: everything that is wrong in the cluster, as findings.</summary>
[Cmdlet(VerbsDiagnostic.Test, "WebCluster")]
[OutputType(typeof(ClusterFinding), typeof(bool))]
public sealed class TestWebClusterCommand : GlanceCommand
{
    /// <summary>Gives one True or False: whether nothing worse than Info was found.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <summary>Lets the process end with 0 (nothing worse than Info), 1 (a Warning) or 2 (an Error), as monitoring plug-ins do.</summary>
    [Parameter]
    public SwitchParameter ExitCode { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        var scope = ScopedGroup();
        if (scope.NodeNames.Count == 0)
        {
            if (Quiet)
            {
                WriteObject(false);
            }

            if (ExitCode)
            {
                // Nothing was looked at: that is not well.
                Host.SetShouldExit(ClusterFindings.ErrorCode);
            }

            return;
        }

        Run(async (pump, token) =>
        {
            var look = await LookAsync(pump, token);
            var checks = await new ClusterChecker(Inventory, WholeGroup()).CheckAsync(look, scope.NodeNames, token);

            // What is about no node is about all of them.
            var others = Group.NodeNames.Except(scope.NodeNames, StringComparer.OrdinalIgnoreCase).ToHashSet(StringComparer.OrdinalIgnoreCase);
            var findings = ClusterFindings.Of(look, checks).Where(f => !others.Contains(f.Node)).ToList();
            var code = ClusterFindings.ExitCode(findings);
            if (Quiet)
            {
                pump.Write(code == 0);
            }
            else
            {
                pump.WriteAll(findings);
            }

            if (findings.Count == 0)
            {
                pump.WriteVerbose($"Nothing was found against {string.Join(", ", scope.NodeNames)}.");
            }

            if (ExitCode)
            {
                await pump.AskAsync(_ =>
                {
                    Host.SetShouldExit(code);
                    return true;
                });
            }
        });
    }
}
