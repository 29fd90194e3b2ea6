using System.Collections.ObjectModel;

namespace Ultrafarma.Cluster.Haproxy;

/// <summary>The fields of one row that no property holds, as bytes until somebody asks: twenty thousand tables would cost more than all the rest.</summary>
internal readonly record struct HaproxyExtraFields(HaproxyColumns? Columns, ReadOnlyMemory<byte> Row)
{
    public IReadOnlyDictionary<string, string> ToDictionary() =>
        Columns is null ? ReadOnlyDictionary<string, string>.Empty : new ReadOnlyDictionary<string, string>(Columns.ExtraOf(Row));
}
