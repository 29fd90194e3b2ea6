namespace Ultrafarma.Cluster.Tests.Help;

/// <summary>An example: what is typed and what comes back, and the text about it.</summary>
internal sealed record HelpExample(string Title, string Code, string Remarks);
