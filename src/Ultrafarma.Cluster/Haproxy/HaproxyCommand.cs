using System.Management.Automation;
using Ultrafarma.Cluster.Haproxy;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Commands.Haproxy;

/// <summary>A cmdlet that asks a balancer: the one that is named, or the one of the connected cluster's inventory.</summary>
public abstract class HaproxyCommand : ClusterCommand
{
    /// <summary>The stats page, as in <c>http://balancer:8404/haproxy?stats</c>.</summary>
    [Parameter]
    [StatsPage]
    [ValidateNotNull]
    public Uri? Uri { get; set; }

    /// <summary>The user and the password of the stats page. What a page took is kept for the session.</summary>
    [Parameter]
    [Credential]
    [ValidateNotNull]
    public PSCredential Credential { get; set; } = PSCredential.Empty;

    /// <summary>Trusts the stats page's certificate without looking at it.</summary>
    [Parameter]
    public SwitchParameter SkipCertificateCheck { get; set; }

    /// <summary>The runtime socket: an absolute path, or <c>host:port</c>.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Socket { get; set; }

    /// <summary>The node whose ssh leads to a socket that is a path; this machine unless given.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NodeNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Node { get; set; }

    private HaproxySettings? Settings => Slot.Current?.Inventory.Haproxy;

    private bool HasCredential => Credential.UserName is { Length: > 0 };

    private TimeSpan AnswerTimeout => TimeSpan.FromSeconds((Settings ?? new HaproxySettings()).TimeoutSeconds);

    /// <summary>The source that the parameters name, else the inventory's; the socket comes first there, since it tells more.</summary>
    private protected HaproxySource SelectedSource()
    {
        var isPath = Socket?.StartsWith('/') ?? true;
        if ((Uri is not null && (Socket is not null || Node is not null)) || (Node is not null && !isPath)
            || (Socket is not null && (HasCredential || SkipCertificateCheck)))
        {
            ThrowTerminatingError(HaproxyErrorRecords.TwoSources());
        }

        if (Uri is not null || Socket is not null)
        {
            return Uri is not null ? PageSource(Uri) : SocketSource(Socket!, Node);
        }

        // A password, or leave to trust a certificate, is meant for the page.
        var isForPage = Node is null && (HasCredential || SkipCertificateCheck);
        if (Settings is { Socket: { } socket } settings && (settings.Uri is null || !isForPage))
        {
            return SocketSource(socket, Node ?? settings.Node);
        }

        if (Settings?.Uri is not { } page)
        {
            ThrowTerminatingError(HaproxyErrorRecords.NoSource());
            return null!;
        }

        return PageSource(new Uri(page));
    }

    /// <summary>The sources that parameters name, else those of piped servers, else the inventory's.</summary>
    private protected IEnumerable<HaproxySource> SelectedSources(HaproxyPipedServers piped) =>
        IsSourceGiven || !piped.Any ? [SelectedSource()] : piped.Sources;

    /// <summary>True when parameters name the balancer, whatever piped objects say.</summary>
    private protected bool IsSourceGiven => Uri is not null || Socket is not null || Node is not null;

    /// <summary>True when a pipeline gave nothing: then there is nothing to do, and not everything.</summary>
    private protected bool IsPipelineEmpty(HaproxyPipedServers piped) => MyInvocation.ExpectingInput && !piped.HadInput;

    /// <summary>Asks the balancer; a failure is an error record.</summary>
    /// <param name="source">Where to ask.</param>
    /// <param name="work">What to do there.</param>
    private protected void Ask(HaproxySource source, Func<IHaproxyBalancer, PipelinePump, CancellationToken, Task> work) =>
        Run(async (pump, token) =>
        {
            try
            {
                await work(await OpenAsync(source, pump), pump, token);
            }
            catch (HaproxyException e)
            {
                pump.WriteError(e.ToErrorRecord());
            }
        }, startsHere: true);

    private HaproxySource PageSource(Uri uri)
    {
        if (!uri.IsAbsoluteUri || uri.Scheme is not ("http" or "https") || uri.UserInfo.Length > 0)
        {
            ThrowTerminatingError(HaproxyErrorRecords.InvalidUri(uri));
        }

        return new HaproxySource { Uri = HaproxyPage.Normalize(uri), SkipCertificateCheck = SkipCertificateCheck };
    }

    private HaproxySource SocketSource(string socket, string? node)
    {
        if (InventoryRules.Socket(socket) is { } problem)
        {
            ThrowTerminatingError(HaproxyErrorRecords.InvalidSocket(socket, problem));
        }

        return new HaproxySource { Socket = socket, Node = socket.StartsWith('/') ? node : null };
    }

    private async Task<IHaproxyBalancer> OpenAsync(HaproxySource source, PipelinePump pump) => source.IsSocket
        ? HaproxyConnection.ToSocket(source, await ShellToAsync(source, pump), AnswerTimeout)
        : Slot.Haproxy.Page(source, source.SkipCertificateCheck || SkipCertificateCheck, LoginTo(source.Uri!, pump), AnswerTimeout);

    private async Task<INodeShell?> ShellToAsync(HaproxySource source, PipelinePump pump)
    {
        if (!source.Socket!.StartsWith('/'))
        {
            return null;
        }

        if (source.Node is not { } node)
        {
            return new LocalShell();
        }

        if (Slot.Current?.FindShell(node) is { } shell)
        {
            return shell;
        }

        return await pump.AskAsync<INodeShell?>(_ =>
        {
            ThrowTerminatingError(Slot.Current is null ? HaproxyErrorRecords.NotConnected(node) : HaproxyErrorRecords.UnknownBalancer(node));
            return null;
        });
    }

    private HaproxyLogin LoginTo(Uri page, PipelinePump pump)
    {
        var login = new HaproxyLogin(page, HasCredential ? Credential.GetNetworkCredential() : null, Slot.Haproxy, pump, Host);
        login.WarnOfPlainPassword();
        return login;
    }
}
