namespace Ultrafarma.Cluster.Tests.Nodes;

/// <summary>Inventories that several tests use. Their addresses lead nowhere: the connections are fakes.</summary>
internal static class ClusterFiles
{
    public const string Three =
        """
        @{
            Name  = 'shop'
            Nodes = @(
                @{ Name = 'app01'; Address = '127.0.0.11'; Roles = @('Upload') }
                @{ Name = 'app02'; Address = '127.0.0.12'; Port = 2222 }
                @{ Name = 'app03'; Address = '127.0.0.13'; User = 'deploy' }
            )
            Ssh   = @{ User = 'root'; HostKeyPolicy = 'AcceptNew'; ConfigFile = 'none'; ConnectTimeoutSeconds = 5 }
        }
        """;
}
