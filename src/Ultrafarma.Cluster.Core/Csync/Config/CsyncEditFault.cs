namespace Ultrafarma.Cluster.Csync;

/// <summary>Why a config cannot be changed as wanted.</summary>
public enum CsyncEditFault
{
    /// <summary>It has no such group.</summary>
    GroupNotFound,

    /// <summary>Several groups could be meant.</summary>
    GroupAmbiguous,

    /// <summary>csync2 refuses it as it stands, so what it means is not known.</summary>
    ConfigInvalid,

    /// <summary>The place is shared by several files or groups, or the change would do more than is wanted.</summary>
    PlaceNotEditable,

    /// <summary>A key that the config names is not there.</summary>
    KeyNotFound,

    /// <summary>The config names several keys, or none.</summary>
    KeyAmbiguous,
}
