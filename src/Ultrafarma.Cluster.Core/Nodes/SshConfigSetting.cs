namespace Ultrafarma.Cluster.Nodes;

/// <summary>One line of an ssh_config, and when it counts.</summary>
/// <param name="Conditions">Every one must be met: those of the block, and of the blocks that included the file.</param>
/// <param name="Keyword">The keyword as written.</param>
/// <param name="Values">What follows it.</param>
internal sealed record SshConfigSetting(IReadOnlyList<SshConfigCondition> Conditions, string Keyword, IReadOnlyList<string> Values)
{
    public bool Is(string keyword) => Keyword.Equals(keyword, StringComparison.OrdinalIgnoreCase);

    public bool AppliesTo(string alias) => Conditions.All(condition => condition.IsMetBy(alias));
}
