using System.Globalization;

namespace Ultrafarma.Cluster.Nodes;

/// <summary>Writes files on this machine that people keep.</summary>
internal static class LocalFile
{
    /// <summary>Writes a file so that it is there whole or not at all; one that exists is kept beside it as <c>.bak-</c> and the time.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        if (Path.GetDirectoryName(path) is { } folder && !Directory.Exists(folder))
        {
            throw new DirectoryNotFoundException($"The folder {folder} does not exist.");
        }

        var fresh = path + ".new-" + Guid.NewGuid().ToString("N");
        try
        {
            using (var file = new FileStream(fresh, FileMode.CreateNew, FileAccess.Write))
            {
                file.Write(content);
            }

            var exists = File.Exists(path);
            if (exists)
            {
                File.Copy(path, BackupName(path));
            }

            File.Move(fresh, path, overwrite: exists);
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
