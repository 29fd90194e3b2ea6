using Ultrafarma.Cluster.Httpd;
using Ultrafarma.Cluster.Tests.Engine;

namespace Ultrafarma.Cluster.Tests.HttpdLab;

/// <summary>Reads what a publish gave, with or without errors beside it.</summary>
internal static class PublishOutcome
{
    public static IReadOnlyList<HttpdPublishResult> Results(this PipelineOutcome outcome) =>
        [.. outcome.Output.Select(o => o.BaseObject).Cast<HttpdPublishResult>()];
}
