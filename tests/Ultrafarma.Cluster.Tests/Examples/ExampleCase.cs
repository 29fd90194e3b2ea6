namespace Ultrafarma.Cluster.Tests.Examples;

/// <summary>What one example of a page needs beside its code and the output that the page shows.</summary>
internal sealed record ExampleCase
{
    /// <summary>Makes what the example finds: files, servers that are out, nodes that are down.</summary>
    public Action<ExampleScene>? Before { get; init; }

    /// <summary>Happens where the code says <c># ... something ...</c>.</summary>
    public Action<ExampleScene>? Between { get; init; }

    /// <summary>Types the code elsewhere than in the connected session, and gives what comes; where that is nothing to compare, it is the proof.</summary>
    public Func<ExampleScene, string, string>? Run { get; init; }

    /// <summary>Whether the integers of the page are those of a busier or larger cluster (<see cref="ExampleText"/>).</summary>
    public bool NumbersDiffer { get; init; }

    /// <summary>Fails unless the example did what its text says. Needed where the page shows no output.</summary>
    public Action<ExampleScene>? Proof { get; init; }
}
