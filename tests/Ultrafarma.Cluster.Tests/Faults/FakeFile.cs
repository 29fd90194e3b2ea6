using System.Security.Cryptography;
using System.Text;
using Ultrafarma.Cluster.Csync;

namespace Ultrafarma.Cluster.Tests.Faults;

/// <summary>A file, folder or link on a <see cref="FakeNode"/>. Two are one version when all but <see cref="Changed"/> is equal.</summary>
internal sealed record FakeFile(CsyncFileType Type, string Content)
{
    public string Mode { get; init; } = "644";

    public long Uid { get; init; }

    /// <summary>Seconds since 1970 of the last change of the content.</summary>
    public long Written { get; init; } = 1_782_907_200;

    /// <summary>Ticks of the cluster's clock at the last change of anything (ctime).</summary>
    public long Changed { get; init; }

    public string Hash => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(Content)));

    /// <summary>What may not be lost.</summary>
    public string Version => $"{Type} {Mode} {Uid} {Content}";

    /// <summary>As find -printf prints it in facts.sh.</summary>
    public string Facts
    {
        get
        {
            var letter = Type switch { CsyncFileType.File => 'f', CsyncFileType.Directory => 'd', _ => 'l' };
            return $"{letter}\t{Content.Length}\t{Written}.0000000000\t{Changed}.0000000000\t{Mode}\t{Uid}\t0\troot\troot\te";
        }
    }

    /// <summary>As csync2 records it.</summary>
    public string CheckText
    {
        get
        {
            var bits = Convert.ToInt32(Mode, 8);
            return Type switch
            {
                CsyncFileType.File => $"v1:mtime={Written}:mode={bits | 0x8000}:uid={Uid}:gid=0:type=reg:size={Content.Length}",
                CsyncFileType.Directory => $"v1:mode={bits | 0x4000}:uid={Uid}:gid=0:type=dir",
                _ => $"v1:mode={bits | 0xA000}:uid={Uid}:gid=0:type=lnk:target={Content}",
            };
        }
    }
}
