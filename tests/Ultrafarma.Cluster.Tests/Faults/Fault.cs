namespace Ultrafarma.Cluster.Tests.Faults;

/// <summary>What can happen to one command.</summary>
public enum Fault
{
    /// <summary>It ends with status 1 and a message, and has done nothing.</summary>
    Fails,

    /// <summary>It has done its work and yet ends with status 1.</summary>
    FailsAfterwards,

    /// <summary>The node's own <c>timeout</c> ends it before it did anything.</summary>
    TimesOut,

    /// <summary>It answers nothing until the caller gives up.</summary>
    Hangs,

    /// <summary>The connection breaks before the command starts.</summary>
    DropsBefore,

    /// <summary>The connection breaks in the middle of the output; the node finishes its work.</summary>
    DropsHalfWay,

    /// <summary>The connection breaks after the work and before the first byte of the answer.</summary>
    DropsAfterwards,

    /// <summary>All is well but for noise on stderr.</summary>
    Noise,

    /// <summary>It succeeds, but only the first half of its output comes.</summary>
    CutHalf,

    /// <summary>It succeeds, but its last byte does not come.</summary>
    CutLastByte,

    /// <summary>It succeeds, but its output is cut after its first line or field.</summary>
    CutAfterFirst,

    /// <summary>It succeeds and says nothing at all.</summary>
    Silent,

    /// <summary>It succeeds, but prints nonsense.</summary>
    Garbage,

    /// <summary>A signal ends it in the middle of its work.</summary>
    KilledInTheMiddle,
}
