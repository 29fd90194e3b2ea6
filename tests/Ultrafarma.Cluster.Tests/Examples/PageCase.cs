namespace Ultrafarma.Cluster.Tests.Examples;

/// <summary>How the examples of one page are run, one after the other, in one session.</summary>
internal sealed record PageCase
{
    /// <summary>A page that the tables do not have: a connected session at a clean cluster, which it may change.</summary>
    public static readonly PageCase Unknown = new() { Changes = Parts.Nodes };

    /// <summary>What has to be as new after it.</summary>
    public Parts Changes { get; init; }

    /// <summary>Makes what the whole page finds.</summary>
    public Action<ExampleScene>? Before { get; init; }

    /// <summary>Undoes what a clean cluster is not made of; runs also when an example failed.</summary>
    public Action<ExampleScene>? After { get; init; }

    /// <summary>By their numbers; those that need nothing are not there.</summary>
    public IReadOnlyDictionary<int, ExampleCase> Examples { get; init; } = new Dictionary<int, ExampleCase>();
}
