using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Csync;

/// <summary>Makes commands of the scripts in <c>Csync/Scripts</c>. Each is a file of its own, so that it can be read and checked as shell.</summary>
internal sealed class CsyncScript(CsyncSettings settings)
{
    private static readonly string Environment = Load("env");

    /// <summary>A command that runs a script with its arguments after the environment's own three.</summary>
    public NodeCommand Make(string name, params string[] arguments) => Build(Load(name), arguments);

    /// <summary>Like <see cref="Make"/>, with what keeps a run's result on the node before the script.</summary>
    public NodeCommand MakeWithLast(string name, params string[] arguments) => Build(Load("last") + Load(name), arguments);

    /// <summary>Like <see cref="MakeWithWords"/>, with what keeps a run's result on the node too.</summary>
    public NodeCommand MakeWithWordsAndLast(string name, params string[] arguments) =>
        Build(Load("words") + Load("last") + Load(name), arguments);

    /// <summary>Like <see cref="Make"/>, with the filter for csync2's output before the script.</summary>
    public NodeCommand MakeWithWords(string name, params string[] arguments) =>
        Build(Load("words") + Load(name), arguments);

    /// <summary>Like <see cref="Make"/>, with what asks csync2 about a config before the script.</summary>
    public NodeCommand MakeWithVerdict(string name, params string[] arguments) =>
        Build(Load("verdict") + Load(name), arguments);

    /// <summary>Like <see cref="Make"/>, with the scripts that read the dirty rows and what starts csync2 by the clock as functions.</summary>
    public NodeCommand MakeWithRowsAndJobs(string name, params string[] arguments) =>
        Build($"rows() (\n{Load("rows")}\n)\n{Load("clockjobs")}{Load(name)}", arguments);

    private NodeCommand Build(string script, string[] arguments) =>
        new(Environment + script, [settings.Command, settings.ConfigPath ?? "", settings.DatabaseDirectory, .. arguments]);

    /// <summary>A script's own text.</summary>
    internal static string Load(string name)
    {
        var resource = $"Ultrafarma.Cluster.Csync.Scripts.{name}.sh";
        using var stream = typeof(CsyncScript).Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"The assembly lacks {resource}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
