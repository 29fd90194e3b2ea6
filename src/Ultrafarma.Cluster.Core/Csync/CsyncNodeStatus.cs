namespace Ultrafarma.Cluster.Csync;

/// <summary>What one node tells of its csync2.</summary>
internal sealed class CsyncNodeStatus
{
    private readonly Dictionary<string, string> _pinned = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _problems = [];
    private readonly List<string> _schedule = [];

    public string Host { get; set; } = "";

    public bool? ServerAnswers { get; set; }

    public long? DatabaseBytes { get; set; }

    public int? Hints { get; set; }

    public CsyncLastRun? LastRun { get; set; }

    /// <summary>The dirty rows; null when they could not be read.</summary>
    public CsyncNodeRows? Rows { get; set; }

    /// <summary>How the certificate ends that the node shows its peers: a signature, so no two end alike.</summary>
    public string? Certificate { get; set; }

    /// <summary>How the certificates end that csync2 recorded, by peer.</summary>
    public IReadOnlyDictionary<string, string> Pinned => _pinned;

    /// <summary>What runs csync2 at times.</summary>
    public IReadOnlyList<string> Schedule => _schedule;

    public IReadOnlyList<string> Problems => _problems;

    public void Pin(string peer, string certificate) => _pinned[peer] = certificate;

    public void AddSchedule(string? job)
    {
        if (job is not null)
        {
            _schedule.Add(job);
        }
    }

    public void AddProblem(string problem) => _problems.Add(problem);
}
