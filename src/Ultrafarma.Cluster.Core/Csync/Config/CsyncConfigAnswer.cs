using System.Globalization;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Csync;

/// <summary>What <c>checkconfig.sh</c> answered.</summary>
internal static class CsyncConfigAnswer
{
    /// <summary>Reads the script's output.</summary>
    /// <exception cref="FormatException">It is cut off, or something else.</exception>
    public static CsyncNodeLook Parse(string node, CsyncConfig config, ReadOnlySpan<byte> output)
    {
        var fields = new Queue<string>(PathText.FromBytes(output).Split('\0'));
        var look = new CsyncNodeLook(node, config);
        while (Next() is var kind && kind != "end")
        {
            switch (kind)
            {
                case "host":
                    look = look with { Host = Next() };
                    break;
                case "lock":
                    look = look with { LockFile = Next() };
                    break;
                case "refused":
                    look = look with { Refusal = PathText.Display(Next().Trim()) };
                    break;
                case "unasked":
                    look = look with { NotAsked = PathText.Display(Next().Trim()) };
                    break;
                case "key":
                    look.Keys[Next()] = new CsyncKeyLook(
                        Next() is { Length: > 0 } mode ? mode : null, int.Parse(Next(), CultureInfo.InvariantCulture), IsYes(), Next());
                    break;
                case "name":
                    look.Names[Next()] = IsYes();
                    break;
                case "folder":
                    look.Folders[Next()] = IsYes();
                    break;
                case "server":
                    look.Servers[Next()] = IsYes();
                    break;
                default:
                    throw new FormatException($"'{PathText.Display(kind)}' begins no answer.");
            }
        }

        return look;

        string Next() => fields.TryDequeue(out var field) ? field : throw new FormatException("the answer is cut off.");

        bool IsYes() => Next() is var word && word is "y" or "n" ? word == "y" : throw new FormatException($"'{word}' is neither y nor n.");
    }
}
