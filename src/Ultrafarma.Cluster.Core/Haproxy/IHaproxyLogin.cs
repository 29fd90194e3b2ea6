using System.Net;

namespace Ultrafarma.Cluster.Haproxy;

/// <summary>Knows, or asks for, the user and the password of a stats page.</summary>
internal interface IHaproxyLogin
{
    /// <summary>What was given, or what the page took before; null sends none.</summary>
    NetworkCredential? Known { get; }

    /// <summary>Asks somebody for the page's user and password; null when nobody can be asked.</summary>
    Task<NetworkCredential?> AskAsync(HaproxySource source, CancellationToken cancellationToken);

    /// <summary>The page took them.</summary>
    void Accepted(NetworkCredential login);

    /// <summary>The page did not take them. What was only kept from before is forgotten, and then true: who is there may be asked anew.</summary>
    bool Refused(NetworkCredential login);
}
