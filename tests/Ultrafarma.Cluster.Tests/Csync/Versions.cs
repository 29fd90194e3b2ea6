using System.Security.Cryptography;
using System.Text;
using Ultrafarma.Cluster.Csync;

namespace Ultrafarma.Cluster.Tests.Csync;

/// <summary>Short words for what nodes hold, so that tables of decisions read as tables.</summary>
internal static class Versions
{
    private static readonly DateTimeOffset Noon = new(2026, 7, 1, 12, 0, 0, TimeSpan.Zero);

    public static CsyncFileVersion File(string node, string content, params string[] owes) => new()
    {
        Node = node,
        Type = CsyncFileType.File,
        SizeBytes = content.Length,
        Sha256 = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(content))),
        LastWriteTime = Noon,
        ChangeTime = Noon,
        Mode = "644",
        Uid = 0,
        Gid = 0,
        Owner = "root:root",
        DirtyTowards = owes,
    };

    public static CsyncFileVersion Absent(string node, params string[] owes) =>
        new() { Node = node, Type = CsyncFileType.Absent, DirtyTowards = owes };

    public static CsyncFileVersion Directory(string node, params string[] owes) =>
        File(node, "", owes) with { Type = CsyncFileType.Directory, SizeBytes = null, Sha256 = null, Mode = "755" };

    public static CsyncFileVersion Link(string node, string target, params string[] owes) =>
        File(node, "", owes) with { Type = CsyncFileType.SymbolicLink, SizeBytes = null, Sha256 = null, Mode = "777", LinkTarget = target };

    public static CsyncFileVersion Minutes(this CsyncFileVersion version, int minutes) =>
        version with { LastWriteTime = Noon.AddMinutes(minutes) };

    public static CsyncConflict Conflict(CsyncConflictKind kind, params CsyncFileVersion[] versions) =>
        Conflict("/f", kind, versions);

    public static CsyncConflict Conflict(string path, CsyncConflictKind kind, params CsyncFileVersion[] versions) =>
        new() { Path = path, Kind = kind, Versions = versions };
}
