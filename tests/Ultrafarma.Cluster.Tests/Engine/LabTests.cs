using Xunit;

namespace Ultrafarma.Cluster.Tests.Engine;

/// <summary>
/// All tests that need the lab share it, one after the other: <c>[Collection(LabTests.Name)]</c>. Nothing runs beside them:
/// how fast a node answers, or Ctrl-C ends, must not depend on what else happens to be tested.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class LabTests : ICollectionFixture<LabFixture>
{
    public const string Name = "lab";
}
