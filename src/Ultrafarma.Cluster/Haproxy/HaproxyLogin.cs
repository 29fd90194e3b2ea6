using System.Management.Automation;
using System.Management.Automation.Host;
using System.Net;
using Ultrafarma.Cluster.Haproxy;

namespace Ultrafarma.Cluster.Commands.Haproxy;

/// <summary>The user and the password of one stats page: given, kept from before, or asked for, once a session.</summary>
internal sealed class HaproxyLogin : IHaproxyLogin
{
    private readonly Uri _page;
    private readonly HaproxyMemory _memory;
    private readonly PipelinePump _pump;
    private readonly PSHost _host;

    /// <summary>Creates the login.</summary>
    /// <param name="page">The page.</param>
    /// <param name="given">What the user gave to this cmdlet, or null.</param>
    /// <param name="memory">What pages took before.</param>
    /// <param name="pump">Leads to the pipeline's thread.</param>
    /// <param name="host">Asks.</param>
    public HaproxyLogin(Uri page, NetworkCredential? given, HaproxyMemory memory, PipelinePump pump, PSHost host)
    {
        (_page, _memory, _pump, _host) = (page, memory, pump, host);
        Known = given ?? memory.LoginOf(page);
    }

    /// <inheritdoc/>
    public NetworkCredential? Known { get; private set; }

    /// <inheritdoc/>
    public async Task<NetworkCredential?> AskAsync(HaproxySource source, CancellationToken cancellationToken)
    {
        Known = await _pump.AskAsync(_ => Prompt(source));
        WarnOfPlainPassword();
        return Known;
    }

    /// <inheritdoc/>
    public void Accepted(NetworkCredential login) => _memory.Remember(_page, login);

    /// <inheritdoc/>
    public bool Refused(NetworkCredential login) => _memory.Forget(_page, login);

    /// <summary>Warns, once a session and host, before a password travels where others can read it.</summary>
    public void WarnOfPlainPassword()
    {
        // Asked for the host once: to list this machine's addresses takes longer than the page.
        if (Known is not null && _page.Scheme == Uri.UriSchemeHttp && _memory.WarnsFirst(_page) && !HaproxyConnection.IsHere(_page))
        {
            _pump.WriteWarning($"The password for {_page.Authority} travels unencrypted: its stats page is plain http. Serve it by https, "
                + "or use the runtime socket through ssh.");
        }
    }

    private NetworkCredential? Prompt(HaproxySource source)
    {
        try
        {
            return _host.UI.PromptForCredential("HAProxy", $"User and password of {source}", "", _page.Authority)?.GetNetworkCredential();
        }
        catch (Exception e) when (e is HostException or PSInvalidOperationException or NotImplementedException)
        {
            // Nobody is there to be asked.
            return null;
        }
    }
}
