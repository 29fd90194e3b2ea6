using System.Net.Sockets;
using System.Text;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Haproxy;

/// <summary>HAProxy's runtime API (management guide, section 9.3): one line of commands a connection, the answer until HAProxy closes it.</summary>
/// <param name="source">Where it is, for messages.</param>
/// <param name="open">Connects.</param>
/// <param name="timeout">The time for one question, from connecting to the end of the answer.</param>
internal sealed class HaproxyRuntime(HaproxySource source, Func<CancellationToken, Task<Stream>> open, TimeSpan timeout)
{
    private const string Denied = "Permission denied";

    /// <summary>Asks, and gives back the whole answer.</summary>
    /// <param name="command">Fixed text, and names that <see cref="HaproxyName"/> has checked.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="HaproxyException">Nobody answers (Unreachable), or the socket's level is too low (PermissionDenied).</exception>
    public async Task<ReadOnlyMemory<byte>> AskAsync(string command, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(timeout);
        try
        {
            await using var stream = await open(deadline.Token);
            await stream.WriteAsync(Encoding.UTF8.GetBytes(command + "\n"), deadline.Token);
            using var answer = new MemoryStream(16 * 1024);
            await stream.CopyToAsync(answer, deadline.Token);
            if (answer.Length == 0)
            {
                // HAProxy says at least an empty line, also when all is well.
                throw HaproxyFailure.Mute(source);
            }

            var bytes = answer.GetBuffer().AsMemory(0, (int)answer.Length);
            return bytes.Span.StartsWith(Encoding.ASCII.GetBytes(Denied)) ? throw HaproxyFailure.LevelTooLow(source, command) : bytes;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw HaproxyFailure.Silent(source, timeout);
        }
        catch (NodeException e) when (
            e.Kind is NodeErrorKind.Unreachable or NodeErrorKind.ConnectionLost or NodeErrorKind.CommandFailed or NodeErrorKind.CommandTimeout
                or NodeErrorKind.PermissionDenied)
        {
            throw HaproxyFailure.SocketFailed(source, e);
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AccessDenied)
        {
            throw HaproxyFailure.SocketDenied(source, e);
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            throw HaproxyFailure.Unreachable(source, e.Message, e);
        }
    }

    /// <summary>Asks for a text.</summary>
    public async Task<string> AskTextAsync(string command, CancellationToken cancellationToken) =>
        PathText.FromBytes((await AskAsync(command, cancellationToken)).Span);

    /// <summary>Changes something. HAProxy answers with an empty line; any text is its reason why not, in the first line.</summary>
    /// <param name="command">The command.</param>
    /// <param name="target">What it is about, for the error.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task DoAsync(string command, object target, CancellationToken cancellationToken)
    {
        var words = (await AskTextAsync(command, cancellationToken)).Trim().Split('\n')[0];
        if (words.Length > 0)
        {
            throw words.StartsWith("No such ", StringComparison.OrdinalIgnoreCase)
                ? HaproxyFailure.ServerNotFound(source, target.ToString()!)
                : HaproxyFailure.Rejected(source, target, words);
        }
    }
}
