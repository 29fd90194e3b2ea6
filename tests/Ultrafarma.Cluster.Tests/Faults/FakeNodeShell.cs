using System.Text;
using Ultrafarma.Cluster.Csync;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Tests.Faults;

/// <summary>The door to a <see cref="FakeNode"/>: knows each of our scripts by its text.</summary>
internal sealed class FakeNodeShell(FakeNode node) : INodeShell
{
    private static readonly Dictionary<string, string> NameOf = NamesOfScripts();

    public FakeNode Node => node;

    public string NodeName => node.Name;

    /// <summary>The script's name without folder and ending.</summary>
    public static string ScriptOf(NodeCommand command) => NameOf[command.Script];

    public async Task<INodeProcess> StartAsync(NodeCommand command, CancellationToken cancellationToken)
    {
        await Task.Yield();
        var script = ScriptOf(command);
        string[] arguments = [.. command.Arguments.Skip(3)];
        if (script == "hold")
        {
            return Hold(arguments[0]);
        }

        var (exitCode, output, errors) = node.Run(script, arguments, command.Input.ToArray());
        return new FakeProcess(output, Encoding.UTF8.GetBytes(errors), exitCode);
    }

    public Task<Stream> ConnectAsync(string socketPath, CancellationToken cancellationToken) => Task.FromException<Stream>(
        new NodeException(NodeErrorKind.Unreachable, NodeName, "There are no sockets here."));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private FakeProcess Hold(string who)
    {
        if (node.Holder is not null)
        {
            return new FakeProcess(Encoding.UTF8.GetBytes($"busy\t{node.Holder}\n"), [], 75);
        }

        node.Holder = who;
        return new FakeProcess("ready\n"u8.ToArray(), [], 0, onInputEnd: () => node.Holder = null);
    }

    private static Dictionary<string, string> NamesOfScripts()
    {
        var scripts = new CsyncScript(new CsyncSettings());
        string[] plain = ["rows", "facts", "hash", "checktxt", "config", "hold", "backup", "place", "stop", "folders"];
        var names = plain.ToDictionary(name => scripts.Make(name).Script, name => name);
        foreach (var name in new[] { "apply", "push" })
        {
            names[scripts.MakeWithWords(name).Script] = name;
        }

        return names;
    }
}
