using Ultrafarma.Cluster.Tests.CsyncLab;
using Xunit;

namespace Ultrafarma.Cluster.Tests.Examples;

/// <summary>The pages about inventories, connections, and the cluster as a whole.</summary>
internal static class NodesExamples
{
    // An inventory with the three mistakes that the pages show.
    private const string Errado = """
        @{
            Name  = 'ultrafarma'
            Nodes = @(
                @{ Name = 'CD163820-L-ULTRAFARMA-APP01'; Adress = '10.77.0.11' }
                @{ Name = 'CD163820-L-ULTRAFARMA-APP02'; Address = '10.77.0.12'; Port = 70000 }
            )
            Ssh   = @{ User = "$env:USER" }
        }

        """;

    public static readonly IReadOnlyDictionary<string, PageCase> Pages = new Dictionary<string, PageCase>
    {
        ["Connect-WebCluster"] = new()
        {
            Before = s =>
            {
                s.Do("Disconnect-WebCluster");
                s.Write("errado.psd1", Errado);
            },
            Examples = new Dictionary<int, ExampleCase>
            {
                [2] = new()
                {
                    Before = s =>
                    {
                        CopyInventory(s);
                        s.Console.Login = Secrets.Credential("root", Secrets.Password);
                    },
                },
            },
        },
        ["Disconnect-WebCluster"] = new()
        {
            Examples = new Dictionary<int, ExampleCase>
            {
                [3] = new() { Before = s => s.Do("Connect-WebCluster"), Proof = s => Assert.Single(s.Do("Get-WebCluster")) },
            },
        },
        ["Export-WebClusterMetric"] = new()
        {
            Changes = Parts.Nodes,
            Before = FirstNode.Install,
            After = FirstNode.Remove,
            Examples = new Dictionary<int, ExampleCase>
            {
                [1] = new()
                {
                    Before = s => s.On(1, "mkdir -p /var/lib/prometheus/node-exporter"),
                    Run = (s, code) => FirstNode.Run(s, code),
                    Proof = s => Assert.EndsWith("# EOF\n", s.On(1, "cat /var/lib/prometheus/node-exporter/ultrafarma.prom"), StringComparison.Ordinal),
                },

                // A time of whole seconds has no fraction.
                [2] = new() { NumbersDiffer = true },
            },
        },
        ["Export-WebClusterReport"] = new()
        {
            Changes = Parts.Nodes,
            Before = FirstNode.Install,
            After = FirstNode.Remove,
            Examples = new Dictionary<int, ExampleCase>
            {
                // The file's size.
                [1] = new() { NumbersDiffer = true },
                [2] = new()
                {
                    Before = s => s.On(1, "mkdir -p /data/reports"),
                    Run = (s, code) => FirstNode.Run(s, code),
                    Proof = s => Assert.EndsWith("</html>\n", s.On(1, "cat /data/reports/cluster.html"), StringComparison.Ordinal),
                },
                [3] = new()
                {
                    Proof = s =>
                    {
                        // The balancer's servers are there all the same.
                        var page = File.ReadAllText(s.PathOf("app02.html"));
                        var nodes = page[page.IndexOf("id=\"nodes\"", StringComparison.Ordinal)..page.IndexOf("id=\"balancer\"", StringComparison.Ordinal)];
                        Assert.Contains("APP02", nodes, StringComparison.Ordinal);
                        Assert.DoesNotContain("APP03", nodes, StringComparison.Ordinal);
                    },
                },
            },
        },
        ["Get-WebCluster"] = new()
        {
            Before = s => s.Do("Get-WebClusterNode -ConnectionOnly"),
            Examples = new Dictionary<int, ExampleCase>
            {
                [3] = new() { Before = s => s.Do("Disconnect-WebCluster"), Proof = s => Assert.Single(s.Do("Get-WebCluster")) },
            },
        },
        ["Get-WebClusterNode"] = new()
        {
            Changes = Parts.Nodes,
            Examples = new Dictionary<int, ExampleCase>
            {
                [1] = new()
                {
                    Before = s =>
                    {
                        s.ByTheClock(1, 2, 3);
                        s.Lab.Conflict(3, "--nodes", "1,2");
                        s.On(3, "echo 'KeepAliveTimeout 3' >>/etc/httpd/conf/httpd.conf");
                        s.Lab.Stop(5, "sshd");
                        s.Do("Connect-WebCluster");
                    },
                },
                [2] = new()
                {
                    Before = s =>
                    {
                        s.Lab.Start(5, "sshd");
                        s.Lab.ChangeHostKey(2);
                        s.Do("Connect-WebCluster");
                    },
                },
                [3] = new()
                {
                    Before = s => s.Lab.ChangeHostKey(2, restore: true),
                    Proof = s =>
                    {
                        s.Cluster.Write(1, CsyncCluster.Site + "/fotos/nova.txt", "new\n");
                        var pending = s.Do("Get-WebClusterNode | Where-Object Roles -contains Upload | Get-CsyncPending -Path */fotos/* | ForEach-Object Path");
                        Assert.Equal(CsyncCluster.Site + "/fotos/nova.txt", pending.Distinct().Single());
                    },
                },
                [4] = new()
                {
                    Before = s =>
                    {
                        s.Lab.Stop(5, "sshd");
                        s.Do("Connect-WebCluster");
                    },
                },
            },
            After = s => s.Lab.ChangeHostKey(2, restore: true),
        },
        ["Invoke-WebClusterCommand"] = new()
        {
            Changes = Parts.Nodes,
            Before = FirstNode.InstallAsPwsh,
            After = FirstNode.Remove,
            Examples = new Dictionary<int, ExampleCase>
            {
                [1] = new() { Before = s => s.Lab.Fill(5), NumbersDiffer = true },
                [2] = new()
                {
                    Before = s => s.Cluster.On([1, 2, 4, 5], "mkdir -p '/data/www/html/fotos de produtos'"),
                },
                [3] = new() { Before = s => s.On(1, "mkdir -p /data/www/html/fotos && cd /data/www/html/fotos && touch a b c") },

                // The lines of a file of the lab's.
                [4] = new() { NumbersDiffer = true },
            },
        },
        ["New-WebClusterInventory"] = new()
        {
            // The files' sizes.
            Examples = new Dictionary<int, ExampleCase> { [1] = new() { NumbersDiffer = true }, [2] = new() { NumbersDiffer = true } },
        },
        ["Test-WebCluster"] = new()
        {
            Changes = Parts.Nodes,
            Before = FirstNode.Install,
            After = FirstNode.Remove,
            Examples = new Dictionary<int, ExampleCase>
            {
                [1] = new()
                {
                    Before = s =>
                    {
                        // The lab's csync2.cfg includes a file whose folder only APP01 has.
                        s.On(3, "mkdir -p /data/www/html/sphinx/etc");
                        s.Lab.Conflict(3, "--nodes", "1,2");
                        s.On(3, "echo 'KeepAliveTimeout 3' >>/etc/httpd/conf/httpd.conf");
                    },
                },
                [2] = new()
                {
                    Before = s => s.Lab.Stop(5, "sshd"),
                    Run = (s, code) => FirstNode.Run(s, code, 2),
                },
                [3] = new()
                {
                    Before = s =>
                    {
                        s.WriteProgram("mail", $"printf '%s\\n' \"$*\" >'{s.PathOf("mail")}'; cat >>'{s.PathOf("mail")}'\n");
                        s.Do("Connect-WebCluster");
                    },
                    Proof = s =>
                    {
                        var mail = File.ReadAllText(s.PathOf("mail"));
                        Assert.StartsWith("-s cluster root\n", mail, StringComparison.Ordinal);
                        Assert.Contains("CD163820-L-ULTRAFARMA-APP05", mail, StringComparison.Ordinal);
                        Assert.DoesNotContain("Warning", mail, StringComparison.Ordinal);
                    },
                },
            },
        },
        ["Test-WebClusterNode"] = new()
        {
            Changes = Parts.Nodes,
            Before = s => s.Lab.Stop(2, "sshd"),
            After = s => s.Lab.Start(2, "sshd"),

            // How long it took.
            Examples = new Dictionary<int, ExampleCase> { [1] = new() { NumbersDiffer = true } },
        },
        ["Test-WebClusterInventory"] = new()
        {
            Before = s => s.Write("errado.psd1", Errado),
            Examples = new Dictionary<int, ExampleCase>
            {
                [2] = new()
                {
                    Before = s =>
                    {
                        CopyInventory(s);
                        File.Copy(s.PathOf("cluster.psd1"), s.PathOf("cluster2.psd1"));
                    },
                },
                [3] = new()
                {
                    Proof = s =>
                    {
                        File.Delete(s.PathOf("cluster.psd1"));
                        File.Delete(s.PathOf(".config/ultrafarma-cluster/cluster.psd1"));
                        Assert.Contains(
                            "The inventory cannot be used.",
                            s.Console.Show("if (-not (Test-WebClusterInventory -Quiet)) { throw 'The inventory cannot be used.' }"),
                            StringComparison.Ordinal);
                    },
                },
            },
        },
    };

    private static void CopyInventory(ExampleScene scene) =>
        File.Copy(scene.PathOf(".config/ultrafarma-cluster/cluster.psd1"), scene.PathOf("cluster.psd1"), overwrite: true);
}
