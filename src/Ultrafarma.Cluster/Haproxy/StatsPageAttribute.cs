using System.Management.Automation;

namespace Ultrafarma.Cluster.Commands.Haproxy;

/// <summary>Reads the address of a stats page. PowerShell's own conversion repeats a text that it cannot read, with the password that may stand in it.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class StatsPageAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        var data = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        return data is not string text ? data
            : Uri.TryCreate(text, UriKind.RelativeOrAbsolute, out var uri) ? uri
            : throw new ArgumentTransformationMetadataException("It is no address of a stats page, as http://balancer:8404/haproxy?stats is one.");
    }
}
