using System.Text;

namespace Ultrafarma.Cluster.Ssh.HostKeys;

/// <summary>Reads known_hosts and adds lines to it, while other sessions may do the same.</summary>
internal static class KnownHostsFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const int Attempts = 100;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    /// <summary>Reads all lines; none when the file does not exist.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static IReadOnlyList<string> ReadLines(string path)
    {
        try
        {
            using var reader = new StreamReader(Open(path, new() { Share = FileShare.ReadWrite }), Encoding.UTF8);
            var lines = new List<string>();
            while (reader.ReadLine() is { } line)
            {
                lines.Add(line);
            }

            return lines;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return [];
        }
    }

    /// <summary>Adds a line; the file (0600) and its directory (0700) are made when they are missing.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static void Append(string path, string line)
    {
        CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var options = new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.ReadWrite,

            // An advisory lock on Unix: it keeps sessions of ours apart, in this process and in others.
            Share = FileShare.None,

            // Without a buffer the line is one write: a reader sees all of it or nothing.
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        using var file = Open(path, options);

        // An editor may have left the last line open; ours must not become a part of it.
        var separator = EndsWithNewLine(file) ? string.Empty : "\n";
        file.Seek(0, SeekOrigin.End);
        file.Write(Encoding.UTF8.GetBytes(separator + line + "\n"));
    }

    private static FileStream Open(string path, FileStreamOptions options)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return new FileStream(path, options);
            }
            catch (IOException e) when (e.GetType() == typeof(IOException) && attempt < Attempts)
            {
                // Another session holds the lock for the time of one write.
                Thread.Sleep(Pause);
            }
        }
    }

    private static void CreateDirectory(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, OwnerOnly | UnixFileMode.UserExecute);
        }
    }

    private static bool EndsWithNewLine(FileStream file)
    {
        if (file.Length == 0)
        {
            return true;
        }

        file.Seek(-1, SeekOrigin.End);
        return file.ReadByte() == '\n';
    }
}
