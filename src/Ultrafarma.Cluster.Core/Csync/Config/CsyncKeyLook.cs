namespace Ultrafarma.Cluster.Csync;

/// <summary>What a node says of a key's file. The key itself never leaves the node.</summary>
/// <param name="Mode">Its mode in octal; null when there is no such file.</param>
/// <param name="Length">How many characters the key has.</param>
/// <param name="IsPlain">False when it has characters that csync2 refuses.</param>
/// <param name="Hash">The SHA-256 of the key, which is the file's first line.</param>
internal sealed record CsyncKeyLook(string? Mode, int Length, bool IsPlain, string Hash);
