using System.Diagnostics.CodeAnalysis;

namespace Ultrafarma.Cluster.Nodes;

/// <summary>A table with known keys that becomes a <typeparamref name="T"/>.</summary>
/// <param name="what">What the table is, as in "a node".</param>
/// <param name="empty">The record before any key is applied: every default.</param>
/// <param name="keys">The known keys.</param>
internal sealed class InventoryShape<T>(string what, T empty, params InventoryKey<T>[] keys) : InventoryKind<T>
    where T : class
{
    // Whoever writes such a key is about to put a secret into a file that is shared and backed up.
    private static readonly string[] SecretWords = ["password", "passphrase", "passwd", "pwd", "secret", "token", "credential"];

    public T Empty => empty;

    public IReadOnlyList<InventoryKey<T>> Keys => keys;

    public override bool TryRead(InventoryValue value, string key, InventoryReport report, [MaybeNullWhen(false)] out T result)
    {
        result = null;
        if (value is InventoryNonData)
        {
            return false;
        }

        if (value is not InventoryTable table)
        {
            report.Error(value, key, $"must be {what}: @{{ {string.Join("; ", keys.Take(2).Select(k => k.Name + " = …"))} }}.");
            return false;
        }

        var record = empty;
        var good = true;
        foreach (var entry in table.Entries)
        {
            var path = key.Length == 0 ? entry.Key : key + "." + entry.Key;
            var known = Array.Find(keys, k => k.Name.Equals(entry.Key, StringComparison.OrdinalIgnoreCase));
            if (known is null)
            {
                report.Error(entry, path, Unknown(entry.Key));
                good = false;
            }
            else if (entry.Value is not InventoryScalar { Value: null })
            {
                var next = known.Apply(record, entry.Value, path, report);
                good &= next is not null;
                record = next ?? record;
            }
        }

        foreach (var missing in keys.Where(k => k.Required && table.Find(k.Name)?.Value is null or InventoryScalar { Value: null }))
        {
            report.Error(table, key.Length == 0 ? missing.Name : key + "." + missing.Name, "is missing.");
            good = false;
        }

        result = record;
        return good;
    }

    public override string Literal(T value) => "@{ " + string.Join("; ", keys.Select(k => $"{k.Name} = {k.LiteralIn(value)}")) + " }";

    private string Unknown(string typed)
    {
        if (SecretWords.Any(word => typed.Contains(word, StringComparison.OrdinalIgnoreCase)))
        {
            return "secrets do not belong in an inventory. Give them to Connect-WebCluster: -Credential for a password, "
                + "-KeyPassphrase for an encrypted key.";
        }

        var names = keys.Select(k => k.Name).ToList();
        return NearestName.Find(typed, names) is { } nearest
            ? $"is not a known key; did you mean '{nearest}'?"
            : $"is not a known key. Known here: {string.Join(", ", names)}.";
    }
}
