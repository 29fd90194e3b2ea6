using System.Globalization;

namespace Ultrafarma.Cluster.Nodes;

/// <summary>Writes files on this machine that people keep.</summary>
internal static class LocalFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Writes a file so that it is there whole or not at all; one that exists is kept beside it as <c>.bak-</c> and the time.</summary>
    /// <param name="path">The file.</param>
    /// <param name="content">What it is to hold.</param>
    /// <param name="isSecret">True lets nobody but the owner read it, and what is kept of the old one.</param>
    /// <returns>The kept file; null when there was none.</returns>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static string? Write(string path, ReadOnlySpan<byte> content, bool isSecret = false)
    {
        if (Path.GetDirectoryName(path) is { } folder && !Directory.Exists(folder))
        {
            throw new DirectoryNotFoundException($"The folder {folder} does not exist.");
        }

        var fresh = path + ".new-" + Guid.NewGuid().ToString("N");
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (isSecret && !OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = OwnerOnly;
            }

            using (var file = new FileStream(fresh, options))
            {
                file.Write(content);
            }

            var backup = File.Exists(path) ? BackupName(path) : null;
            if (backup is not null)
            {
                File.Copy(path, backup);
                if (isSecret && !OperatingSystem.IsWindows())
                {
                    File.SetUnixFileMode(backup, OwnerOnly);
                }
            }

            File.Move(fresh, path, overwrite: backup is not null);
            return backup;
        }
        catch
        {
            File.Delete(fresh);
            throw;
        }
    }

    /// <summary>Puts a file, which everybody may read, in the place of the former one: others see the one or the other, also after a power cut.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static void Replace(string path, ReadOnlySpan<byte> content)
    {
        // A collector takes every file of a name that it knows: this one ends otherwise.
        var fresh = path + ".new-" + Guid.NewGuid().ToString("N");
        try
        {
            using (var file = new FileStream(fresh, FileMode.CreateNew, FileAccess.Write))
            {
                if (!OperatingSystem.IsWindows())
                {
                    File.SetUnixFileMode(
                        file.SafeFileHandle, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
                }

                file.Write(content);
                file.Flush(flushToDisk: true);
            }

            File.Move(fresh, path, overwrite: true);
        }
        catch
        {
            File.Delete(fresh);
            throw;
        }
    }

    private static string BackupName(string path)
    {
        var name = path + ".bak-" + DateTime.Now.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture);
        return Enumerable.Range(0, int.MaxValue)
            .Select(count => count == 0 ? name : string.Create(CultureInfo.InvariantCulture, $"{name}-{count}"))
            .First(candidate => !File.Exists(candidate));
    }
}
