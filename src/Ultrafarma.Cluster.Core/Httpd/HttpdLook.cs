namespace Ultrafarma.Cluster.Httpd;

/// <summary>A first look at a node's config.</summary>
/// <param name="Main">The main file.</param>
/// <param name="IsPending">True when a change was cut off there, or goes on: Apache may not have taken what stands there.</param>
/// <param name="Other">The other file that was asked for, when it is there.</param>
internal sealed record HttpdLook(HttpdConfigFile Main, bool IsPending, HttpdConfigFile? Other = null);
