using System.Text;

namespace Ultrafarma.Cluster.Csync;

/// <summary>Reads what <c>rows.sh</c> prints, line by line: who the node is and in which form the rows come, the rows, "end".</summary>
internal sealed class CsyncRowsAnswer(Func<string, string> share) : CsyncAnswer<CsyncNodeRows>
{
    private CsyncListing? _listing;
    private CsyncNodeRows? _rows;
    private bool _ended;

    protected override CsyncNodeRows Finish() => _rows is not null && _ended ? _rows : throw new FormatException("the listing was cut");

    protected override void Read(ReadOnlySpan<byte> record)
    {
        if (_ended)
        {
            throw new FormatException("the listing goes on after its end");
        }

        if (_listing is null)
        {
            if (Encoding.ASCII.GetString(record).Split(' ') is not ["encoded" or "plain", var host] words)
            {
                throw new FormatException("the listing's first line is missing");
            }

            _rows = new CsyncNodeRows(host);
            _listing = new CsyncListing(encodedNames: words[0] == "encoded", share, _rows.Add);
        }
        else if (record.SequenceEqual("end"u8))
        {
            _ended = true;
        }
        else
        {
            _listing.Add(record);
        }
    }
}
