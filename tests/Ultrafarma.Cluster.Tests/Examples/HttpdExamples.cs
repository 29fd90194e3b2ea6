using Ultrafarma.Cluster.Tests.Engine;
using Ultrafarma.Cluster.Tests.HaproxyLab;
using Ultrafarma.Cluster.Tests.Ssh;
using Xunit;

namespace Ultrafarma.Cluster.Tests.Examples;

/// <summary>The pages about Apache.</summary>
internal static class HttpdExamples
{
    private const string Config = "/etc/httpd/conf/httpd.conf";
    private static readonly ExampleCase NumbersDiffer = new() { NumbersDiffer = true };

    public static readonly IReadOnlyDictionary<string, PageCase> Pages = new Dictionary<string, PageCase>
    {
        ["Compare-HttpdConfig"] = new()
        {
            Changes = Parts.Nodes,
            Before = s => s.On(4, $"sed -i 's/^LogLevel warn/LogLevel info/' {Config}; echo 'KeepAliveTimeout 3' >>{Config}"),
            Examples = new Dictionary<int, ExampleCase>
            {
                [3] = new() { Before = s => s.Write("httpd.conf", s.On(1, $"cat {Config}")) },
            },
        },
        ["Get-HttpdBackup"] = new()
        {
            Changes = Parts.Nodes,
            Before = s =>
            {
                s.Write("httpd.conf", s.On(1, $"cat {Config}") + "KeepAliveTimeout 3\n");
                s.Do("Publish-HttpdConfig ./httpd.conf -Node *APP01, *APP02");
                ExampleScene.NextSecond();
                s.Do("Set-HttpdDirective LogLevel info -Node *APP02");
            },
        },
        ["Get-HttpdConfig"] = new()
        {
            Changes = Parts.Nodes,
            Before = s => s.On(4, $"echo Foo yes >>{Config}"),
            Examples = new Dictionary<int, ExampleCase> { [1] = new() { NumbersDiffer = true } },
        },
        ["Get-HttpdDaemon"] = new()
        {
            Changes = Parts.Nodes,
            Before = s =>
            {
                MakeProgram(s);
                s.Do($"Install-HttpdDaemon httpd-local -Program {s.PathOf("ufcluster-linux-x64")} -WarningAction SilentlyContinue");
                s.On(3, "service httpd-local start");
                s.On(4, $"echo Nonsense >>{Config}; service httpd-local restart >/dev/null 2>&1; true");
            },
        },
        ["Get-HttpdDirective"] = new(),
        ["Get-HttpdHost"] = new()
        {
            Changes = Parts.Nodes,
            Examples = new Dictionary<int, ExampleCase> { [2] = new() { Before = CopyFirstToThird } },
        },
        ["Get-HttpdStatus"] = new()
        {
            Changes = Parts.Nodes,
            Before = s =>
            {
                s.Lab.Stop(4, "httpd");

                // Rates are of whole seconds since the start.
                Balancer.Eventually(() => s.OnAll("curl -s http://$(hostname):80/server-status?auto; true").Count(t => t.Contains("ReqPerSec", StringComparison.Ordinal)) == 4, "Apache's rates");
            },
            Examples = new Dictionary<int, ExampleCase> { [1] = NumbersDiffer, [2] = NumbersDiffer, [3] = NumbersDiffer },
        },
        ["Get-HttpdVirtualHost"] = new() { Changes = Parts.Nodes, Before = s => s.On(3, $"sed -i 's/10.77.0.13/10.77.0.11/; s/APP03/APP01/' {Config}") },
        ["Install-HttpdDaemon"] = new() { Changes = Parts.Nodes, Before = MakeProgram },
        ["Publish-HttpdConfig"] = new()
        {
            Changes = Parts.Nodes,
            Before = s =>
            {
                s.Write("httpd.conf", s.On(1, $"cat {Config}") + "KeepAliveTimeout 3\n");
                s.Write("broken.conf", s.On(1, $"cat {Config}") + "KeepAlice On\n");
            },
            Examples = new Dictionary<int, ExampleCase>
            {
                [2] = new() { Proof = s => Assert.All(s.OnAll($"tail -n 1 {Config}"), l => Assert.Equal("KeepAliveTimeout 3\n", l)) },
                [4] = new()
                {
                    Before = s => s.On(1, $"echo 'KeepAliveTimeout 4' >>{Config}"),
                    Proof = s => Assert.All(s.OnAll($"tail -n 1 {Config}"), l => Assert.Equal("KeepAliveTimeout 4\n", l)),
                },
            },
        },
        ["Repair-HttpdHost"] = new()
        {
            Changes = Parts.Nodes,
            Before = CopyFirstToThird,
            Examples = new Dictionary<int, ExampleCase> { [2] = new() { Proof = s => Assert.Contains("Listen 10.77.0.13:80", s.On(3, $"cat {Config}"), StringComparison.Ordinal) } },
        },
        ["Restart-Httpd"] = new()
        {
            Changes = Parts.Nodes,
            Examples = new Dictionary<int, ExampleCase>
            {
                [1] = NumbersDiffer,
                [2] = new() { Before = s => s.On(4, $"cp {Config} {Config}.good; echo KeepAlice On >>{Config}") },
                [3] = new()
                {
                    Before = s =>
                    {
                        s.On(4, $"mv {Config}.good {Config}");
                        s.Lab.Stop(4, "httpd");
                    },
                    NumbersDiffer = true,
                },
            },
        },
        ["Restore-HttpdConfig"] = new()
        {
            Changes = Parts.Nodes,
            Before = s => s.Write("httpd.conf", s.On(1, $"cat {Config}") + "KeepAliveTimeout 3\n"),
            Examples = new Dictionary<int, ExampleCase>
            {
                [1] = new() { Proof = s => Assert.All(s.OnAll($"tail -n 1 {Config}"), l => Assert.Equal("</VirtualHost>\n", l)) },
            },
        },
        ["Set-HttpdDirective"] = new()
        {
            Changes = Parts.Nodes,
            Examples = new Dictionary<int, ExampleCase>
            {
                [2] = new() { Proof = s => Assert.Contains("\nLogLevel info\n", s.On(2, $"cat {Config}"), StringComparison.Ordinal) },
            },
        },
        ["Test-HttpdConfig"] = new() { Changes = Parts.Nodes, Before = s => s.On(4, $"echo Foo >>{Config}") },
        ["Test-HttpdHost"] = new() { Changes = Parts.Nodes, Before = CopyFirstToThird },
        ["Uninstall-HttpdDaemon"] = new()
        {
            Changes = Parts.Nodes,
            Before = s =>
            {
                MakeProgram(s);
                Install(s);
            },
            Examples = new Dictionary<int, ExampleCase>
            {
                [1] = new() { Proof = s => Assert.All(s.OnAll("ls /etc/init.d/httpd-local 2>/dev/null; true"), Assert.Empty) },
                [2] = new() { Before = Install },
            },
        },
    };

    private static void Install(ExampleScene scene) => scene.Do(
        $"Install-HttpdDaemon httpd-local -Program {scene.PathOf("ufcluster-linux-x64")} -Node {LabFixture.Node(2)} -WarningAction SilentlyContinue");

    // Somebody copies APP01's httpd.conf to APP03.
    private static void CopyFirstToThird(ExampleScene scene) =>
        scene.On(3, $"echo {Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(scene.On(1, $"cat {Config}")))} | base64 -d >{Config}");

    // A folder as "dotnet publish" makes it, but with the build's own program, which takes the machine's runtime.
    private static void MakeProgram(ExampleScene scene)
    {
        scene.Write("ufcluster-linux-x64/libcoreclr.so", "");
        Directory.CreateDirectory(scene.PathOf("ufcluster-linux-x64/modules"));
        Tool.Run("cp", "-a", Path.GetDirectoryName(Repository.Ufcluster) + "/.", scene.PathOf("ufcluster-linux-x64"));
        Tool.Run("cp", "-a", Repository.ModuleFolder, scene.PathOf("ufcluster-linux-x64/modules"));
    }
}
