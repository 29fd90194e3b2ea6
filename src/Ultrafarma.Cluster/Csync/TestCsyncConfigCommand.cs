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
        var probe = new CsyncConfigProbe(Settings);
        Run(async (pump, token) =>
        {
            pump.WriteProgress(new ProgressRecord(1, "Checking csync2's config", $"{group.NodeNames.Count} nodes"));
            var results = await group.AskAsync(group.NodeNames, (shell, ending) => probe.LookAsync(shell, other, ending), token);
            WriteFailures(pump, results.Select(r => r.Error).OfType<NodeException>());
            var looks = results.Select(r => r.Value).OfType<CsyncNodeLook>().ToList();
            var findings = looks.SelectMany(l => new CsyncConfigCheck(l).Findings())
                .Concat(new CsyncConfigComparison(looks, group.KnownNames).Findings())
                .ToList();
            pump.WriteAll(findings);
            if (findings.Count == 0 && looks.Count > 0)
            {
                pump.WriteVerbose($"Nothing was found against csync2's config on {string.Join(", ", looks.Select(l => l.Node))}.");
            }
        });
    }
}
