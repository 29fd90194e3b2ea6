using System.Buffers.Text;
using System.Text;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Csync;

/// <summary>
/// Reads what <c>facts.sh</c> prints about files: three NUL-ended fields a file (path, tab-separated facts, link target) and
/// the word that ends them. A path that is not there is missing.
/// </summary>
internal sealed class CsyncFileFacts(string node, Func<string, string> share) : CsyncAnswer<Dictionary<string, CsyncFileVersion>>
{
    private readonly Dictionary<string, CsyncFileVersion> _found = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _words = new(StringComparer.Ordinal);
    private string? _path;
    private byte[]? _facts;
    private bool _ended;

    /// <summary>Parses a whole answer.</summary>
    /// <exception cref="FormatException">The output is not of that form.</exception>
    public static Dictionary<string, CsyncFileVersion> Parse(string node, ReadOnlySpan<byte> output)
    {
        var answer = new CsyncFileFacts(node, path => path);
        while (!output.IsEmpty)
        {
            var end = output.IndexOf((byte)0);
            answer.Add(end < 0 ? throw new FormatException("The node's answer ends in the middle of a record.") : output[..end]);
            output = output[(end + 1)..];
        }

        return answer.ToResult();
    }

    // A path that is missing from the answer counts as absent, so an answer that was cut must not pass for a whole one.
    protected override Dictionary<string, CsyncFileVersion> Finish() =>
        _ended ? _found : throw new FormatException("The node's answer lacks its end.");

    protected override void Read(ReadOnlySpan<byte> record)
    {
        if (_ended)
        {
            throw new FormatException("The node's answer goes on after its end.");
        }

        if (_path is null)
        {
            _ended = record.SequenceEqual("end"u8);
            _path = _ended ? null : share(PathText.FromBytes(record));
        }
        else if (_facts is null)
        {
            _facts = record.ToArray();
        }
        else
        {
            _found[_path] = ToVersion(node, _facts, record, _words);
            (_path, _facts) = (null, null);
        }
    }

    private static CsyncFileVersion ToVersion(
        string node, ReadOnlySpan<byte> facts, ReadOnlySpan<byte> target, Dictionary<string, string> words)
    {
        var type = NextFact(ref facts) switch
        {
            [(byte)'f'] => CsyncFileType.File,
            [(byte)'d'] => CsyncFileType.Directory,
            [(byte)'l'] => CsyncFileType.SymbolicLink,
            _ => CsyncFileType.Other,
        };
        return new CsyncFileVersion
        {
            Node = node,
            Type = type,
            SizeBytes = Number(NextFact(ref facts)) is var size && type == CsyncFileType.File ? size : null,
            LastWriteTime = Time(NextFact(ref facts)),
            ChangeTime = Time(NextFact(ref facts)),
            Mode = Shared(Mode(NextFact(ref facts)), words),
            Uid = Number(NextFact(ref facts)),
            Gid = Number(NextFact(ref facts)),
            Owner = Shared(Encoding.UTF8.GetString(NextFact(ref facts)) + ":" + Encoding.UTF8.GetString(NextFact(ref facts)), words),
            LinkTarget = type == CsyncFileType.SymbolicLink ? PathText.FromBytes(target) : null,
            HasChildren = facts switch
            {
                [(byte)'n'] => type == CsyncFileType.Directory,
                [(byte)'e'] => false,
                _ => throw new FormatException("find gave other facts about a file than those asked for."),
            },
        };
    }

    /// <summary>One string for a mode or owner that thousands of files have.</summary>
    private static string Shared(string word, Dictionary<string, string> words)
    {
        if (!words.TryGetValue(word, out var shared))
        {
            words[word] = shared = word;
        }

        return shared;
    }

    private static string Mode(ReadOnlySpan<byte> text) =>
        text.Length is > 0 and <= 5 && !text.ContainsAnyExceptInRange((byte)'0', (byte)'7')
            ? Encoding.ASCII.GetString(text)
            : throw new FormatException("find gave a mode that is none.");

    /// <summary>A whole number as find prints it.</summary>
    internal static long Number(ReadOnlySpan<byte> text) =>
        Utf8Parser.TryParse(text, out long number, out var consumed) && consumed == text.Length
            ? number
            : throw new FormatException("find gave a number that is none.");

    /// <summary>Seconds since 1970 with a fraction of up to ten digits, as find's %T@ prints them.</summary>
    internal static DateTimeOffset Time(ReadOnlySpan<byte> text)
    {
        const int TickDigits = 7;
        var dot = text.IndexOf((byte)'.');
        var seconds = Number(dot < 0 ? text : text[..dot]);
        long ticks = 0;
        for (var i = 0; dot >= 0 && i < TickDigits; i++)
        {
            var digit = dot + 1 + i < text.Length ? text[dot + 1 + i] - '0' : 0;
            ticks = (ticks * 10) + (digit is >= 0 and <= 9 ? digit : throw new FormatException("find gave a time that is none."));
        }

        // Anybody can give a file a time beyond the calendar; that must not make the others unreadable.
        var inCalendar = Math.Clamp(seconds, DateTimeOffset.MinValue.ToUnixTimeSeconds(), DateTimeOffset.MaxValue.ToUnixTimeSeconds());
        return DateTimeOffset.FromUnixTimeSeconds(inCalendar).AddTicks(ticks);
    }

    private static ReadOnlySpan<byte> NextFact(ref ReadOnlySpan<byte> facts)
    {
        var end = facts.IndexOf((byte)'\t');
        if (end < 0)
        {
            throw new FormatException("find gave too few facts about a file.");
        }

        var fact = facts[..end];
        facts = facts[(end + 1)..];
        return fact;
    }
}
