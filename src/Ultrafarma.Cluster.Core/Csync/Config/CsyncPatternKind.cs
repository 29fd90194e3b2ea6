namespace Ultrafarma.Cluster.Csync;

/// <summary>What a pattern of a group does with what it matches. The last one that matches counts.</summary>
public enum CsyncPatternKind
{
    /// <summary>It is kept in sync.</summary>
    Include,

    /// <summary>It is left alone.</summary>
    Exclude,

    /// <summary>It is compared only, never sent.</summary>
    Compare,
}
