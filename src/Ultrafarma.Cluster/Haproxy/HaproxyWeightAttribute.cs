using System.Globalization;
using System.Management.Automation;
using Ultrafarma.Cluster.Haproxy;

namespace Ultrafarma.Cluster.Commands.Haproxy;

/// <summary>Lets a weight be typed as a number from 0 to 256, or as a percentage of the configured weight.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class HaproxyWeightAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        var data = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        try
        {
            return data as HaproxyWeight ?? HaproxyWeight.Parse(Convert.ToString(data, CultureInfo.InvariantCulture) ?? "");
        }
        catch (FormatException e)
        {
            throw new ArgumentTransformationMetadataException(e.Message, e);
        }
    }
}
