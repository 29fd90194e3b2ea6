namespace Ultrafarma.Cluster.Tests.Help;

/// <summary>An example of a help page as a reader sees it.</summary>
/// <param name="Title">Its heading, as in "Example 1: See all servers".</param>
/// <param name="Code">What is typed.</param>
/// <param name="Output">What the page says that comes; null where it shows nothing.</param>
internal sealed record ShownExample(string Title, string Code, string? Output);
