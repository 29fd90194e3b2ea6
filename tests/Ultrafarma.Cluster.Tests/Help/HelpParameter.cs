namespace Ultrafarma.Cluster.Tests.Help;

/// <summary>One parameter in one parameter set, in the words of a help page. All sources are brought to this form and compared.</summary>
internal sealed record HelpParameter
{
    public required string Name { get; init; }

    public required string Type { get; init; }

    /// <summary>Other names, separated by <c>, </c>; empty for none.</summary>
    public required string Aliases { get; init; }

    public required bool Required { get; init; }

    /// <summary>The number, or <c>named</c>.</summary>
    public required string Position { get; init; }

    /// <summary><c>False</c>, or <c>True</c> with <c>(ByPropertyName, ByValue)</c> or one of the two.</summary>
    public required string Pipeline { get; init; }

    public required bool Wildcards { get; init; }

    /// <summary>What an enum or a ValidateSet allows, separated by <c>, </c>; empty for anything.</summary>
    public required string Values { get; init; }

    /// <summary>The parameters of a set in an order that every source agrees on, one line each.</summary>
    public static string Describe(IEnumerable<HelpParameter> set) =>
        string.Join('\n', set.OrderBy(p => p.Name, StringComparer.Ordinal));
}
