namespace Ultrafarma.Cluster.Shell.CommandLine;

/// <summary>The command line makes no sense; the message says why and what would.</summary>
internal sealed class UsageException(string message) : Exception(message);
