namespace Ultrafarma.Cluster.Haproxy;

/// <summary>Reads the body of an answer of a stats page.</summary>
internal static class HaproxyBody
{
    private const int Common = 16 * 1024;

    /// <summary>Reads it to its end, on this thread.</summary>
    /// <exception cref="IOException">The connection broke.</exception>
    /// <exception cref="OperationCanceledException">The time was over, or the user stopped it.</exception>
    public static ReadOnlyMemory<byte> Read(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        // A read that waits knows no token; it ends with its connection.
        using var abort = cancellationToken.UnsafeRegister(static r => ((HttpResponseMessage)r!).Dispose(), response);
        try
        {
            using var stream = response.Content.ReadAsStream(cancellationToken);
            var bytes = new byte[response.Content.Headers.ContentLength is > 0 and < int.MaxValue and var length ? (int)length + 1 : Common];
            var count = 0;
            int read;
            while ((read = stream.Read(bytes.AsSpan(count))) > 0)
            {
                count += read;
                if (count == bytes.Length)
                {
                    Array.Resize(ref bytes, count * 2);
                }
            }

            return bytes.AsMemory(0, count);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw;
        }
    }
}
