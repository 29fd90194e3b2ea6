using System.Management.Automation;

namespace Ultrafarma.Cluster.Tests.Help;

/// <summary>A cmdlet as the engine has it, in the words of a help page.</summary>
internal static class RealCmdlet
{
    public static IReadOnlyList<HelpParameter> Parameters(this CommandParameterSetInfo set) =>
        [.. set.Parameters.Where(p => !Cmdlet.CommonParameters.Contains(p.Name)).Select(p => new HelpParameter
        {
            Name = p.Name,
            Type = TypeOf(p).Name,
            Aliases = string.Join(", ", p.Aliases),
            Required = p.IsMandatory,
            Position = p.Position < 0 ? "named" : $"{p.Position}",
            Pipeline = (p.ValueFromPipelineByPropertyName, p.ValueFromPipeline) switch
            {
                (true, true) => "True (ByPropertyName, ByValue)",
                (true, false) => "True (ByPropertyName)",
                (false, true) => "True (ByValue)",
                _ => "False",
            },
            Wildcards = p.Attributes.OfType<SupportsWildcardsAttribute>().Any(),
            Values = string.Join(", ", ValuesOf(p)),
        })];

    /// <summary>Each parameter as a syntax line shows it, such as <c>[[-Path] &lt;String&gt;]</c>.</summary>
    public static IEnumerable<string> SyntaxParts(this CommandParameterSetInfo set) => set.Parameters().Select(p =>
    {
        var name = p.Position == "named" ? "-" + p.Name : $"[-{p.Name}]";
        var part = p.Type == nameof(SwitchParameter) ? name : $"{name} <{p.Type}>";
        return p.Required ? part : $"[{part}]";
    });

    private static Type TypeOf(CommandParameterInfo parameter) =>
        Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;

    private static IEnumerable<string> ValuesOf(CommandParameterInfo parameter) => TypeOf(parameter) is { IsEnum: true } type
        ? Enum.GetNames(type)
        : parameter.Attributes.OfType<ValidateSetAttribute>().SelectMany(a => a.ValidValues);
}
