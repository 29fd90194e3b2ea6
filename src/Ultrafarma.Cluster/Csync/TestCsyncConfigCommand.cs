using System.Management.Automation;
using Ultrafarma.Cluster.Csync;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Commands.Csync;

/// <summary>Test-CsyncConfig: what csync2 says against its config on each node, and what it lets pass and people trip on.</summary>
[Cmdlet(VerbsDiagnostic.Test, "CsyncConfig")]
[OutputType(typeof(CsyncConfigFinding))]
public sealed class TestCsyncConfigCommand : CsyncCommand
{
    /// <summary>A config on this machine, which each node is to look at in place of its own.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        var other = Path is null ? null : CsyncLocalFile.Read(this, FilePath(Path));
        var group = ScopedGroup();
        var tester = new CsyncConfigTester(Settings);
        Run(async (pump, token) =>
        {
            pump.WriteProgress(new ProgressRecord(1, "Checking csync2's config", $"{group.NodeNames.Count} nodes"));
            var test = await tester.TestAsync(group, group.NodeNames, other, token);
            WriteFailures(pump, test.Failures);
            pump.WriteAll(test.Findings);
            if (test.Findings.Count == 0 && test.Nodes.Count > 0)
            {
                pump.WriteVerbose($"Nothing was found against csync2's config on {string.Join(", ", test.Nodes)}.");
            }
        });
    }
}
