namespace Ultrafarma.Cluster.Nodes;

/// <summary>Writes many node names in few words, as ClusterShell does: <c>APP[01-03,05],lb01</c>.</summary>
internal static class NodeSet
{
    // More digits than a number has.
    private const int MostDigits = 18;

    /// <summary>Folds names that differ in their last number only, and have as many digits there. The others stay as they are.</summary>
    public static string Fold(IEnumerable<string> names) => string.Join(
        ',',
        names.Select(Parts).GroupBy(p => (p.Before, p.Digits, p.After)).Select(group =>
        {
            var numbers = group.Where(p => p.Number is not null).Select(p => p.Number!.Value).Distinct().Order().ToList();
            return numbers.Count > 1 ? $"{group.Key.Before}[{Ranges(numbers, group.Key.Digits)}]{group.Key.After}" : group.First().Name;
        }));

    private static (string Name, string Before, int Digits, string After, long? Number) Parts(string name)
    {
        var end = name.AsSpan().LastIndexOfAnyInRange('0', '9') + 1;
        var start = name.AsSpan(0, end).LastIndexOfAnyExceptInRange('0', '9') + 1;
        return end - start is > 0 and <= MostDigits
            ? (name, name[..start], end - start, name[end..], long.Parse(name.AsSpan(start, end - start), System.Globalization.CultureInfo.InvariantCulture))
            : (name, name, 0, "", null);
    }

    private static string Ranges(List<long> numbers, int digits)
    {
        var ranges = new List<string>();
        for (var first = 0; first < numbers.Count;)
        {
            var last = first;
            while (last + 1 < numbers.Count && numbers[last + 1] == numbers[last] + 1)
            {
                last++;
            }

            ranges.Add(last > first ? $"{Text(numbers[first])}-{Text(numbers[last])}" : Text(numbers[first]));
            first = last + 1;
        }

        return string.Join(',', ranges);

        string Text(long number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture).PadLeft(digits, '0');
    }
}
