using Ultrafarma.Cluster.Tests.Engine;
using Xunit;

namespace Ultrafarma.Cluster.Tests.Examples;

/// <summary>ufcluster on APP01 itself, with the inventory where the examples have it, and the key and known hosts that it names.</summary>
internal static class FirstNode
{
    // The folder in which the module's own services look for the program.
    private const string Installed = "/var/lib/ultrafarma-cluster/program/example";

    /// <summary>Puts it there.</summary>
    public static void Install(ExampleScene scene)
    {
        var program = new NodeProgram(scene.Lab, 1).Program;
        scene.On(1, $"mkdir -p {Installed} && printf '#!/bin/sh\\nexec {program} \"$@\"\\n' >{Installed}/ufcluster && chmod 755 {Installed}/ufcluster");
        Put(scene, ".config/ultrafarma-cluster/cluster.psd1", "/etc/ultrafarma-cluster/cluster.psd1");
        Put(scene, ".ssh/id_ed25519", scene.PathOf(".ssh/id_ed25519"));
        Put(scene, ".ssh/known_hosts", scene.PathOf(".ssh/known_hosts"));
    }

    /// <summary>Puts it there, and lets it be what the node knows as pwsh.</summary>
    public static void InstallAsPwsh(ExampleScene scene)
    {
        Install(scene);
        scene.On(1, $"ln -s {new NodeProgram(scene.Lab, 1).Program} /mnt/pwsh && sed -i '1i PATH=$PATH:/mnt' /root/.bashrc");
    }

    /// <summary>Runs a line as cron or a monitoring program there does: it is a shell line too. It must end with this code.</summary>
    public static string Run(ExampleScene scene, string code, int exitCode = 0)
    {
        Assert.StartsWith("ufcluster ", code, StringComparison.Ordinal);
        var output = scene.On(1, $"PATH={Installed}:$PATH; {{ {code}; }} 2>&1; echo \" $?\"");
        var end = output.LastIndexOf(' ');
        Assert.Equal(ExampleScene.Text(exitCode), output[(end + 1)..].Trim());
        return output[..end];
    }

    /// <summary>Takes the program away; the rest goes with the lab's reset.</summary>
    public static void Remove(ExampleScene scene) => scene.On(1, "! mountpoint -q /mnt || umount -l /mnt; sed -i '/PATH=$PATH:.mnt/d' /root/.bashrc");

    private static void Put(ExampleScene scene, string name, string target)
    {
        var content = Convert.ToBase64String(File.ReadAllBytes(scene.PathOf(name)));
        scene.On(1, $"mkdir -p {Path.GetDirectoryName(target)} && echo {content} | base64 -d >{target} && chmod 600 {target}");
    }
}
