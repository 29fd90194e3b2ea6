using System.Diagnostics;
using System.Globalization;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Tests.Engine;

/// <summary>ufcluster on a node of the lab, which sees neither this checkout nor /tmp of the host: it gets a copy in memory.</summary>
internal sealed class NodeProgram : IDisposable
{
    private const string Folder = "/mnt/uf-local";
    private readonly LabFixture _lab;
    private readonly int _node;

    public NodeProgram(LabFixture lab, int node)
    {
        _lab = lab;
        _node = node;
        var bin = Path.GetRelativePath(Repository.Root, Path.GetDirectoryName(Repository.Ufcluster)!);
        Program = $"{Folder}/{bin}/ufcluster";
        var module = Path.GetRelativePath(Repository.Root, Repository.ModuleFolder);
        var number = node.ToString(CultureInfo.InvariantCulture);
        using var copy = Process.Start("/bin/sh", ["-c",
            $"tar -C '{Repository.Root}' -cf - '{bin}' '{module}' | '{Repository.LabScript}' --name '{Path.GetFileName(lab.State)}' on {number} sh -c 'while mountpoint -q /mnt; do umount -l /mnt; done; mount -t tmpfs tmpfs /mnt && mkdir -p {Folder} && tar -C {Folder} -xf -'"]);
        copy.WaitForExit();
        if (copy.ExitCode != 0)
        {
            throw new InvalidOperationException($"ufcluster could not be put on node {number}: exit status {copy.ExitCode}.");
        }
    }

    /// <summary>The program's path on the node.</summary>
    public string Program { get; }

    /// <summary>Runs a PowerShell line there and gives its output; it must succeed.</summary>
    public string Run(string command) => _lab.On(_node, $"{Program} -NoProfile -Command {ShellQuote.Quote(command)}");

    public void Dispose() => _lab.On(_node, "umount -l /mnt");
}
