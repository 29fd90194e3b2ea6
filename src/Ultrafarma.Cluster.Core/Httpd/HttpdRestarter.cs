using System.Globalization;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Httpd;

/// <summary>Restarts the Apache of one node and has it prove that it lives. Once begun, the node does it alone to its end.</summary>
/// <param name="settings">Where Apache is on the nodes.</param>
internal sealed class HttpdRestarter(HttpdSettings settings)
{
    // What -k stop may take, and the check before it.
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(60);
    private readonly HttpdScript _script = new(settings);

    /// <summary>Restarts.</summary>
    /// <param name="shell">The node.</param>
    /// <param name="options">How.</param>
    /// <param name="ports">The ports that must listen afterwards.</param>
    /// <param name="healthUrl">The URL that must answer, or null.</param>
    /// <param name="who">Who we are, for another run that finds the node busy.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="NodeException"><see cref="NodeErrorKind.Busy"/> when a change runs there; otherwise the node could not be asked,
    /// and whatever had begun there ends by itself.</exception>
    public async Task<HttpdRestarted> RestartAsync(
        INodeShell shell,
        HttpdRestartOptions options,
        IReadOnlyList<int> ports,
        string? healthUrl,
        string who,
        CancellationToken cancellationToken)
    {
        var how = !options.IsGraceful ? "full" : settings.ReloadCommand is null ? "graceful" : "command";
        var command = _script.Make(
            "apply",
            HttpdScript.Text("restart"),
            how,
            settings.ReloadCommand ?? "",
            healthUrl ?? "",
            Text(settings.HealthStatus),
            string.Join(' ', ports.Select(Text)),
            Text((int)Math.Ceiling(options.Patience.TotalSeconds)),
            who) with
        {
            Timeout = StopLimit + (options.Patience * 2),
        };
        var result = await shell.RunAsync(command, cancellationToken);
        if (result.ExitCode != 0)
        {
            throw NodeFailure.FromResult(shell.NodeName, "restarting Apache", result);
        }

        return result.OutputText.Split('\0') is [var action, var before, var after, var reason, _]
            ? Judge(shell.NodeName, action, Number(before), Number(after), PathText.Display(reason.Trim()))
            : throw BadAnswer(shell.NodeName);
    }

    private static HttpdRestarted Judge(string node, string action, int? before, int? after, string reason) => action switch
    {
        "Restarted" => new HttpdRestarted(HttpdRestartAction.Restarted, before, after, null),
        "Started" => new HttpdRestarted(HttpdRestartAction.Started, before, after, null),
        "Failed" => new HttpdRestarted(HttpdRestartAction.Failed, before, after, reason),
        "Refused" => HttpdRestarted.Untouched(reason) with { ProcessIdBefore = before, ProcessId = after },
        "Busy" => HttpdRestarted.Untouched($"Apache's config is being changed by {reason}. Try again when that is done"),
        _ => throw BadAnswer(node),
    };

    private static int? Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static NodeException BadAnswer(string node) => new(NodeErrorKind.BadAnswer, node,
        $"{node} answered in a form that is not understood. Something that its login shell prints may be in the way.");
}
