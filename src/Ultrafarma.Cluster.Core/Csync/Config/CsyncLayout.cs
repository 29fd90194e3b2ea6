using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Csync;

/// <summary>Finds the bytes that a change needs, so that the lines around keep their comments and layout.</summary>
internal static class CsyncLayout
{
    private const string Step = "    ";

    /// <summary>A new statement after another one: on a line of its own where that has one.</summary>
    public static CsyncEdit After(CsyncSpan statement, string text)
    {
        var document = statement.File!.Document;
        var indent = Before(document, statement.First);
        return indent is not null && LineEndAfter(document, statement.Last) is { } end
            ? NewLine(document, end, indent + text)
            : new CsyncEdit(statement.LastToken.End, 0, " " + text);
    }

    /// <summary>A new first statement behind a group's brace.</summary>
    public static CsyncEdit Inside(CsyncSpan brace, string text)
    {
        var document = brace.File!.Document;
        return LineEndAfter(document, brace.Last) is { } end
            ? NewLine(document, end, Indent(document, brace.FirstToken.Offset) + Step + text)
            : new CsyncEdit(brace.LastToken.End, 0, " " + text);
    }

    /// <summary>One more value in a statement, set off as the last two are.</summary>
    public static CsyncEdit Append(CsyncStatement statement, string text)
    {
        var last = statement.Items[^1];
        var between = Text(last.File!.Document, statement.Items[^2].LastToken.End, last.FirstToken.Offset);
        return new CsyncEdit(last.LastToken.End, 0, (between.Length > 0 && IsBlank(between) ? between : " ") + text);
    }

    /// <summary>Another value in the place of one.</summary>
    public static CsyncEdit Replace(CsyncSpan item, string text) =>
        new(item.FirstToken.Offset, item.LastToken.End - item.FirstToken.Offset, text);

    /// <summary>A statement without one of its values, or no statement when it has no other.</summary>
    public static CsyncEdit Remove(CsyncStatement statement, CsyncSpan item)
    {
        var tokens = item.File!.Document.Tokens;
        var hasComment = Enumerable.Range(statement.Span.First, statement.Span.Last - statement.Span.First)
            .Any(i => tokens[i].Kind == CsyncTokenKind.Comment);
        return statement.Items.Count == 1 && !hasComment ? RemoveStatement(statement.Span) : Remove(item);
    }

    private static CsyncEdit Remove(CsyncSpan item)
    {
        var document = item.File!.Document;
        var tokens = document.Tokens;
        var (before, after) = (tokens[item.First - 1], tokens[item.Last + 1]);
        var end = item.LastToken.End;
        var endsWord = after.Kind is CsyncTokenKind.Mark || IsBlank(document, after);

        // Behind a comment the line end is needed.
        if (IsBlank(document, before) && tokens[item.First - 2].Kind != CsyncTokenKind.Comment && endsWord)
        {
            return new CsyncEdit(before.Offset, end - before.Offset, "");
        }

        return new CsyncEdit(item.FirstToken.Offset, end - item.FirstToken.Offset, endsWord || IsBlank(document, before) ? "" : " ");
    }

    private static CsyncEdit RemoveStatement(CsyncSpan statement)
    {
        var document = statement.File!.Document;
        var tokens = document.Tokens;
        var (from, to) = (statement.FirstToken.Offset, statement.LastToken.End);
        var next = statement.Last + 1;
        if (Before(document, statement.First) is { } indent && LineEndAfter(document, statement.Last) is { } end)
        {
            // What stands beside it was written by a person, and stays.
            var hasComment = tokens.Skip(next).TakeWhile(t => t.Offset < end).Any(t => t.Kind == CsyncTokenKind.Comment);
            (from, to) = hasComment ? (from, tokens[next].Kind == CsyncTokenKind.Space ? tokens[next].End : to) : (from - PathText.ToBytes(indent).Length, end);
        }
        else if (next < tokens.Count && IsBlank(document, tokens[next]) && !Text(document, to, tokens[next].End).Contains('\n', StringComparison.Ordinal))
        {
            to = tokens[next].End;
        }

        return new CsyncEdit(from, to - from, "");
    }

    private static CsyncEdit NewLine(CsyncDocument document, int at, string text)
    {
        var lineEnd = document.LineEnd;
        return document.Bytes.Span[at - 1] == '\n' ? new CsyncEdit(at, 0, text + lineEnd) : new CsyncEdit(at, 0, lineEnd + text);
    }

    /// <summary>The blanks before a token; null when something else stands there on its line.</summary>
    private static string? Before(CsyncDocument document, int token)
    {
        var offset = document.Tokens[token].Offset;
        var text = Text(document, LineStart(document, offset), offset);
        return IsBlank(text) ? text : null;
    }

    /// <summary>The offset behind the line end after a token; null when more than blanks and a comment stand before it.</summary>
    private static int? LineEndAfter(CsyncDocument document, int token)
    {
        var tokens = document.Tokens;
        for (var i = token + 1; i < tokens.Count; i++)
        {
            if (IsBlank(document, tokens[i]))
            {
                var at = document.Bytes.Span.Slice(tokens[i].Offset, tokens[i].Length).IndexOf((byte)'\n');
                if (at >= 0)
                {
                    return tokens[i].Offset + at + 1;
                }
            }
            else if (tokens[i].Kind != CsyncTokenKind.Comment)
            {
                return null;
            }
        }

        return document.Bytes.Length;
    }

    private static string Indent(CsyncDocument document, int offset)
    {
        var line = Text(document, LineStart(document, offset), offset);
        return line[..(line.Length - line.TrimStart(' ', '\t').Length)];
    }

    private static int LineStart(CsyncDocument document, int offset) => document.Bytes.Span[..offset].LastIndexOf((byte)'\n') + 1;

    private static bool IsBlank(CsyncDocument document, CsyncToken token) =>
        token.Kind == CsyncTokenKind.Space && IsBlank(Text(document, token.Offset, token.End));

    private static bool IsBlank(string text) => text.All(c => c is ' ' or '\t' or '\r' or '\n');

    private static string Text(CsyncDocument document, int from, int to) => PathText.FromBytes(document.Bytes.Span[from..to]);
}
