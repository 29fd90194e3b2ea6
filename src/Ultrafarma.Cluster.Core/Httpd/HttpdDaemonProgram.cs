using System.Diagnostics;
using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace Ultrafarma.Cluster.Httpd;

/// <summary>A folder here with a ufcluster that needs nothing else, for nodes without pwsh.</summary>
internal sealed class HttpdDaemonProgram
{
    /// <summary>The program's name in its folder.</summary>
    public const string Name = "ufcluster";

    /// <summary>The machines that it runs on.</summary>
    public const string Architecture = "x86_64";

    private const UnixFileMode FileMode =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private const UnixFileMode ProgramMode =
        FileMode | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private readonly Lazy<string> _id;
    private readonly Lazy<byte[]> _archive;

    private HttpdDaemonProgram(string folder)
    {
        Folder = folder;
        _id = new Lazy<string>(MakeId);
        _archive = new Lazy<byte[]>(MakeArchive);
    }

    /// <summary>The folder.</summary>
    public string Folder { get; }

    /// <summary>The version, as in <c>0.2.0</c>.</summary>
    public string Version =>
        FileVersionInfo.GetVersionInfo(Path.Combine(Folder, Name + ".dll")).ProductVersion?.Split('+')[0] ?? "";

    /// <summary>What stands for exactly these files; a node that has it needs no upload.</summary>
    public string Id => _id.Value;

    /// <summary>The files as a compressed tar. It is made once, for all nodes.</summary>
    public ReadOnlyMemory<byte> Archive => _archive.Value;

    /// <summary>Says what a folder lacks to be such a program; null when it is whole.</summary>
    public static string? FindFault(string folder)
    {
        if (!File.Exists(Path.Combine(folder, Name)) || !File.Exists(Path.Combine(folder, Name + ".dll")))
        {
            return "holds no ufcluster for Linux";
        }

        if (!File.Exists(Path.Combine(folder, "libcoreclr.so")))
        {
            return "needs a .NET runtime on the node: it is not self-contained";
        }

        return Directory.Exists(Path.Combine(folder, "modules", "Ultrafarma.Cluster")) ? null : "lacks modules/Ultrafarma.Cluster";
    }

    /// <summary>Opens a folder that has no fault.</summary>
    public static HttpdDaemonProgram Open(string folder) => new(folder);

    private IEnumerable<(string Name, string Path)> Files() => Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories)
        .Where(f => !f.EndsWith(".pdb", StringComparison.Ordinal))
        .Select(f => (Path.GetRelativePath(Folder, f).Replace('\\', '/'), f))
        .OrderBy(f => f.Item1, StringComparer.Ordinal);

    private string MakeId()
    {
        using var sum = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (name, path) in Files())
        {
            using var file = File.OpenRead(path);
            sum.AppendData(Encoding.UTF8.GetBytes($"{name}\0"));
            sum.AppendData(SHA256.HashData(file));
        }

        return $"{Version}-{Convert.ToHexString(sum.GetHashAndReset())[..16]}";
    }

    private byte[] MakeArchive()
    {
        using var bytes = new MemoryStream();
        using (var zip = new GZipStream(bytes, CompressionLevel.Fastest))
        using (var tar = new TarWriter(zip, TarEntryFormat.Ustar))
        {
            foreach (var (name, path) in Files())
            {
                using var file = File.OpenRead(path);
                tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, name)
                {
                    DataStream = file,
                    Mode = name == Name ? ProgramMode : FileMode,
                    ModificationTime = File.GetLastWriteTimeUtc(path),
                });
            }
        }

        return bytes.ToArray();
    }
}
