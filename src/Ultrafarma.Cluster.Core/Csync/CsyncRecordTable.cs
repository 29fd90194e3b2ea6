using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Csync;

/// <summary>Reads csync2's whole file table, <c>checktxt TAB name</c> a line, both percent-encoded: what a node's csync2 holds for true.</summary>
/// <param name="share">Gives one string for equal paths and check texts of all nodes.</param>
internal sealed class CsyncRecordTable(Func<string, string> share) : CsyncAnswer<Dictionary<string, string>>
{
    private readonly Dictionary<string, string> _checkTextOf = new(StringComparer.Ordinal);

    protected override Dictionary<string, string> Finish() => _checkTextOf;

    protected override void Read(ReadOnlySpan<byte> record)
    {
        var tab = record.IndexOf((byte)'\t');
        if (tab < 0)
        {
            throw new FormatException("csync2's file table gave a row without a name.");
        }

        var path = share(PathText.FromBytes(CsyncName.Decode(record[(tab + 1)..])));
        _checkTextOf[path] = share(PathText.FromBytes(CsyncName.Decode(record[..tab])));
    }
}
