using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Ultrafarma.Cluster.Ssh.Transport;

/// <summary>
/// Learns a command's process id on the node: the login shell says it on standard error, in a line that starts with a
/// random word, and that line is taken out of what the caller reads. OpenSSH refuses to pass on signals when root is
/// logged in, and csync2 needs root; with the id, a command can be ended by <c>kill</c> on another channel.
/// </summary>
internal sealed class ProcessIdLine
{
    private const int SearchLimit = 64 * 1024;

    private readonly byte[] _word = Encoding.ASCII.GetBytes(Convert.ToHexString(RandomNumberGenerator.GetBytes(8)) + " ");
    private readonly TaskCompletionSource<int> _id = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private byte[]? _searched = [];

    /// <summary>The command line that says its process id before it becomes the command.</summary>
    public string Prepend(string commandLine) => $"echo {Encoding.ASCII.GetString(_word)}$$ >&2; {commandLine}";

    /// <summary>The process id, which is also that of its process group; 0 when it stays unknown.</summary>
    public async Task<int> IdAsync(TimeSpan timeout)
    {
        await Task.WhenAny(_id.Task, Task.Delay(timeout));
        return _id.Task.IsCompleted ? await _id.Task : 0;
    }

    /// <summary>Takes the line out of standard error.</summary>
    /// <returns>What is for the caller; empty while the line may still be incomplete.</returns>
    public ReadOnlySpan<byte> Filter(ReadOnlySpan<byte> data)
    {
        if (_searched is null)
        {
            return data;
        }

        byte[] all = [.. _searched, .. data];
        var start = all.AsSpan().IndexOf(_word);
        var length = start < 0 ? -1 : all.AsSpan(start).IndexOf((byte)'\n');
        if (length >= 0)
        {
            _searched = null;
            _id.TrySetResult(Parse(all.AsSpan(start + _word.Length, length - _word.Length)));
            return (byte[])[.. all[..start], .. all[(start + length + 1)..]];
        }

        _searched = all;
        return all.Length > SearchLimit ? Rest() : default;
    }

    /// <summary>No more comes: what was held back is for the caller.</summary>
    public ReadOnlySpan<byte> Rest()
    {
        _id.TrySetResult(0);
        var rest = _searched;
        _searched = null;
        return rest;
    }

    private static int Parse(ReadOnlySpan<byte> text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0;
}
