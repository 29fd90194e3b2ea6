using System.Text;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Csync;

/// <summary>Reads <c>sha256sum -z</c>: hash, two characters, path, NUL. A file that is gone is missing.</summary>
internal sealed class CsyncHashes(Func<string, string> share) : CsyncAnswer<Dictionary<string, string>>
{
    private const int HashLength = 64;
    private readonly Dictionary<string, string> _hashes = new(StringComparer.Ordinal);

    /// <summary>Parses a whole answer.</summary>
    /// <exception cref="FormatException">The output is not of that form.</exception>
    public static Dictionary<string, string> Parse(ReadOnlySpan<byte> output)
    {
        var answer = new CsyncHashes(path => path);
        while (!output.IsEmpty)
        {
            var end = output.IndexOf((byte)0);
            answer.Add(end < 0 ? throw new FormatException("The node's answer ends in the middle of a record.") : output[..end]);
            output = output[(end + 1)..];
        }

        return answer.ToResult();
    }

    protected override Dictionary<string, string> Finish() => _hashes;

    protected override void Read(ReadOnlySpan<byte> record)
    {
        if (record.Length < HashLength + 3)
        {
            throw new FormatException("sha256sum gave a line without a hash and a name.");
        }

        _hashes[share(PathText.FromBytes(record[(HashLength + 2)..]))] = Encoding.ASCII.GetString(record[..HashLength]);
    }
}
