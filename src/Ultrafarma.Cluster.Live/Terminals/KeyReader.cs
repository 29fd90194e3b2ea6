using Ultrafarma.Cluster.Haproxy.Live;

namespace Ultrafarma.Cluster.Live.Terminals;

/// <summary>The console's keys as the view knows them.</summary>
internal static class KeyReader
{
    /// <summary>Takes the next key that was pressed; false when there is none.</summary>
    public static bool TryRead(out LiveKey key)
    {
        if (!Console.KeyAvailable)
        {
            key = default;
            return false;
        }

        key = Of(Console.ReadKey(intercept: true));
        return true;
    }

    /// <summary>What a key means.</summary>
    public static LiveKey Of(ConsoleKeyInfo key) => key.Key switch
    {
        ConsoleKey.UpArrow => new(LiveKeyCode.Up),
        ConsoleKey.DownArrow => new(LiveKeyCode.Down),
        ConsoleKey.PageUp => new(LiveKeyCode.PageUp),
        ConsoleKey.PageDown => new(LiveKeyCode.PageDown),
        ConsoleKey.Home => new(LiveKeyCode.Home),
        ConsoleKey.End => new(LiveKeyCode.End),
        ConsoleKey.Enter => new(LiveKeyCode.Enter),
        ConsoleKey.Escape => new(LiveKeyCode.Escape),
        ConsoleKey.Backspace => new(LiveKeyCode.Backspace),
        ConsoleKey.F1 => LiveKey.Of('?'),
        ConsoleKey.F10 => LiveKey.Of('q'),

        // Alt and a letter is somebody's shortcut, and not the letter. AltGr comes as Ctrl and Alt, and types.
        _ when char.IsControl(key.KeyChar) || key.Modifiers == ConsoleModifiers.Alt => new(LiveKeyCode.Other),
        _ => LiveKey.Of(key.KeyChar),
    };
}
