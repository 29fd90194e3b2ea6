using Ultrafarma.Cluster.Tests.Engine;
using Ultrafarma.Cluster.Tests.HaproxyLab;

namespace Ultrafarma.Cluster.Tests.HttpdLab;

/// <summary>
/// A node whose next change stops at one step until it is let go, so that a fault comes in the very middle of it. What logs in
/// there finds a tool of ours before the real one, which waits and then becomes the real one.
/// </summary>
internal sealed class HeldNode : IDisposable
{
    private const string Folder = "/root/held";
    private readonly LabFixture _lab;
    private readonly int _node;

    public HeldNode(LabFixture lab, int node, HeldStep step)
    {
        _lab = lab;
        _node = node;
        var (tool, arguments, before) = Of(step);
        lab.On(node, $$"""
            mkdir {{Folder}}
            cat >{{Folder}}/{{tool}} <<'END'
            #!/bin/sh
            case "$#:$*" in
                {{arguments}})
                    {{before}}
                    : >{{Folder}}/reached
                    while [ ! -e {{Folder}}/go ]; do sleep 0.02; done
                    ;;
            esac
            PATH=${PATH#{{Folder}}:}
            exec {{tool}} "$@"
            END
            chmod +x {{Folder}}/{{tool}}
            cp -a /root/.bashrc /root/.bashrc.before-test
            { echo 'PATH={{Folder}}:$PATH'; cat /root/.bashrc.before-test; } >/root/.bashrc
            """);
    }

    /// <summary>Waits until the step has begun.</summary>
    public void WaitUntilReached() =>
        Balancer.Eventually(() => _lab.On(_node, $"ls {Folder}").Contains("reached", StringComparison.Ordinal), $"node {_node} is at its step");

    /// <summary>Lets it go on.</summary>
    public void Go() => _lab.On(_node, $": >{Folder}/go");

    public void Dispose()
    {
        Go();
        _lab.On(_node, $"mv -f /root/.bashrc.before-test /root/.bashrc; while fuser -s {Folder}/*; do sleep 0.02; done; rm -rf {Folder}");
    }

    private static (string Tool, string Arguments, string Before) Of(HeldStep step) => step switch
    {
        // One byte at a time, because what is read too far would be missing.
        HeldStep.Upload => ("cat", "0:*", "dd bs=1 count=100 2>/dev/null"),
        HeldStep.Check => ("apache2", "*DUMP_RUN_CFG*", ":"),
        HeldStep.Backup => ("cp", "*.part", ":"),
        HeldStep.Rename => ("mv", "*.ultrafarma-*", ":"),
        HeldStep.Reload => ("apache2", "*graceful", ":"),
        _ => ("curl", "*", ":"),
    };
}
