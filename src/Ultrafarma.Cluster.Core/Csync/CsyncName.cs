using System.Globalization;
using System.Text;

namespace Ultrafarma.Cluster.Csync;

/// <summary>
/// csync2's own percent-encoding of names in its database (urlencode.c): the bytes 01 to 20, 7F and <c>"'%$:|\</c> become
/// <c>%XX</c>, bytes from 80 up stay as they are.
/// </summary>
internal static class CsyncName
{
    /// <summary>Decodes a name's bytes; a <c>%</c> that no two characters follow stands for itself, as in csync2.</summary>
    public static ReadOnlySpan<byte> Decode(ReadOnlySpan<byte> encoded)
    {
        if (!encoded.Contains((byte)'%'))
        {
            return encoded;
        }

        var decoded = new byte[encoded.Length];
        var length = 0;
        for (var i = 0; i < encoded.Length; i++)
        {
            if (encoded[i] == (byte)'%' && i + 2 < encoded.Length
                && byte.TryParse(encoded.Slice(i + 1, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var value))
            {
                decoded[length++] = value;
                i += 2;
            }
            else
            {
                decoded[length++] = encoded[i];
            }
        }

        return decoded.AsSpan(0, length);
    }

    /// <summary>Encodes a name's bytes as csync2 stores them. The result holds no quote, so it is safe inside an SQL literal.</summary>
    public static byte[] Encode(ReadOnlySpan<byte> name)
    {
        var encoded = new List<byte>(name.Length + 16);
        foreach (var b in name)
        {
            if (b is (> 0 and <= 0x20) or 0x7F || "\"'%$:|\\"u8.Contains(b))
            {
                encoded.AddRange(Encoding.ASCII.GetBytes(b.ToString("X2", CultureInfo.InvariantCulture).Insert(0, "%")));
            }
            else
            {
                encoded.Add(b);
            }
        }

        return [.. encoded];
    }
}
