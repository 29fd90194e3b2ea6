using System.Management.Automation;
using System.Management.Automation.Host;
using Ultrafarma.Cluster.Haproxy;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Commands.Haproxy;

/// <summary>The way to the balancer that a connected cluster's inventory names, for cmdlets that are not about the balancer itself.</summary>
internal static class HaproxyInventory
{
    /// <summary>Leads to the balancer: to its socket where there is one, since that tells more. Nothing is asked yet.</summary>
    /// <param name="session">A session whose inventory names one.</param>
    /// <param name="memory">What stats pages took before.</param>
    /// <param name="credential">What the user gave for the page, or <see cref="PSCredential.Empty"/>.</param>
    /// <param name="pump">Leads to the pipeline's thread.</param>
    /// <param name="host">Asks for a password.</param>
    public static IHaproxyBalancer Open(
        ClusterSession session, HaproxyMemory memory, PSCredential credential, PipelinePump pump, PSHost host)
    {
        var settings = session.Inventory.Haproxy;
        var timeout = TimeSpan.FromSeconds(settings.TimeoutSeconds);
        if (settings.Socket is { } socket)
        {
            var isPath = socket.StartsWith('/');
            var source = new HaproxySource { Socket = socket, Node = isPath ? settings.Node : null };
            return HaproxyConnection.ToSocket(source, isPath ? ShellTo(session, source.Node) : null, timeout);
        }

        var page = new HaproxySource { Uri = HaproxyPage.Normalize(new Uri(settings.Uri!)) };
        var given = credential.UserName is { Length: > 0 } ? credential.GetNetworkCredential() : null;
        var login = new HaproxyLogin(page.Uri!, given, memory, pump, host);
        return memory.Page(page, skipCertificateCheck: false, login, timeout);
    }

    private static INodeShell? ShellTo(ClusterSession session, string? node) => node is null ? new LocalShell() : session.FindShell(node);
}
