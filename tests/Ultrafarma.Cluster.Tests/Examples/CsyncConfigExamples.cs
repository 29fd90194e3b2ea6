using Xunit;

namespace Ultrafarma.Cluster.Tests.Examples;

/// <summary>The pages about csync2's config.</summary>
internal static class CsyncConfigExamples
{
    private const string Config = "/etc/csync2/csync2.cfg";

    public static readonly IReadOnlyDictionary<string, PageCase> Pages = new Dictionary<string, PageCase>
    {
        ["Add-CsyncHost"] = new()
        {
            Changes = Parts.Nodes,
            Examples = new Dictionary<int, ExampleCase>
            {
                [2] = new() { Proof = s => Assert.All(s.OnAll($"grep app06 {Config}"), l => Assert.Equal("    host app06@10.0.0.6;\n", l)) },
            },
        },
        ["Add-CsyncPath"] = new()
        {
            Changes = Parts.Nodes,
            Examples = new Dictionary<int, ExampleCase>
            {
                [1] = new() { Proof = s => Assert.All(s.OnAll($"grep -c 'exclude.*swp' {Config}"), l => Assert.Equal("1\n", l)) },
                [2] = new() { Proof = s => Assert.Equal(["1\n", "1\n", "0\n", "0\n", "0\n"], s.OnAll($"grep -c 'include /data/www/shared;' {Config}; true")) },
            },
        },
        ["Get-CsyncConfig"] = new(),
        ["New-CsyncKey"] = new()
        {
            Changes = Parts.Nodes,
            Examples = new Dictionary<int, ExampleCase>
            {
                [1] = new() { Proof = s => Assert.True(new FileInfo(s.PathOf("chave_cluster.key")).Length > 60) },
                [2] = new() { Proof = s => Assert.Single(s.OnAll("cat /etc/csync2/chave_cluster.key").Distinct()) },
            },
        },
        ["Publish-CsyncConfig"] = new()
        {
            Changes = Parts.Nodes,
            Before = s => s.On(2, $"sed -i 's/auto none/auto younger/' {Config}"),
            Examples = new Dictionary<int, ExampleCase>
            {
                [2] = new() { Proof = s => Assert.All(s.OnAll($"grep -c 'auto younger' {Config}"), l => Assert.Equal("1\n", l)) },
            },
        },
        ["Remove-CsyncHost"] = new() { Changes = Parts.Nodes, Before = s => s.Do("Add-CsyncHost app06@10.0.0.6") },
        ["Remove-CsyncPath"] = new()
        {
            Changes = Parts.Nodes,
            Before = s => s.Do("Add-CsyncPath '*~', '.*.swp' -Exclude; Add-CsyncPath /data/www/shared -Include -Node *APP0[12]"),
        },
        ["Set-CsyncGroup"] = new() { Changes = Parts.Nodes },
        ["Test-CsyncConfig"] = new()
        {
            Changes = Parts.Nodes,
            Before = s =>
            {
                s.Cluster.On([1, 2, 4, 5], "mkdir -p /data/www/html/sphinx/etc");
                s.On(4, "chmod 644 /etc/csync2/chave_cluster.key");
                s.Lab.Stop(5, "csync2");
            },
            Examples = new Dictionary<int, ExampleCase>
            {
                [2] = new() { Before = s => s.Write("new.cfg", s.On(1, $"sed 's/auto none/auto best/' {Config}")) },
            },
        },
    };
}
