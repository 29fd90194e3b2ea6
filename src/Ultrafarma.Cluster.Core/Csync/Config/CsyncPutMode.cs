namespace Ultrafarma.Cluster.Csync;

/// <summary>How far the replacing of files goes.</summary>
internal enum CsyncPutMode
{
    /// <summary>csync2 is asked about the new files, and nothing is changed.</summary>
    Check,

    /// <summary>csync2 is asked, and they are put in place.</summary>
    Put,

    /// <summary>They are put in place without csync2's word, which it cannot give where its config is not complete yet.</summary>
    Unasked,
}
