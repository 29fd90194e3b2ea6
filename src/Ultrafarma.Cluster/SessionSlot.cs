using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using Ultrafarma.Cluster.Commands.Haproxy;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Commands;

/// <summary>
/// Where a runspace keeps its connected cluster: in the private data of its own instance of the module. Two runspaces
/// (ForEach-Object -Parallel) never share a connection, and nothing is static.
/// </summary>
internal sealed class SessionSlot(PSModuleInfo module)
{
    private const string SessionKey = "Session";
    private const string ConnectorKey = "Connector";
    private const string HaproxyKey = "Haproxy";
    private const string WatchedKey = "ClosesWithRunspace";

    // A node that no longer answers must not hold up Remove-Module or the end of a runspace.
    private static readonly TimeSpan CloseLimit = TimeSpan.FromSeconds(5);

    /// <summary>The connected cluster, or null.</summary>
    public ClusterSession? Current
    {
        get => Get<ClusterSession>(SessionKey);
        private set => Set(SessionKey, value);
    }

    /// <summary>What opens connections: ssh, unless a test put something else here.</summary>
    public INodeConnector Connector => Get<INodeConnector>(ConnectorKey) ?? new IsolatedSshConnector();

    /// <summary>What this runspace keeps of stats pages.</summary>
    public HaproxyMemory Haproxy
    {
        get
        {
            var memory = Get<HaproxyMemory>(HaproxyKey);
            if (memory is null)
            {
                Set(HaproxyKey, memory = new HaproxyMemory());
            }

            return memory;
        }
    }

    /// <summary>Puts a session in the place of the former one, which is closed.</summary>
    public async Task ReplaceAsync(ClusterSession? session)
    {
        var former = Current;
        Current = session;
        if (former is not null)
        {
            await former.DisposeAsync();
        }
    }

    /// <summary>Closes the session, if there is one, and forgets what was kept.</summary>
    public void Close()
    {
        Get<HaproxyMemory>(HaproxyKey)?.Dispose();
        Set(HaproxyKey, null);
        var closing = ReplaceAsync(null);
        try
        {
            closing.WaitAsync(CloseLimit).GetAwaiter().GetResult();
        }
        catch (TimeoutException)
        {
            // The process gave it up; the node will notice by its own keep-alive.
        }
    }

    /// <summary>Closes the session when the runspace closes: the engine does not remove a runspace's modules then.</summary>
    public void CloseWith(Runspace runspace)
    {
        if (Get<object>(WatchedKey) is null)
        {
            Set(WatchedKey, true);
            runspace.StateChanged += (_, change) =>
            {
                if (change.RunspaceStateInfo.State is RunspaceState.Closing or RunspaceState.Closed or RunspaceState.Broken)
                {
                    Close();
                }
            };
        }
    }

    private T? Get<T>(string key)
        where T : class => (module.PrivateData as Hashtable)?[key] is { } value
            ? (value is PSObject wrapped ? wrapped.BaseObject : value) as T
            : null;

    private void Set(string key, object? value)
    {
        if (module.PrivateData is not Hashtable data)
        {
            module.PrivateData = data = [];
        }

        if (value is null)
        {
            data.Remove(key);
        }
        else
        {
            data[key] = value;
        }
    }
}
