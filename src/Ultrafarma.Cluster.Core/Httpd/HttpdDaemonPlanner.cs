using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Httpd;

/// <summary>Decides what is to be done for services on a node. Pure, except that it lets the program say its id.</summary>
/// <param name="program">For nodes without pwsh; null when there is none.</param>
/// <param name="inventory">For httpd-cluster; null when that is not wanted.</param>
internal sealed class HttpdDaemonPlanner(HttpdDaemonProgram? program, HttpdDaemonInventory? inventory)
{
    /// <summary>True when a node can only be served with a program, and there is none.</summary>
    public bool LacksProgramFor(HttpdDaemonLook look) => look.Pwsh is null && program is null;

    /// <summary>Plans all the services that a look was about.</summary>
    /// <exception cref="NodeException">They cannot run there; the message says why.</exception>
    public IReadOnlyList<HttpdDaemonPlan> Plan(HttpdDaemonLook look)
    {
        if (look.Pwsh is null && look.Architecture != HttpdDaemonProgram.Architecture)
        {
            throw new NodeException(NodeErrorKind.ToolMissing, look.Node,
                $"{look.Node} is a {look.Architecture} machine, and ufcluster is for {HttpdDaemonProgram.Architecture}. Install pwsh and the "
                + "module Ultrafarma.Cluster on it.");
        }

        return [.. look.Services.Select(service => Plan(look, service))];
    }

    private HttpdDaemonPlan Plan(HttpdDaemonLook look, HttpdDaemonState service)
    {
        var isCluster = service.Name == HttpdDaemonName.Cluster;
        var node = !isCluster ? look.Node : inventory!.NameOf(look.Node)
            ?? throw new NodeException(NodeErrorKind.CommandFailed, look.Node,
                $"{look.Node} is no node of {inventory!.Path}, so httpd-cluster cannot publish from it. Add it there, or choose other nodes with -Node.");
        var path = look.Pwsh ?? $"{HttpdDaemonFiles.ProgramFolder(program!.Id)}/{HttpdDaemonProgram.Name}";
        var version = look.PwshModule ?? program!.Version;
        var files = HttpdDaemonFiles.Make(look.Kind, service.Name, node, path, version, isCluster ? inventory!.Content : null);
        var needsUpload = look.Pwsh is null && !look.Programs.Contains(program!.Id);
        var isSame = service.IsInstalled && !needsUpload && files.All(f => service.Hashes.GetValueOrDefault(f.Path) == f.Hash);
        var action = isSame ? HttpdDaemonAction.Unchanged
            : service.IsInstalled ? HttpdDaemonAction.Updated
            : HttpdDaemonAction.Installed;
        return new HttpdDaemonPlan(
            look.Node, service.Name, look.Kind, action, path, version, needsUpload ? program!.Id : null, files);
    }
}
