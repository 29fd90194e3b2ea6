namespace Ultrafarma.Cluster.Httpd;

/// <summary>A directive of a node's config, as <c>Get-HttpdDirective</c> shows it.</summary>
public sealed record HttpdConfigDirective
{
    /// <summary>The node.</summary>
    public required string Node { get; init; }

    /// <summary>Its name as written, each <c>${NAME}</c> replaced where it is defined; that of a section for a section.</summary>
    public required string Name { get; init; }

    /// <summary>What follows the name, as written.</summary>
    public required string Value { get; init; }

    /// <summary>Its arguments as Apache takes them: without quotes, each <c>${NAME}</c> replaced where it is defined.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>The sections around it, also those around the Include that brought its file, as in <c>VirtualHost *:80/Directory /www</c>.</summary>
    public required string Section { get; init; }

    /// <summary>The file on the node.</summary>
    public required string File { get; init; }

    /// <summary>The line, from 1.</summary>
    public required int Line { get; init; }

    /// <summary>False inside an <c>IfModule</c>, <c>IfDefine</c>, <c>IfVersion</c> or <c>IfFile</c> that does not hold, where Apache does not read it.</summary>
    public required bool Active { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Value.Length == 0 ? Name : $"{Name} {Value}";

    internal HttpdConfigFile? Source { get; init; }

    internal HttpdDirective? Directive { get; init; }

    /// <summary>Which of the config's virtual hosts it stands in, from 0; -1 for none.</summary>
    internal int HostIndex { get; init; } = -1;

    internal bool IsSection => Directive is HttpdSection;
}
