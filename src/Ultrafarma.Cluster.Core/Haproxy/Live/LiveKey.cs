namespace Ultrafarma.Cluster.Haproxy.Live;

/// <summary>A key that was pressed.</summary>
/// <param name="Code">Which one.</param>
/// <param name="Character">What it types, for <see cref="LiveKeyCode.Character"/>.</param>
internal readonly record struct LiveKey(LiveKeyCode Code, char Character = '\0')
{
    /// <summary>A key that types this character.</summary>
    public static LiveKey Of(char character) => new(LiveKeyCode.Character, character);
}
