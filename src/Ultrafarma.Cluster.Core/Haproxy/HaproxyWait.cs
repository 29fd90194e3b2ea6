namespace Ultrafarma.Cluster.Haproxy;

/// <summary>What is waited for.</summary>
internal enum HaproxyGoal
{
    /// <summary>No session and no waiting request is left.</summary>
    Drained,

    /// <summary>The server's check passes, or nobody checks it.</summary>
    Serving,
}

/// <summary>How one server's waiting stands.</summary>
/// <param name="Server">The server as it was seen last.</param>
/// <param name="IsDone">True when the goal is reached.</param>
/// <param name="Error">Why it never will be, or null.</param>
internal sealed record HaproxyWait(HaproxyServer Server, bool IsDone, HaproxyException? Error)
{
    /// <summary>Judges one look at the server. Pure.</summary>
    /// <param name="goal">What is waited for.</param>
    /// <param name="request">What the server was told to be, and must still be.</param>
    /// <param name="before">The server as it was seen last.</param>
    /// <param name="now">The server now, or null when it is gone.</param>
    public static HaproxyWait Judge(HaproxyGoal goal, HaproxyRequest request, HaproxyServer before, HaproxyServer? now)
    {
        if (now is null)
        {
            return new HaproxyWait(before, false, HaproxyFailure.GoneWhileWaiting(before));
        }

        if (request.IsMetBy(now) == false)
        {
            return new HaproxyWait(now, false, HaproxyFailure.StateLost(now, request.ToString()));
        }

        var isDone = goal == HaproxyGoal.Drained
            ? (now.SessionsCurrent ?? 0) == 0 && (now.QueueCurrent ?? 0) == 0

            // Out of maintenance a server is "UP 1/2" before anybody has looked at it.
            : now.OperationalState is HaproxyOperationalState.Up or HaproxyOperationalState.NotChecked;
        return new HaproxyWait(now, isDone, null);
    }
}
