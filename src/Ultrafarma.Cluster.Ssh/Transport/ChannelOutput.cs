using System.Buffers;
using System.Threading.Channels;

namespace Ultrafarma.Cluster.Ssh.Transport;

/// <summary>What a command writes, read as it comes. No thread waits; what is held is bounded by the channel's window.</summary>
internal sealed class ChannelOutput : Stream
{
    private readonly Channel<Chunk> _chunks = Channel.CreateUnbounded<Chunk>(new() { SingleWriter = true });
    private readonly Action<int> _consumed;
    private Chunk _current;
    private int _position;
    private volatile bool _discarding;

    /// <summary>Creates the stream.</summary>
    /// <param name="consumed">Called with the count of bytes that make room for the peer to send as many.</param>
    public ChannelOutput(Action<int> consumed) => _consumed = consumed;

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Takes bytes from the connection's thread, which goes on to use their buffer for the next message.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return;
        }

        if (!_discarding)
        {
            var buffer = ArrayPool<byte>.Shared.Rent(bytes.Length);
            bytes.CopyTo(buffer);
            if (_chunks.Writer.TryWrite(new(buffer, bytes.Length)))
            {
                return;
            }

            ArrayPool<byte>.Shared.Return(buffer);
        }

        _consumed(bytes.Length);
    }

    /// <summary>Nothing more comes.</summary>
    /// <param name="error">Why what came may not be all; null at the true end.</param>
    public void Complete(Exception? error = null) => _chunks.Writer.TryComplete(error);

    /// <summary>Nobody reads on: what is there and what still comes is dropped, so that the command does not wait for a reader.</summary>
    public void Discard()
    {
        _discarding = true;
        while (_chunks.Reader.TryRead(out var chunk))
        {
            _consumed(chunk.Length);
        }
    }

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty)
        {
            return 0;
        }

        while (_position == _current.Length)
        {
            if (!_chunks.Reader.TryRead(out var next))
            {
                if (!await _chunks.Reader.WaitToReadAsync(cancellationToken))
                {
                    return 0;
                }

                continue;
            }

            _current = next;
            _position = 0;
        }

        var count = Math.Min(buffer.Length, _current.Length - _position);
        _current.Buffer.AsSpan(_position, count).CopyTo(buffer.Span);
        _position += count;
        if (_position == _current.Length)
        {
            ArrayPool<byte>.Shared.Return(_current.Buffer);
            _current = default;
            _position = 0;
        }

        _consumed(count);
        return count;
    }

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) =>
        ReadAsync(buffer, offset, count, CancellationToken.None).GetAwaiter().GetResult();

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Discard();
        }

        base.Dispose(disposing);
    }

    private readonly record struct Chunk(byte[] Buffer, int Length);
}
