using Ultrafarma.Cluster.Haproxy.Live;

namespace Ultrafarma.Cluster.Tests.HaproxyLive;

/// <summary>A screen that a test looks at and types on.</summary>
internal sealed class FakeScreen : IHaproxyScreen
{
    private readonly Queue<LiveKey> _keys = new();

    public int Rows { get; set; } = 10;

    /// <summary>The view that was drawn last.</summary>
    public LiveView? Shown { get; private set; }

    /// <summary>Types keys that arrive together, as those of a paste do.</summary>
    public void Type(string keys)
    {
        lock (_keys)
        {
            foreach (var key in Scene.Keys(keys))
            {
                _keys.Enqueue(key);
            }
        }
    }

    /// <summary>Types keys that lead to a question, and waits until it can be read.</summary>
    public async Task<LiveView> AskAsync(string keys)
    {
        var before = Shown?.Question?.Text;
        Type(keys);
        return await WaitAsync(view => view.Question is { } question && question.Text != before);
    }

    public bool TryReadKey(out LiveKey key)
    {
        lock (_keys)
        {
            return _keys.TryDequeue(out key);
        }
    }

    public void Draw(LiveView view) => Shown = view;

    /// <summary>Waits until the view is so.</summary>
    public async Task<LiveView> WaitAsync(Func<LiveView, bool> isSo)
    {
        for (var i = 0; i < 500; i++)
        {
            if (Shown is { } view && isSo(view))
            {
                return view;
            }

            await Task.Delay(20);
        }

        throw new TimeoutException($"It did not come. The last message: {Shown?.Message?.Text}");
    }

    public void Dispose()
    {
    }
}
