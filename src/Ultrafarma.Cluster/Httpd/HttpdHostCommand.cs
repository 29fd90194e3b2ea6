using Ultrafarma.Cluster.Httpd;

namespace Ultrafarma.Cluster.Commands.Httpd;

/// <summary>A cmdlet that looks where a node's own host stands.</summary>
public abstract class HttpdHostCommand : HttpdCommand
{
    /// <summary>Looks at each chosen node.</summary>
    /// <param name="onDone">Given all places, and whether every node was asked.</param>
    private protected void Look(Action<PipelinePump, IReadOnlyList<HttpdHostPlace>, bool> onDone)
    {
        var group = ScopedGroup();
        var repairer = new HttpdHostRepairer(Settings, Hosts);
        Run(async (pump, token) =>
        {
            var places = new List<HttpdHostPlace>();
            var failed = await AskAsync(group, pump, repairer.LookAsync, report => places.AddRange(report.Places), token);
            onDone(pump, places, failed.Count == 0 && group.NodeNames.Count > 0);
        });
    }
}
