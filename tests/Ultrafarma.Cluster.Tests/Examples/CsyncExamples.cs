using Ultrafarma.Cluster.Csync;
using Ultrafarma.Cluster.Tests.CsyncLab;
using Ultrafarma.Cluster.Tests.Engine;
using Xunit;

namespace Ultrafarma.Cluster.Tests.Examples;

/// <summary>The pages about csync2's files: what is pending, in conflict, kept, pushed.</summary>
internal static class CsyncExamples
{
    private const string Site = CsyncCluster.Site;
    private static readonly ExampleCase NumbersDiffer = new() { NumbersDiffer = true };

    public static readonly IReadOnlyDictionary<string, PageCase> Pages = new Dictionary<string, PageCase>
    {
        ["Compare-CsyncFile"] = new()
        {
            Changes = Parts.Nodes,
            Before = s =>
            {
                s.On(3, $"echo 'one more line' >>{Site}/index.html");
                s.On(2, $"echo new >{Site}/novo.txt");
            },
        },
        ["Get-CsyncBackup"] = new()
        {
            Changes = Parts.Nodes,
            Before = PushThree,
            Examples = new Dictionary<int, ExampleCase>
            {
                [2] = new()
                {
                    Before = s =>
                    {
                        ExampleScene.NextSecond();
                        s.Do($"Restore-CsyncFile -Path {Site}/precos.html -Node {LabFixture.Node(2)} -Generation 2 -Confirm:$false");
                    },
                },
            },
        },
        ["Get-CsyncConflict"] = new()
        {
            Changes = Parts.Nodes,
            Before = MakeConflicts,
            Examples = new Dictionary<int, ExampleCase>
            {
                [2] = new()
                {
                    Before = s => s.Do($"Get-CsyncConflict -Path */antigos/* | Resolve-CsyncConflict -Winner {LabFixture.Node(4)} -Confirm:$false"),
                    NumbersDiffer = true,
                },
                [4] = new()
                {
                    Before = s =>
                    {
                        s.Renew();
                        s.Lab.Conflict(1, "--nodes", "1,2", "--dir", "fora");
                        s.Lab.Stop(5, "sshd");
                    },
                },
            },
        },
        ["Get-CsyncPending"] = new()
        {
            Changes = Parts.Nodes,
            Before = s =>
            {
                s.Lab.Stop(5, "csync2");
                s.Cluster.Write(1, Site + "/novo.txt", "new\n", 2);
                s.On(1, "csync2 -u >/dev/null 2>&1; true");
            },
            Examples = new Dictionary<int, ExampleCase>
            {
                [3] = new() { Before = s => s.Lab.Stop(5, "sshd") },
                [4] = new()
                {
                    Before = s =>
                    {
                        s.Renew();
                        s.Lab.Conflict(5, "--nodes", "1,2");
                    },
                    NumbersDiffer = true,
                },
            },
        },
        ["Get-CsyncStatus"] = new()
        {
            Changes = Parts.Nodes,
            Before = s =>
            {
                s.OnAll("echo '*/15 * * * * root csync2 -x' >>/etc/crontab");
                s.Do("Sync-CsyncGroup -Node *APP01");
                s.Cluster.Write(2, Site + "/index.html", "two\n");
                s.Cluster.Write(3, Site + "/index.html", "three\n");
                s.Lab.Stop(4, "csync2");
            },
            Examples = new Dictionary<int, ExampleCase>
            {
                [2] = new() { Before = s => s.Lab.Start(4, "csync2") },
                [3] = new() { Before = s => s.Lab.Stop(5, "sshd") },
            },
        },
        ["Invoke-CsyncUpload"] = new()
        {
            Changes = Parts.Nodes,
            Before = MakeBuild,
            Examples = new Dictionary<int, ExampleCase>
            {
                [1] = new() { NumbersDiffer = true, Proof = s => Assert.All(s.OnAll($"cat {Site}/novos/20.html"), text => Assert.Equal("page 20\n", text)) },
                [2] = new()
                {
                    Before = s => s.Console.Line = () =>
                    {
                        s.On(2, $"mkdir {Site}/fotos && echo new >{Site}/fotos/nova.jpg");
                        return "";
                    },
                    Proof = s => Assert.All(s.OnAll($"cat {Site}/fotos/nova.jpg"), text => Assert.Equal("new\n", text)),
                },
                [3] = new()
                {
                    // The node's folder, as if it were mounted here, and a file over which APP02 and APP03 are at odds already.
                    Before = s =>
                    {
                        Directory.Delete(s.PathOf("build"), recursive: true);
                        s.Write("build/promo/a.html", "ours\n");
                        s.Write("build/promo/b.html", "ours\n");
                        Directory.CreateSymbolicLink(s.PathOf("app01"), $"/proc/{File.ReadAllText(Path.Combine(s.Lab.State, "nodes/APP01/pid")).Trim()}/root{Site}");
                        s.Cluster.Write(2, Site + "/promo/a.html", "of APP02\n");
                        s.Cluster.Write(3, Site + "/promo/a.html", "of APP03\n");
                        s.Console.Answer = "Yes";
                    },
                    NumbersDiffer = true,
                    Proof = s => Assert.All(s.OnAll($"cat {Site}/promo/*"), text => Assert.Equal("ours\nours\n", text)),
                },
            },
            After = ForgetBuild,
        },
        ["Resolve-CsyncConflict"] = new()
        {
            Changes = Parts.Nodes,
            Before = s =>
            {
                MakeConflicts(s);
                s.Console.Answer = "Yes";
            },
            Examples = new Dictionary<int, ExampleCase>
            {
                [1] = NumbersDiffer,
                [3] = new() { Proof = s => Assert.All(s.OnAll($"sed -n 21p {Site}/precos/upload-00001.txt"), l => Assert.Equal("written by 02\n", l)) },
                [4] = new() { Proof = s => Assert.Single(s.OnAll($"stat -c %a {Site}/lojas/upload-00001.txt").Distinct()) },
                [5] = new()
                {
                    Before = s =>
                    {
                        s.Renew();
                        s.Lab.Conflict(1, "--dir", "x");
                    },
                    Run = (s, code) =>
                    {
                        using var program = new NodeProgram(s.Lab, 1);
                        return program.Run(code);
                    },
                    Proof = s => Assert.All(s.OnAll($"sed -n 21p {Site}/x/upload-00001.txt"), l => Assert.Equal("written by 01\n", l)),
                },
            },
        },
        ["Restore-CsyncConflict"] = new()
        {
            Changes = Parts.Nodes,
            Before = s =>
            {
                MakeChanged(s, "cat", 1, "1,4,3");
                s.Console.Answer = "Yes";
            },
            Examples = new Dictionary<int, ExampleCase>
            {
                [2] = new() { Proof = s => Assert.All(s.OnAll($"sed -n 21p {Site}/cat/upload-00001.txt"), l => Assert.Equal("written by 01\n", l)) },
                [3] = new()
                {
                    // The run of the page's day.
                    Before = s =>
                    {
                        var kept = (string)s.Do("$report.Results[0].Backups[0].Path")[0];
                        s.On(1, $"cd {CsyncCluster.Kept} && mkdir -p 20261123T153241Z-b9bf61 && cp -a {kept.Split('/')[4]}/. 20261123T153241Z-b9bf61");
                    },
                },
            },
        },
        ["Restore-CsyncFile"] = new()
        {
            Changes = Parts.Nodes,
            Before = PushThree,
            Examples = new Dictionary<int, ExampleCase>
            {
                [1] = new() { Proof = s => Assert.All(s.OnAll($"cat {Site}/precos.html"), text => Assert.Equal("prices, version 1", text)) },
                [2] = new() { Proof = s => Assert.All(s.OnAll($"cat {Site}/precos.html"), text => Assert.Equal("prices, version 3", text)) },
            },
        },
        ["Sync-CsyncGroup"] = new()
        {
            Changes = Parts.Nodes,
            Before = s =>
            {
                s.Cluster.Write(2, Site + "/index.html", "two\n");
                s.On(1, $"cd {Site} && mkdir banners && echo a >banners/a.txt && echo b >banners/b.txt && echo new >novo.txt && echo one >index.html && rm robots.txt");
            },
        },
        ["Test-CsyncSync"] = new()
        {
            Changes = Parts.Nodes,
            Examples = new Dictionary<int, ExampleCase>
            {
                [2] = new()
                {
                    Before = s =>
                    {
                        s.On(3, $"echo 'one more line' >>{Site}/index.html");
                        s.On(2, $"echo new >{Site}/novo.txt; chmod 600 {Site}/robots.txt");
                    },
                },
            },
        },
    };

    /// <summary>Three versions of a file that APP01 pushed, so that the others keep two of them.</summary>
    private static void PushThree(ExampleScene scene)
    {
        for (var i = 1; i <= 3; i++)
        {
            scene.Cluster.Write(1, Site + "/precos.html", $"prices, version {i}", 60 - i);
            scene.On(1, "csync2 -u");
        }
    }

    // One file deleted on a node and changed on another, two that are the same, one with other modes, two with other content.
    internal static void MakeConflicts(ExampleScene scene)
    {
        scene.Lab.Conflict(1, "--delete", "--nodes", "2,4", "--dir", "antigos");
        scene.Lab.Conflict(2, "--identical", "--nodes", "1,2", "--dir", "fotos");
        scene.Lab.Conflict(1, "--chmod", "--nodes", "2,3", "--dir", "lojas");
        MakeChanged(scene, "precos", 2);
    }

    // What is uploaded by rsync, which logs in with the scene's key.
    internal static void MakeBuild(ExampleScene scene)
    {
        for (var i = 1; i <= 20; i++)
        {
            scene.Write($"build/novos/{i}.html", $"page {i}\n");
        }

        Environment.SetEnvironmentVariable("RSYNC_RSH", $"ssh -i {scene.PathOf(".ssh/id_ed25519")} -o UserKnownHostsFile={scene.PathOf(".ssh/known_hosts")}");
    }

    internal static void ForgetBuild(ExampleScene _) => Environment.SetEnvironmentVariable("RSYNC_RSH", null);

    // Files that all nodes have, and that some of them have changed since, the last one last.
    private static void MakeChanged(ExampleScene scene, string folder, int count, string nodes = "1,3")
    {
        scene.OnAll($"""
            mkdir -p {Site}/{folder} && cd {Site}/{folder} && for i in $(seq {count}); do
                for l in $(seq 20); do printf 'upload %05d\n' $i; done >upload-0000$i.txt; touch -d '2026-01-01 12:00:00 UTC' upload-0000$i.txt
            done; csync2 -cIr {Site}/{folder}
            """);
        scene.Lab.Conflict(count, "--nodes", nodes, "--dir", folder);
    }
}
