using System.Security.Cryptography;
using System.Text;

namespace Ultrafarma.Cluster.Csync;

/// <summary>Makes keys as <c>csync2 -k</c> does: 64 characters of those that csync2 allows, and a line feed.</summary>
internal static class CsyncKey
{
    private const int Length = 64;
    private const string Characters = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ._";

    /// <summary>A new key's file.</summary>
    public static byte[] Make() => Encoding.ASCII.GetBytes(RandomNumberGenerator.GetString(Characters, Length) + "\n");
}
