using System.Text;

namespace Ultrafarma.Cluster.Tests.Engine;

/// <summary>
/// What comes through the pipe of a process. It is read on a thread of its own: the pool's threads are few on a machine of two cores,
/// and tests that wait for several processes at once take all of them.
/// </summary>
internal sealed class PipeReader
{
    private readonly StringBuilder _text = new();
    private readonly Thread _thread;

    public PipeReader(StreamReader pipe)
    {
        _thread = new Thread(() => Read(pipe)) { IsBackground = true };
        _thread.Start();
    }

    /// <summary>What has come until now.</summary>
    public string Text
    {
        get
        {
            lock (_text)
            {
                return _text.ToString();
            }
        }
    }

    /// <summary>Whether all has come, at the latest after the time given.</summary>
    public bool HasEnded(TimeSpan patience) => _thread.Join(patience);

    private void Read(StreamReader pipe)
    {
        var buffer = new char[4096];
        try
        {
            int read;
            while ((read = pipe.Read(buffer)) > 0)
            {
                lock (_text)
                {
                    _text.Append(buffer, 0, read);
                }
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The process was disposed of while something that it had started still held the pipe.
        }
    }
}
