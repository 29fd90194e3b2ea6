using System.Management.Automation.Host;
using System.Reflection;
using Ultrafarma.Cluster.Haproxy.Live;

namespace Ultrafarma.Cluster.Commands.Haproxy;

/// <summary>Opens the terminal for the live view. Spectre.Console is loaded then, not when the module is imported.</summary>
internal static class IsolatedHaproxyScreen
{
    // See IsolatedSshConnector.
    private static readonly Lazy<Type> ScreenType = new(
        () => IsolatedAssemblies.Load("live", "Ultrafarma.Cluster.Live", "TerminalScreen"), LazyThreadSafetyMode.ExecutionAndPublication);

    /// <summary>True when somebody sits in front of a terminal that can be drawn on.</summary>
    /// <param name="host">The host: one that has no window of its own shares a process with somebody else's terminal.</param>
    public static bool IsPossible(PSHost host) =>
        !Console.IsInputRedirected && !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("TERM") != "dumb" && HasWindow(host);

    /// <summary>Takes the terminal until the screen is disposed of.</summary>
    public static IHaproxyScreen Open() => (IHaproxyScreen)Activator.CreateInstance(
        ScreenType.Value, BindingFlags.Instance | BindingFlags.Public | BindingFlags.DoNotWrapExceptions, null, [], null)!;

    private static bool HasWindow(PSHost host)
    {
        try
        {
            return host.UI?.RawUI is { } window && window.WindowSize is { Width: > 0, Height: > 0 };
        }
        catch (Exception e) when (e is HostException or NotImplementedException or InvalidOperationException)
        {
            // A host of jobs and of remote sessions says so.
            return false;
        }
    }
}
