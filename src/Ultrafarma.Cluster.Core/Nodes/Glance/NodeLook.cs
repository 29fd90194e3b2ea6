using Ultrafarma.Cluster.Csync;
using Ultrafarma.Cluster.Httpd;

namespace Ultrafarma.Cluster.Nodes;

/// <summary>What one node that answers was asked. Each part has its own error.</summary>
/// <param name="Latency">The time of a trivial command.</param>
/// <param name="Httpd">Apache's config there.</param>
/// <param name="Csync">What csync2 still owes there, and when it runs.</param>
internal sealed record NodeLook(TimeSpan Latency, NodeResult<HttpdNodeConfig> Httpd, NodeResult<CsyncGlance> Csync);
