using System.Globalization;
using System.Text;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Httpd;

/// <summary>Looks at, puts and removes services on nodes.</summary>
internal static class HttpdDaemonInstaller
{
    private const int Busy = 75;

    // A hundred megabytes may come over a slow line.
    private static readonly TimeSpan UploadTime = TimeSpan.FromMinutes(20);

    private static readonly TimeSpan CleanTime = TimeSpan.FromSeconds(10);

    /// <summary>Looks at a node.</summary>
    /// <param name="shell">The node.</param>
    /// <param name="names">The services.</param>
    /// <param name="inventory">Whose key file and known_hosts are looked for, or null.</param>
    /// <param name="probe">Whether pwsh is looked for.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<HttpdDaemonLook> LookAsync(
        INodeShell shell,
        IReadOnlyList<string> names,
        HttpdDaemonInventory? inventory,
        bool probe,
        CancellationToken cancellationToken)
    {
        string[] arguments = [probe ? "probe" : "", inventory?.KeyFile ?? "", inventory?.KnownHosts ?? "", .. names];
        var result = await shell.RunCheckedAsync(
            HttpdDaemonScript.Make("daemons", arguments), "looking at the services", cancellationToken);
        try
        {
            return HttpdDaemonLook.Parse(shell.NodeName, result.OutputText);
        }
        catch (FormatException e)
        {
            throw new NodeException(NodeErrorKind.BadAnswer, shell.NodeName,
                $"{shell.NodeName} answered something that is not understood about its services: {e.Message}", e);
        }
    }

    /// <summary>Puts a program on a node. A broken upload leaves nothing.</summary>
    public static async Task UploadAsync(INodeShell shell, HttpdDaemonProgram program, CancellationToken cancellationToken)
    {
        // Packing it takes longer than Ctrl-C may.
        var archive = await Task.Run(() => program.Archive, cancellationToken).WaitAsync(cancellationToken);
        var command = HttpdDaemonScript.Make("program", program.Id) with { Input = archive, Timeout = UploadTime, KillAfter = CleanTime };
        await shell.RunCheckedAsync(command, "uploading ufcluster", cancellationToken);
    }

    /// <summary>Puts a service's files on a node.</summary>
    public static async Task InstallAsync(INodeShell shell, HttpdDaemonPlan plan, CancellationToken cancellationToken)
    {
        using var input = new MemoryStream();
        foreach (var file in plan.Files)
        {
            input.Write(Encoding.UTF8.GetBytes(string.Create(
                CultureInfo.InvariantCulture, $"{file.Content.Length} {file.Mode} {file.Hash} {file.Path}\n")));
            input.Write(file.Content);
        }

        var service = HttpdDaemonFiles.ServicePath(plan.Kind, plan.Name);
        var replaced = HttpdDaemonFiles.ReplacedPath(plan.Kind, plan.Name);
        var command = HttpdDaemonScript.Make("install", plan.Name, service, plan.Program, replaced) with { Input = input.ToArray() };
        await RunAsync(shell, command, $"installing {plan.Name}", cancellationToken);
    }

    /// <summary>Removes a service from a node.</summary>
    /// <returns>False when there was nothing.</returns>
    public static async Task<bool> UninstallAsync(INodeShell shell, string name, CancellationToken cancellationToken) =>
        (await RunAsync(shell, HttpdDaemonScript.Make("uninstall", name), $"removing {name}", cancellationToken)).OutputText.Trim() == "removed";

    private static async Task<CommandResult> RunAsync(
        INodeShell shell, NodeCommand command, string purpose, CancellationToken cancellationToken)
    {
        var result = await shell.RunAsync(command, cancellationToken);
        return result.ExitCode switch
        {
            0 => result,
            Busy => throw new NodeException(NodeErrorKind.Busy, shell.NodeName, $"{shell.NodeName}: {result.ErrorText}"),
            _ => throw NodeFailure.FromResult(shell.NodeName, purpose, result),
        };
    }
}
