using System.Text;

namespace Ultrafarma.Cluster.Nodes;

/// <summary>What a command on a node gave back.</summary>
/// <param name="ExitCode">The exit status, 0 to 255.</param>
/// <param name="Output">Standard output, as bytes.</param>
/// <param name="ErrorOutput">Standard error, cut after 64 KiB.</param>
public sealed record CommandResult(int ExitCode, ReadOnlyMemory<byte> Output, ReadOnlyMemory<byte> ErrorOutput)
{
    /// <summary>Standard error as text, trimmed, safe to show in a terminal.</summary>
    public string ErrorText => PathText.Display(Encoding.UTF8.GetString(ErrorOutput.Span).Trim(), keepLines: true);

    /// <summary>Standard output as text.</summary>
    public string OutputText => Encoding.UTF8.GetString(Output.Span);
}
