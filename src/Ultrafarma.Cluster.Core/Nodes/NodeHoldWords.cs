namespace Ultrafarma.Cluster.Nodes;

/// <summary>How errors speak of what is held on nodes.</summary>
/// <param name="Purpose">What was done when a node failed, such as "locking the config".</param>
/// <param name="Late">What a node did not do in time, such as "gave no lock".</param>
/// <param name="Busy">The message about another run, made of the node and who that is.</param>
internal sealed record NodeHoldWords(string Purpose, string Late, Func<string, string, string> Busy);
