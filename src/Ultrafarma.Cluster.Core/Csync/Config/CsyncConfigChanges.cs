namespace Ultrafarma.Cluster.Csync;

/// <summary>What a config is to become.</summary>
/// <param name="File">The file that changes; null when nothing does.</param>
/// <param name="Content">Its new bytes.</param>
/// <param name="Changes">What is done, one text a step.</param>
internal sealed record CsyncConfigChanges(CsyncConfigFile? File, ReadOnlyMemory<byte> Content, IReadOnlyList<string> Changes)
{
    private const int MaxSteps = 10_000;

    /// <summary>The change as a file that is to stand on the node.</summary>
    public CsyncFilePut Put => new(File!.Path, File.Path, File.Hash, Content) { Changes = Changes };

    /// <summary>Works out what the requests change.</summary>
    /// <exception cref="CsyncEditException">It cannot be done.</exception>
    public static CsyncConfigChanges Plan(CsyncConfigReading reading, IEnumerable<CsyncConfigRequest> requests)
    {
        if (reading.Config.Problem is { } problem)
        {
            throw new CsyncEditException(CsyncEditFault.ConfigInvalid, $"csync2 refuses the config as it stands, so mend it by hand first: {problem}");
        }

        var changes = new List<string>();
        CsyncConfigFile? old = null;
        CsyncConfigFile? current = null;
        foreach (var request in requests)
        {
            while (request.Next(request.Find(reading.Config)) is { } step)
            {
                if (step.Place.File is not { } file || changes.Count >= MaxSteps)
                {
                    throw new CsyncEditException(CsyncEditFault.PlaceNotEditable,
                        $"The place for '{step.Text}' is put together from several files. Change it by hand.");
                }

                if (current is not null && file != current)
                {
                    throw new CsyncEditException(CsyncEditFault.PlaceNotEditable,
                        $"{old!.Path} and {file.Path} would change, and that cannot be done as one. Do the one change first, then the other.");
                }

                var next = file.WithContent(file.Document.With(step.Edit()).Bytes);
                var after = reading.With(file, next);
                if (!CsyncConfigSense.DiffersBy(reading.Config, after.Config, step))
                {
                    throw new CsyncEditException(CsyncEditFault.PlaceNotEditable,
                        $"'{step.Text}' would change more than that, because {file.Path} is written in an unusual way. Change it by hand.");
                }

                (old, current, reading) = (old ?? file, next, after);
                changes.Add(step.Text);
            }
        }

        return new CsyncConfigChanges(old, current?.Content ?? default, changes);
    }
}
