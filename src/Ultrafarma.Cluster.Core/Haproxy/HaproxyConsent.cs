namespace Ultrafarma.Cluster.Haproxy;

/// <summary>What somebody says to a step of a plan.</summary>
internal enum HaproxyConsent
{
    /// <summary>Leave it.</summary>
    No,

    /// <summary>Do it.</summary>
    Yes,

    /// <summary>Only show what would come of it.</summary>
    OnlyShow,
}
