namespace Ultrafarma.Cluster.Httpd;

/// <summary>What is to be done on one node.</summary>
internal interface IHttpdStep
{
    /// <summary>The node.</summary>
    string Node { get; }
}
