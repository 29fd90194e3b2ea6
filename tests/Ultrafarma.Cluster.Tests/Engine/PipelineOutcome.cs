using System.Management.Automation;
using Xunit;

namespace Ultrafarma.Cluster.Tests.Engine;

/// <summary>All that one pipeline gave.</summary>
internal sealed record PipelineOutcome
{
    public required IReadOnlyList<PSObject> Output { get; init; }

    public required IReadOnlyList<ErrorRecord> Errors { get; init; }

    public required IReadOnlyList<string> Warnings { get; init; }

    public required IReadOnlyList<string> Verbose { get; init; }

    public required IReadOnlyList<ProgressRecord> Progress { get; init; }

    /// <summary>What ended the pipeline early, or null.</summary>
    public required ErrorRecord? Terminating { get; init; }

    /// <summary>True when it was stopped (Ctrl-C).</summary>
    public required bool Stopped { get; init; }

    public required TimeSpan Elapsed { get; init; }

    /// <summary>The output as objects of one type, and a failed test when there was any error or another type.</summary>
    public IReadOnlyList<T> As<T>()
    {
        AssertNoErrors();
        return [.. Output.Select(o => Assert.IsType<T>(o.BaseObject, exactMatch: false))];
    }

    /// <summary>The only output object.</summary>
    public T Single<T>() => Assert.Single(As<T>());

    public PipelineOutcome AssertNoErrors()
    {
        Assert.Null(Terminating?.ToString());
        Assert.Empty(Errors.Select(e => e.FullyQualifiedErrorId + ": " + e));
        return this;
    }

    /// <summary>The terminating error, which must have this id (the part before the comma).</summary>
    public ErrorRecord AssertTerminating(string errorId)
    {
        Assert.NotNull(Terminating);
        Assert.Equal(errorId, IdOf(Terminating));
        return Terminating;
    }

    /// <summary>The only non-terminating error, which must have this id.</summary>
    public ErrorRecord AssertError(string errorId)
    {
        Assert.Null(Terminating?.ToString());
        var error = Assert.Single(Errors);
        Assert.Equal(errorId, IdOf(error));
        return error;
    }

    public static string IdOf(ErrorRecord error) => error.FullyQualifiedErrorId.Split(',')[0];
}
