using System.Diagnostics;

namespace Ultrafarma.Cluster.Tests.Ssh;

/// <summary>A real ssh-agent with keys of its own; gone when disposed.</summary>
internal sealed class TestAgent : IDisposable
{
    private readonly Process _process;
    private bool _isGone;

    public TestAgent(string folder)
    {
        Socket = Path.Combine(folder, "agent.sock");
        _process = Tool.Start("ssh-agent", "-D", "-a", Socket);

        // It prints where it listens after it does.
        if (_process.StandardOutput.ReadLine() is null)
        {
            throw new InvalidOperationException("ssh-agent does not start: " + _process.StandardError.ReadToEnd());
        }
    }

    public string Socket { get; }

    public void Add(string keyFile) => Tool.Run("env", "SSH_AUTH_SOCK=" + Socket, "ssh-add", "-q", keyFile);

    public void Dispose()
    {
        if (_isGone)
        {
            return;
        }

        _isGone = true;
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}
