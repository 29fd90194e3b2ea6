namespace Ultrafarma.Cluster.Httpd;

/// <summary>How Apaches are restarted.</summary>
internal sealed record HttpdRestartOptions : HttpdRolloutOptions
{
    /// <summary>Creates the options. A balancer that saw a server stop takes longer to see it serve again.</summary>
    public HttpdRestartOptions() => ServingTimeout = TimeSpan.FromMinutes(1);

    /// <summary>Whether requests that are being answered are let end.</summary>
    public bool IsGraceful { get; init; }

    /// <summary>How long Apache may take to prove that it lives.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(10);
}
