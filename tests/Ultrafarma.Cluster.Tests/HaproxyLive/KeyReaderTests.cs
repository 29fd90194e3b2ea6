using Ultrafarma.Cluster.Haproxy.Live;
using Ultrafarma.Cluster.Live.Terminals;
using Xunit;

namespace Ultrafarma.Cluster.Tests.HaproxyLive;

/// <summary>The console's keys as the view knows them.</summary>
public sealed class KeyReaderTests
{
    [Theory]
    [InlineData('\0', ConsoleKey.UpArrow, (ConsoleModifiers)0, nameof(LiveKeyCode.Up), '\0')]
    [InlineData('\r', ConsoleKey.Enter, (ConsoleModifiers)0, nameof(LiveKeyCode.Enter), '\0')]
    [InlineData('\u001b', ConsoleKey.Escape, (ConsoleModifiers)0, nameof(LiveKeyCode.Escape), '\0')]
    [InlineData('\b', ConsoleKey.Backspace, (ConsoleModifiers)0, nameof(LiveKeyCode.Backspace), '\0')]
    [InlineData('d', ConsoleKey.D, (ConsoleModifiers)0, nameof(LiveKeyCode.Character), 'd')]
    [InlineData('G', ConsoleKey.G, ConsoleModifiers.Shift, nameof(LiveKeyCode.Character), 'G')]
    [InlineData('é', ConsoleKey.None, (ConsoleModifiers)0, nameof(LiveKeyCode.Character), 'é')]
    [InlineData('@', ConsoleKey.Q, ConsoleModifiers.Control | ConsoleModifiers.Alt, nameof(LiveKeyCode.Character), '@')]
    [InlineData('d', ConsoleKey.D, ConsoleModifiers.Alt, nameof(LiveKeyCode.Other), '\0')]
    [InlineData('\u0004', ConsoleKey.D, ConsoleModifiers.Control, nameof(LiveKeyCode.Other), '\0')]
    [InlineData('\0', ConsoleKey.F1, (ConsoleModifiers)0, nameof(LiveKeyCode.Character), '?')]
    [InlineData('\0', ConsoleKey.F10, (ConsoleModifiers)0, nameof(LiveKeyCode.Character), 'q')]
    [InlineData('\0', ConsoleKey.F5, (ConsoleModifiers)0, nameof(LiveKeyCode.Other), '\0')]
    public void Keys_are_known(char typed, ConsoleKey key, ConsoleModifiers modifiers, string code, char character) => Assert.Equal(
        new LiveKey(Enum.Parse<LiveKeyCode>(code), character),
        KeyReader.Of(new ConsoleKeyInfo(typed, key, modifiers.HasFlag(ConsoleModifiers.Shift), modifiers.HasFlag(ConsoleModifiers.Alt), modifiers.HasFlag(ConsoleModifiers.Control))));
}
