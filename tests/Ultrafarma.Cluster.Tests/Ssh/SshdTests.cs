namespace Ultrafarma.Cluster.Tests.Ssh;

/// <summary>
/// Tests against an sshd of their own. Nothing runs beside them: they look at times and at the memory of this process.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class SshdTests
{
    public const string Name = "sshd";
}
