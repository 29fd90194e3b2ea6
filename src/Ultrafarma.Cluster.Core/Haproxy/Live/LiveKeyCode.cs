namespace Ultrafarma.Cluster.Haproxy.Live;

/// <summary>The keys that the live view knows.</summary>
internal enum LiveKeyCode
{
    /// <summary>A key that is none of the others; it does nothing.</summary>
    Other,

    /// <summary>A key that types a character.</summary>
    Character,

    /// <summary>The arrow up.</summary>
    Up,

    /// <summary>The arrow down.</summary>
    Down,

    /// <summary>Page up.</summary>
    PageUp,

    /// <summary>Page down.</summary>
    PageDown,

    /// <summary>To the first row.</summary>
    Home,

    /// <summary>To the last row.</summary>
    End,

    /// <summary>The return key.</summary>
    Enter,

    /// <summary>The escape key.</summary>
    Escape,

    /// <summary>Takes the last typed character back.</summary>
    Backspace,
}
