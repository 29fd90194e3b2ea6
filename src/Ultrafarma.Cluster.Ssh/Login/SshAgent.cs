using System.Buffers.Binary;
using System.Net.Sockets;

namespace Ultrafarma.Cluster.Ssh.Login;

/// <summary>Talks to a running ssh agent (draft-miller-ssh-agent): lists its keys and lets it sign. A connection a question.</summary>
internal sealed class SshAgent
{
    private const byte RequestIdentities = 11;
    private const byte Identities = 12;
    private const byte SignRequest = 13;
    private const byte SignResponse = 14;

    // OpenSSH's own limit for a message of an agent.
    private const int LongestAnswer = 256 * 1024;

    private readonly string _socketPath;
    private readonly TimeSpan _timeout;

    /// <summary>Creates the client; nothing is connected yet.</summary>
    /// <param name="socketPath">The agent's socket, as SSH_AUTH_SOCK names it.</param>
    /// <param name="timeout">The time for one answer. A signature may have to wait for its user's consent.</param>
    public SshAgent(string socketPath, TimeSpan timeout)
    {
        _socketPath = socketPath;
        _timeout = timeout;
    }

    /// <summary>The public halves of the agent's keys, in its order.</summary>
    /// <exception cref="IOException">No agent answers there.</exception>
    public IReadOnlyList<byte[]> ListKeys()
    {
        var answer = new SshAgentMessage(Ask([RequestIdentities]));
        answer.Expect(Identities);
        var keys = new List<byte[]>();
        for (var left = answer.ReadNumber(); left > 0; left--)
        {
            keys.Add(answer.ReadString());
            answer.ReadString();
        }

        return keys;
    }

    /// <summary>A signature over data, in the form that ssh's login takes.</summary>
    /// <exception cref="IOException">The agent does not answer, or its user refused.</exception>
    public byte[] Sign(byte[] key, byte[] data, uint flags)
    {
        var question = new byte[1 + 4 + key.Length + 4 + data.Length + 4];
        question[0] = SignRequest;
        BinaryPrimitives.WriteInt32BigEndian(question.AsSpan(1), key.Length);
        key.CopyTo(question, 5);
        BinaryPrimitives.WriteInt32BigEndian(question.AsSpan(5 + key.Length), data.Length);
        data.CopyTo(question, 9 + key.Length);
        BinaryPrimitives.WriteUInt32BigEndian(question.AsSpan(9 + key.Length + data.Length), flags);
        var answer = new SshAgentMessage(Ask(question));
        answer.Expect(SignResponse);
        return answer.ReadString();
    }

    private byte[] Ask(byte[] question)
    {
        try
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
            {
                SendTimeout = (int)_timeout.TotalMilliseconds,
                ReceiveTimeout = (int)_timeout.TotalMilliseconds,
            };
            socket.Connect(new UnixDomainSocketEndPoint(_socketPath));
            using var stream = new NetworkStream(socket);
            var length = new byte[4];
            BinaryPrimitives.WriteInt32BigEndian(length, question.Length);
            stream.Write([.. length, .. question]);
            stream.ReadExactly(length);
            var size = BinaryPrimitives.ReadUInt32BigEndian(length);
            if (size is 0 or > LongestAnswer)
            {
                throw new IOException("The ssh agent's answer cannot be understood");
            }

            var answer = new byte[size];
            stream.ReadExactly(answer);
            return answer;
        }
        catch (Exception e) when (e is SocketException or ArgumentException)
        {
            throw new IOException($"No ssh agent answers at {_socketPath} ({e.Message})", e);
        }
    }
}
