using Renci.SshNet;
using Renci.SshNet.Security;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Ssh.Login;

/// <summary>Watches one login: which ways there were, which were tried, and what became of them. Never sees a secret.</summary>
internal sealed class LoginWatch
{
    private const string Publickey = "publickey";

    private readonly List<Way> _ways = [];

    /// <summary>What became of each way, in the order in which they are tried.</summary>
    public IReadOnlyList<NodeLogin> Ways => [.. _ways.Select(way => new NodeLogin(way.Method, way.With, way.Outcome))];

    /// <summary>The same key, watched.</summary>
    public IPrivateKeySource Key(LoginKey key)
    {
        var way = new Way(Publickey, key.Description);
        _ways.Add(way);
        return new WatchedKey(key.Key, way);
    }

    /// <summary>The same method, watched. Its keys, if it has some, are watched already.</summary>
    public AuthenticationMethod Method(AuthenticationMethod method)
    {
        if (method is PrivateKeyAuthenticationMethod)
        {
            return new WatchedMethod(method, null, result => _ways.LastOrDefault(way => way is { Method: Publickey, IsTried: true })?.End(result));
        }

        var password = new Way(method.Name, "the password");
        _ways.Add(password);
        return new WatchedMethod(method, password.Begin, password.End);
    }

    private sealed class Way(string method, string with)
    {
        private bool _isAccepted;

        public string Method => method;

        public string With => with;

        public bool IsTried { get; private set; }

        public NodeLoginOutcome Outcome => _isAccepted ? NodeLoginOutcome.Accepted : IsTried ? NodeLoginOutcome.Refused : NodeLoginOutcome.NotTried;

        public void Begin() => IsTried = true;

        public void End(AuthenticationResult result) => _isAccepted = result is AuthenticationResult.Success or AuthenticationResult.PartialSuccess;
    }

    private sealed class WatchedMethod(AuthenticationMethod inner, Action? onBegin, Action<AuthenticationResult> onEnd)
        : AuthenticationMethod(inner.Username)
    {
        public override string Name => inner.Name;

        public override AuthenticationResult Authenticate(Session session)
        {
            onBegin?.Invoke();
            var result = inner.Authenticate(session);
            AllowedAuthentications = inner.AllowedAuthentications;
            onEnd(result);
            return result;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                inner.Dispose();
            }

            base.Dispose(disposing);
        }
    }

    private sealed class WatchedKey(IPrivateKeySource inner, Way way) : IPrivateKeySource
    {
        public IReadOnlyCollection<HostAlgorithm> HostKeyAlgorithms { get; } = [.. inner.HostKeyAlgorithms.Select(algorithm => new Algorithm(algorithm, way))];
    }

    /// <summary>SSH.NET asks for a key's public half when it offers the key to the server, and not before.</summary>
    private sealed class Algorithm(HostAlgorithm inner, Way way) : HostAlgorithm(inner.Name)
    {
        public override byte[] Data
        {
            get
            {
                way.Begin();
                return inner.Data;
            }
        }

        public override byte[] Sign(byte[] data) => inner.Sign(data);

        public override bool VerifySignature(byte[] data, byte[] signature) => inner.VerifySignature(data, signature);
    }
}
