namespace Ultrafarma.Cluster.Haproxy.Live;

/// <summary>What keys mean at the moment.</summary>
internal enum LiveMode
{
    /// <summary>They move in the table, and command.</summary>
    Table,

    /// <summary>They type the filter.</summary>
    Filter,

    /// <summary>They answer the question.</summary>
    Question,

    /// <summary>The list of keys is shown; any other key goes back.</summary>
    Help,
}
