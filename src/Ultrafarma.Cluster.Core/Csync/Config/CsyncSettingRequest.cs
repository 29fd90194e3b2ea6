namespace Ultrafarma.Cluster.Csync;

/// <summary>A value that a setting of a group is to have.</summary>
/// <param name="Group">The group's name; null for the only one.</param>
/// <param name="Name">The setting, as in <c>auto</c>.</param>
/// <param name="Value">Its value.</param>
internal sealed record CsyncSettingRequest(string? Group, string Name, string Value) : CsyncConfigRequest(Group)
{
    /// <inheritdoc/>
    public override CsyncConfigStep? Next(CsyncGroup group)
    {
        // Of several, csync2 takes the last.
        var present = group.Settings.LastOrDefault(s => s.Name == Name);
        if (present?.Value == Value)
        {
            return null;
        }

        var word = Name == "backup-directory" ? $"\"{Value}\"" : CsyncWords.Write(Value);
        var added = CsyncConfigSense.Of(group, new CsyncConfigSetting(Name, Value, "", 0));
        if (present is not null)
        {
            return new CsyncConfigStep(
                present.Span,
                () => CsyncLayout.Replace(present.Span, word),
                CsyncConfigSense.Of(group, present),
                added,
                $"{Name} {present.Value} -> {Value} in group {group.Group}");
        }

        var last = Last(group, "auto", "backup-directory", "backup-generations") ?? (group.Place.Statements is [.., var end] ? end : null);
        var (place, edit) = Insert(group, last, $"{Name} {word};");
        return new CsyncConfigStep(place, edit, null, added, $"{Name} {Value} in group {group.Group}");
    }
}
