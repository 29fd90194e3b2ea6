namespace Ultrafarma.Cluster.Haproxy.Live;

/// <summary>
/// The terminal that the live view is drawn on. It belongs to the view from its creation until it is disposed of, which
/// gives it back as it was.
/// </summary>
internal interface IHaproxyScreen : IDisposable
{
    /// <summary>How many servers the window has room for at the moment.</summary>
    int Rows { get; }

    /// <summary>Takes the next key that was pressed; false when there is none.</summary>
    bool TryReadKey(out LiveKey key);

    /// <summary>Shows the view. What has not changed since is not sent again.</summary>
    void Draw(LiveView view);
}
