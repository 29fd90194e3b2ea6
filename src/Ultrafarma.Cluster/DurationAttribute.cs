using System.Globalization;
using System.Management.Automation;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Commands;

/// <summary>Lets a time be typed as a number of seconds, as <c>90s</c>, <c>15m</c> or <c>1h</c>, or as a TimeSpan. PowerShell alone takes 60 for 60 ticks.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class DurationAttribute : ArgumentTransformationAttribute
{
    /// <summary>The shortest time that is taken, in seconds.</summary>
    public double MinimumSeconds { get; set; }

    /// <summary>The longest time that is taken, in seconds: what a timer can count, some 49 days, unless given.</summary>
    public double MaximumSeconds { get; set; } = 4_000_000;

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        var data = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        var time = data as TimeSpan? ?? Duration.Parse(Convert.ToString(data, CultureInfo.InvariantCulture) ?? "");
        return time is { } given && given.TotalSeconds >= MinimumSeconds && given.TotalSeconds <= MaximumSeconds
            ? given
            : throw new ArgumentTransformationMetadataException(string.Create(CultureInfo.InvariantCulture,
                $"'{data}' is no time from {MinimumSeconds} to {MaximumSeconds} seconds. Give a number of seconds, or a time such as 500ms, 90s, 15m or 00:01:30."));
    }
}
