using Ultrafarma.Cluster.Haproxy;

namespace Ultrafarma.Cluster.Commands.Haproxy;

/// <summary>Servers that were piped to a cmdlet which needs none: they narrow it down, and say which balancer is meant.</summary>
internal sealed class HaproxyPipedServers
{
    private readonly HashSet<(HaproxySource? Source, string Backend, string Name)> _servers = [];
    private readonly List<HaproxySource> _sources = [];

    /// <summary>True when servers were piped.</summary>
    public bool Any => _servers.Count > 0;

    /// <summary>True when anything came: a pipeline that gave nothing must not be taken for no pipeline, which means all.</summary>
    public bool HadInput { get; private set; }

    /// <summary>The balancers that the servers came from.</summary>
    public IEnumerable<HaproxySource> Sources => _sources;

    /// <summary>Takes what was piped.</summary>
    public void Add(IEnumerable<HaproxyServer> servers)
    {
        HadInput = true;
        foreach (var server in servers)
        {
            _servers.Add((server.Source, server.Backend, server.Name));
            _servers.Add((null, server.Backend, server.Name));
            if (!_sources.Contains(server.Source))
            {
                _sources.Add(server.Source);
            }
        }
    }

    /// <summary>True for a server that was piped; for any server when none was.</summary>
    /// <param name="source">The balancer that it has to come from; null for any, where parameters name the balancer.</param>
    /// <param name="backend">Its backend.</param>
    /// <param name="name">Its name.</param>
    public bool Contains(HaproxySource? source, string? backend, string? name) =>
        !Any || backend is not null && name is not null && _servers.Contains((source, backend, name));
}
