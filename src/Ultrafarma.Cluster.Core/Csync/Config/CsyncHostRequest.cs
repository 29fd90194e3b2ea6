namespace Ultrafarma.Cluster.Csync;

/// <summary>A host that a group is to have, or not to have.</summary>
/// <param name="Group">The group's name; null for the only one.</param>
/// <param name="Host">The host, as in <c>name</c> or <c>name@address</c>.</param>
/// <param name="IsSlave">Whether it only takes.</param>
/// <param name="IsWanted">False when it is to go.</param>
internal sealed record CsyncHostRequest(string? Group, string Host, bool IsSlave, bool IsWanted) : CsyncConfigRequest(Group)
{
#pragma warning disable CA1308 // csync2 compares names in small letters.
    private string Name { get; } = Host.Split('@')[0].ToLowerInvariant();

    private string Peer { get; } = Host[(Host.IndexOf('@', StringComparison.Ordinal) + 1)..].ToLowerInvariant();
#pragma warning restore CA1308

    /// <inheritdoc/>
    public override CsyncConfigStep? Next(CsyncGroup group)
    {
        var present = group.Hosts.FirstOrDefault(h => h.Name == Name && (!Host.Contains('@', StringComparison.Ordinal) || h.PeerName == Peer));
        return IsWanted ? (present is null ? Add(group) : null)
            : present is null ? null
            : Remove(group, present);
    }

    private CsyncConfigStep Add(CsyncGroup group)
    {
        if (group.Hosts.FirstOrDefault(h => h.Name == Name) is { } other)
        {
            throw new CsyncEditException(CsyncEditFault.PlaceNotEditable,
                $"The group '{group.Group}' has {other} already ({other.File}, line {other.Line}). Remove that first.");
        }

        var text = CsyncWords.WriteHost(Host);
        var last = Last(group, "host");
        var (place, edit) = last is { Span.File: not null, Items.Count: > 1 } && !IsSlave && !HasMark(last.Span)
            ? (last.Span, () => CsyncLayout.Append(last, text))
            : Insert(group, last, IsSlave ? $"host ({text});" : $"host {text};");
        var added = new CsyncConfigHost(Name, Peer, IsSlave, "", 0);
        return new CsyncConfigStep(
            place, edit, null, CsyncConfigSense.Of(group, added), $"add host {Host}{(IsSlave ? " as a slave" : "")} to group {group.Group}");
    }

    private static CsyncConfigStep Remove(CsyncGroup group, CsyncConfigHost host)
    {
        var statement = group.Place.Statements.First(s => s.Items.Contains(host.Span));
        var text = $"remove host {host} from group {group.Group}";
        return new CsyncConfigStep(
            statement.Span, () => CsyncLayout.Remove(statement, host.Span), CsyncConfigSense.Of(group, host), null, text);
    }

    private static bool HasMark(CsyncSpan span) =>
        Enumerable.Range(span.First, span.Last - span.First).Any(i => span.File!.Document.Tokens[i].Is(CsyncTokenKind.Mark, ")"));
}
