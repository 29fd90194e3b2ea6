using System.Net.Sockets;
using Renci.SshNet.Common;
using Renci.SshNet.Messages.Transport;
using Ultrafarma.Cluster.Nodes;
using Ultrafarma.Cluster.Ssh;
using Ultrafarma.Cluster.Ssh.Transport;

namespace Ultrafarma.Cluster.Tests.Ssh;

public sealed class ConnectFailureTests
{
    private static readonly NodeEndpoint Endpoint = new("web1", "10.0.0.1", 22, "root");

    public static TheoryData<Exception, int, NodeErrorKind> Failures => new()
    {
        { new SocketException((int)SocketError.ConnectionRefused), (int)LoginStage.Tcp, NodeErrorKind.Unreachable },
        { new SocketException((int)SocketError.HostNotFound), (int)LoginStage.Tcp, NodeErrorKind.Unreachable },
        { new SocketException((int)SocketError.NetworkUnreachable), (int)LoginStage.Tcp, NodeErrorKind.Unreachable },
        { new SshOperationTimeoutException("slow"), (int)LoginStage.KeyExchange, NodeErrorKind.Unreachable },
        { new SshConnectionException("no common algorithm", DisconnectReason.KeyExchangeFailed), (int)LoginStage.KeyExchange, NodeErrorKind.Unreachable },
        { new SshConnectionException("gone", DisconnectReason.ConnectionLost), (int)LoginStage.Hello, NodeErrorKind.Unreachable },
        { new SshConnectionException("gone", DisconnectReason.ConnectionLost), (int)LoginStage.Login, NodeErrorKind.Unreachable },
        { new SshAuthenticationException("Permission denied (publickey)."), (int)LoginStage.Login, NodeErrorKind.AuthenticationFailed },
        { new SshConnectionException("Too many authentication failures", DisconnectReason.ProtocolError), (int)LoginStage.Login, NodeErrorKind.AuthenticationFailed },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public void Each_failure_has_its_kind_and_names_the_node(Exception error, int stage, NodeErrorKind expected)
    {
        var mapped = ConnectFailure.From(Endpoint, new NodeCredential { Password = "secret" }, error, (LoginStage)stage);
        Assert.Equal(expected, mapped.Kind);
        Assert.Contains("web1 (10.0.0.1:22)", mapped.Message, StringComparison.Ordinal);
        Assert.EndsWith(".", mapped.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", mapped.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_server_says_cannot_move_the_cursor()
    {
        var error = new SshConnectionException("bye\u001b[2J", DisconnectReason.ByApplication);
        Assert.Contains(@"bye\x1b[2J", ConnectFailure.From(Endpoint, new(), error, LoginStage.Login).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData((int)LoginStage.Tcp, "nothing answers")]
    [InlineData((int)LoginStage.Hello, "does not speak ssh")]
    [InlineData((int)LoginStage.KeyExchange, "keys were not exchanged")]
    [InlineData((int)LoginStage.Login, "did not finish the login")]
    public void A_time_that_is_over_says_how_far_it_came(int stage, string words)
    {
        var error = ConnectFailure.TimedOut(Endpoint, TimeSpan.FromSeconds(10), (LoginStage)stage);
        Assert.Equal(NodeErrorKind.Unreachable, error.Kind);
        Assert.Contains("within 10 s", error.Message, StringComparison.Ordinal);
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_a_hello_is_tried_again()
    {
        var lost = new SshConnectionException("gone", DisconnectReason.ConnectionLost);
        Assert.True(ConnectFailure.IsDroppedHello(lost, LoginStage.Hello));
        Assert.True(ConnectFailure.IsDroppedHello(new SocketException((int)SocketError.ConnectionReset), LoginStage.Hello));
        Assert.False(ConnectFailure.IsDroppedHello(lost, LoginStage.Login));
        Assert.False(ConnectFailure.IsDroppedHello(new SocketException((int)SocketError.ConnectionRefused), LoginStage.Tcp));
        Assert.False(ConnectFailure.IsDroppedHello(new SshAuthenticationException("no"), LoginStage.KeyExchange));
    }
}
