using System.Management.Automation;
using Ultrafarma.Cluster.Haproxy;
using Ultrafarma.Cluster.Haproxy.Live;

namespace Ultrafarma.Cluster.Commands.Haproxy;

/// <summary>Watch-HaproxyBackend: a live table of the balancer's servers, from which they can be taken out and brought back.</summary>
[Cmdlet(VerbsCommon.Watch, "HaproxyBackend", SupportsShouldProcess = true)]
[OutputType(typeof(void))]
public sealed class WatchHaproxyBackendCommand : HaproxyReadCommand
{
    /// <summary>Wildcards for the backends' names.</summary>
    [Parameter(Position = 0)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Backend { get; set; }

    /// <summary>The time between two looks: a number of seconds, or a time such as <c>500ms</c> or <c>1m</c>.</summary>
    [Parameter]
    [Duration(MinimumSeconds = 0.2)]
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(2);

    // Asking the engine would print the question over the screen; the view itself asks, and tells what it would do.
    private bool OnlyShows => MyInvocation.BoundParameters.TryGetValue("WhatIf", out var given)
        ? LanguagePrimitives.IsTrue(given)
        : LanguagePrimitives.IsTrue(GetVariableValue("WhatIfPreference"));

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        if (!IsolatedHaproxyScreen.IsPossible(Host))
        {
            ThrowTerminatingError(HaproxyErrorRecords.NoTerminal());
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => Ask(SelectedSource(), async (balancer, pump, token) =>
    {
        var wildcards = Backend?.Select(b => new WildcardPattern(b, WildcardOptions.IgnoreCase)).ToList();
        bool IsWanted(string name) => wildcards is null || wildcards.Exists(w => w.IsMatch(name));

        // Before the terminal is taken: a password is asked for, and errors are read, on the ordinary screen.
        var first = await balancer.ReadAsync(token);
        var chosen = Choose(pump, first.Backends, b => b.Name, Backend, "backend").ToList();
        if (Backend is not null && chosen.Count == 0)
        {
            if (Backend.All(WildcardPattern.ContainsWildcardCharacters))
            {
                pump.WriteError(HaproxyErrorRecords.NothingNamed("backend", string.Join(", ", Backend)));
            }

            return;
        }

        var view = LiveLooks.Begin(
            first with { Backends = chosen }, balancer.Source.ToString(), await VersionAsync(balancer, token), Interval, OnlyShows);

        // Warnings that are still queued would be written over the view, and be gone with it.
        await pump.AskAsync(_ => true);
        using var screen = IsolatedHaproxyScreen.Open();
        await new HaproxyWatch(balancer, screen, TimeProvider.System, IsWanted).RunAsync(view, token);
    });

    private static async Task<string?> VersionAsync(IHaproxyBalancer balancer, CancellationToken cancellationToken)
    {
        if (!balancer.Source.IsSocket)
        {
            return null;
        }

        try
        {
            var answer = await balancer.Runtime("tell its version").AskTextAsync("show info", cancellationToken);
            return HaproxyInfo.Parse(balancer.Source, answer).Version;
        }
        catch (HaproxyException)
        {
            // The version is only an ornament.
            return null;
        }
    }
}
