using System.Buffers.Binary;

namespace Ultrafarma.Cluster.Ssh.Login;

/// <summary>Reads ssh's numbers and strings from bytes that somebody else wrote.</summary>
internal sealed class SshAgentMessage(byte[] bytes)
{
    private int _at;

    /// <summary>Reads the message's type.</summary>
    /// <exception cref="IOException">It is another one: the agent refused.</exception>
    public void Expect(byte type)
    {
        if (bytes.Length == 0 || bytes[_at++] != type)
        {
            throw new IOException("The ssh agent refused. It may be locked, or its user did not agree");
        }
    }

    /// <summary>Reads a number.</summary>
    public uint ReadNumber() => BinaryPrimitives.ReadUInt32BigEndian(Take(4));

    /// <summary>Reads a string.</summary>
    public byte[] ReadString() => Take(ReadNumber()).ToArray();

    private ReadOnlySpan<byte> Take(uint count)
    {
        if (count > bytes.Length - _at)
        {
            throw new IOException("The ssh agent's answer cannot be understood");
        }

        var part = bytes.AsSpan(_at, (int)count);
        _at += (int)count;
        return part;
    }
}
