namespace Ultrafarma.Cluster.Httpd;

/// <summary>A directive that is to get another value.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">What shall follow the name, as it stands in the file.</param>
/// <param name="IsSection">Says whether a section's path is the wanted one; null takes any.</param>
/// <param name="File">The file; null takes any.</param>
/// <param name="Line">The line; null takes any.</param>
internal sealed record HttpdDirectiveRequest(string Name, string Value, Func<string, bool>? IsSection, string? File, int? Line)
{
    /// <summary>The directives that it may mean; those that Apache does not read only when it reads none.</summary>
    public IReadOnlyList<HttpdConfigDirective> Find(HttpdNodeConfig config)
    {
        var all = config.Directives
            .Where(d => d.Name.Equals(Name, StringComparison.OrdinalIgnoreCase)
                && (IsSection is null || IsSection(d.Section))
                && (File is null || File == d.File)
                && (Line is null || Line == d.Line))
            .DistinctBy(d => (d.File, d.Line))
            .ToList();
        var active = all.Where(d => d.Active).ToList();
        return active.Count > 0 ? active : all;
    }

    /// <summary>The edits that give the directives their values, one a file whose bytes change.</summary>
    public static IReadOnlyList<HttpdFileEdit> Edits(IEnumerable<(HttpdConfigDirective Directive, string Value)> changes) =>
        [.. changes.Where(c => c.Directive.Directive!.Text != c.Value).GroupBy(c => c.Directive.Source!).Select(file => new HttpdFileEdit(
            file.Key,
            file.Key.Document.With(file.Select(c => c.Directive.Directive!.ReplaceText(c.Value))),
            [.. file.Select(c => Nodes.PathText.Display(
                $"{file.Key.Path}:{c.Directive.Line} {c.Directive} -> {c.Directive.Name} {c.Value}"))]))];
}
