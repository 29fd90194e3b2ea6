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

        var fresh = FreshName(path);
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

    /// <summary>Puts a file in the place of the former one: others see the one or the other, also after a power cut.</summary>
    /// <param name="path">The file.</param>
    /// <param name="content">What it is to hold.</param>
    /// <param name="isForAll">True lets everybody read it; else who could read the former one can read it, or whom the umask lets.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static void Replace(string path, ReadOnlySpan<byte> content, bool isForAll)
    {
        var fresh = FreshName(path);
        UnixFileMode? mode = OperatingSystem.IsWindows() ? null
            : isForAll ? OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.OtherRead
            : File.Exists(path) ? File.GetUnixFileMode(path)
            : null;
        try
        {
            using (var file = new FileStream(fresh, FileMode.CreateNew, FileAccess.Write))
            {
                if (mode is { } given && !OperatingSystem.IsWindows())
                {
                    File.SetUnixFileMode(file.SafeFileHandle, given);
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

    /// <summary>Finds out whether a file could be written there, and leaves nothing.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static void TryWriting(string path)
    {
        var fresh = FreshName(path);
        new FileStream(fresh, FileMode.CreateNew, FileAccess.Write).Dispose();
        File.Delete(fresh);
    }

    // A collector takes every file of a name that it knows: this one ends otherwise.
    private static string FreshName(string path) => path + ".new-" + Guid.NewGuid().ToString("N");

    private static string BackupName(string path)
    {
        var name = path + ".bak-" + DateTime.Now.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture);
        return Enumerable.Range(0, int.MaxValue)
            .Select(count => count == 0 ? name : string.Create(CultureInfo.InvariantCulture, $"{name}-{count}"))
            .First(candidate => !File.Exists(candidate));
    }
}
