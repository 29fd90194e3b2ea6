namespace Ultrafarma.Cluster.Tests.Shell;

/// <summary>What a finished ufcluster left behind.</summary>
internal sealed record ShellResult(int ExitCode, string Output, string Error)
{
    public string[] Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
