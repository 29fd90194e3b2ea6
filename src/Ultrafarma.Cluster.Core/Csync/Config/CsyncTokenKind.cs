namespace Ultrafarma.Cluster.Csync;

/// <summary>What csync2's scanner makes of some bytes of its config.</summary>
internal enum CsyncTokenKind
{
    /// <summary>Blanks, line ends, and what else means nothing: <c>""</c>, or the word <c>config</c> and what ends it.</summary>
    Space,

    /// <summary>A comment, without the line end.</summary>
    Comment,

    /// <summary>A name or value, in quotes or not.</summary>
    Text,

    /// <summary>A word that csync2 keeps for itself.</summary>
    Keyword,

    /// <summary>One of <c>{ } ( ) ; : @</c>.</summary>
    Mark,

    /// <summary>The name of a file that is read at this place.</summary>
    File,
}
