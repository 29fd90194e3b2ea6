using System.Globalization;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Httpd;

/// <summary>Asks how a node's Apache does: mod_status, on the node itself, and what its process tells.</summary>
/// <param name="settings">Where Apache is on the nodes.</param>
/// <param name="url">The URL of mod_status on a node of that name.</param>
internal sealed class HttpdStatusReader(HttpdSettings settings, Func<string, string> url)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private readonly HttpdScript _script = new(settings);

    /// <summary>Asks one node.</summary>
    /// <exception cref="NodeException">The node cannot be asked. An Apache that does not run, or does not tell, is no exception.</exception>
    public async Task<HttpdStatus> ReadAsync(INodeShell shell, CancellationToken cancellationToken)
    {
        var command = _script.Make("status", url(shell.NodeName)) with { Timeout = Limit };
        var result = await shell.RunCheckedAsync(command, "asking how Apache does", cancellationToken);
        return result.OutputText.Split('\0') is [var version, var process, var seconds, var children, var answer, _]
            ? Join(shell.NodeName, version, Whole(process), Whole(seconds), Whole(children), answer)
            : throw new NodeException(NodeErrorKind.BadAnswer, shell.NodeName,
                $"{shell.NodeName} answered in a form that is not understood. Something that its login shell prints may be in the way.");
    }

    /// <summary>Puts together what both tell; mod_status comes first. Pure.</summary>
    private static HttpdStatus Join(string node, string version, int? process, int? seconds, int? children, string answer)
    {
        var told = HttpdStatusText.Parse(node, answer)
            ?? new HttpdStatus { Node = node, IsRunning = process is not null, Source = HttpdStatusSource.Process };
        return told with
        {
            Version = told.Version ?? (version.Length > 0 ? version : null),
            ProcessId = process,
            Uptime = told.Uptime ?? (seconds is { } s ? TimeSpan.FromSeconds(s) : null),
            Processes = told.Processes ?? children,
        };
    }

    private static int? Whole(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
