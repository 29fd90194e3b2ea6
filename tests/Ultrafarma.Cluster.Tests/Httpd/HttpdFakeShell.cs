using System.Globalization;
using System.Text;
using Ultrafarma.Cluster.Httpd;
using Ultrafarma.Cluster.Nodes;
using Ultrafarma.Cluster.Tests.Faults;

namespace Ultrafarma.Cluster.Tests.Httpd;

/// <summary>One node in memory: its httpd.conf, who holds its lock, and what goes wrong on it.</summary>
internal sealed class HttpdFakeShell(string name, string config) : INodeShell
{
    private static readonly Dictionary<string, string> NameOf = new[] { "read", "test", "lock", "stage", "apply", "discard" }
        .ToDictionary(HttpdScript.Text, n => n);

    private static readonly string RestartScript = HttpdScript.Text("restart");

    private readonly List<string> _seen = [];

    public string NodeName => name;

    public string Config { get; set; } = config;

    /// <summary>The other files that are read, by path: what the config includes, and kept copies.</summary>
    public Dictionary<string, string> Files { get; } = [];

    public string? Holder { get; set; }

    /// <summary>What a holder that was killed on the node left in its lock.</summary>
    public string? Stale { get; set; }

    public bool IsPending { get; set; }

    /// <summary>The parent process; null when Apache does not run.</summary>
    public int? ProcessId { get; set; } = 100;

    /// <summary>How Apache was restarted, as the script was told.</summary>
    public List<string> Restarts { get; } = [];

    /// <summary>What Apache says against any upload, and against the config that stands there.</summary>
    public string? Refusal { get; set; }

    /// <summary>What the change answers in place of Published.</summary>
    public (string Action, string Reason)? Outcome { get; set; }

    /// <summary>Uploads that nobody removed or used.</summary>
    public Dictionary<string, string> Uploads { get; } = [];

    /// <summary>The scripts that ran, in their order.</summary>
    public IReadOnlyList<string> Seen => _seen;

    /// <summary>Called before each script; what it throws is what happens to it, and a process that it gives is the answer.</summary>
    public Func<string, CancellationToken, Task<INodeProcess?>>? Before { get; set; }

    public async Task<INodeProcess> StartAsync(NodeCommand command, CancellationToken cancellationToken)
    {
        await Task.Yield();
        var script = NameOf[command.Script];
        _seen.Add(script);
        if (Before is not null && await Before(script, cancellationToken) is { } spoiled)
        {
            return spoiled;
        }

        string[] arguments = [.. command.Arguments.Skip(2)];
        return script switch
        {
            "read" => Read(Encoding.UTF8.GetString(command.Input.Span).Split('\n', StringSplitOptions.RemoveEmptyEntries), arguments[0] == "info"),
            "test" => Test(),
            "lock" => Lock(arguments[0]),
            "stage" => Stage(arguments[0], arguments[1], Encoding.UTF8.GetString(command.Input.Span)),
            "apply" when arguments[0] == RestartScript => Restart(arguments[1]),
            "apply" => Apply(arguments[1..]),
            _ => Discard(arguments[0]),
        };
    }

    public Task<Stream> ConnectAsync(string socketPath, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static string Hash(string text) => HttpdHash.Of(Encoding.UTF8.GetBytes(text));

    private static FakeProcess Answer(params string[] fields) => new(Encoding.UTF8.GetBytes(string.Concat(fields.Select(f => f + "\0"))), [], 0);

    private FakeProcess Read(string[] questions, bool isFirst)
    {
        var text = isFirst ? "V\0Server version: Apache/2.4.71\0\0\0" : "";
        for (var i = 0; i < questions.Length; i++)
        {
            text += questions[i][0] switch
            {
                'M' => Give(i, HttpdWorld.Path, Config),
                'R' => $"R\0{i}\0{HttpdWorld.Path}\0",
                'F' or 'I' when Files.TryGetValue(questions[i][1..], out var content) => Give(i, questions[i][1..], content),
                'E' when IsPending => $"E\0{i}\0",
                _ => "",
            };
        }

        return new FakeProcess(Encoding.UTF8.GetBytes(text), [], 0);
    }

    private static string Give(int question, string path, string content)
    {
        var size = Encoding.UTF8.GetByteCount(content).ToString(CultureInfo.InvariantCulture);
        return $"F\0{question}\0{size} 1782907200 644 root:root\0{path}\0{content}\0end\0";
    }

    private FakeProcess Lock(string who)
    {
        if (Holder is not null)
        {
            return new FakeProcess(Encoding.UTF8.GetBytes($"busy\t{Holder}\n"), [], 75);
        }

        Holder = who;
        var stale = Stale is null ? "" : $"stale\t{Stale}\n";
        return new FakeProcess(Encoding.UTF8.GetBytes($"{stale}ready\t{Hash(Config)}\n"), [], 0, onInputEnd: () => Holder = null);
    }

    private FakeProcess Stage(string path, string id, string content)
    {
        var upload = $"/etc/httpd/conf/.httpd.conf.ultrafarma-{id}";
        if (Refusal is not null)
        {
            return new FakeProcess([], Encoding.UTF8.GetBytes($"AH00526: Syntax error on line 3 of {upload}:\n{Refusal}\n"), 65);
        }

        Uploads[upload] = content;
        return Answer(upload, path, Hash(Files.GetValueOrDefault(path, Config)), IsPending ? "yes" : "no", "/run/httpd/httpd.pid");
    }

    private FakeProcess Apply(string[] arguments)
    {
        Uploads.Remove(arguments[0], out var content);
        var target = arguments[1];
        if (arguments[2].Length > 0 && arguments[2] != Hash(Files.GetValueOrDefault(target, Config)))
        {
            return Answer("Changed", "", $"{HttpdWorld.Path} was changed by somebody else meanwhile");
        }

        if (Outcome is { } outcome)
        {
            return Answer(outcome.Action, "/backup/1", outcome.Reason);
        }

        if (Files.ContainsKey(target))
        {
            Files[target] = content!;
        }
        else
        {
            Config = content!;
        }

        IsPending = false;
        return Answer("Published", "/backup/1", "");
    }

    private FakeProcess Test() => Refusal is null
        ? new FakeProcess(Encoding.UTF8.GetBytes(HttpdWorld.Path + "\n"), "Syntax OK\n"u8.ToArray(), 0)
        : new FakeProcess(
            Encoding.UTF8.GetBytes(HttpdWorld.Path + "\n"),
            Encoding.UTF8.GetBytes($"AH00526: Syntax error on line 3 of {HttpdWorld.Path}:\n{Refusal}\n"),
            1);

    private FakeProcess Restart(string how)
    {
        var before = ProcessId;
        if (Outcome is { } outcome)
        {
            ProcessId = outcome.Action == "Failed" ? null : before;
            return Answer(outcome.Action, Text(before), Text(ProcessId), outcome.Reason);
        }

        Restarts.Add(how);
        ProcessId = before is null ? 100 : how == "full" ? before + 1 : before;
        return Answer(before is null ? "Started" : "Restarted", Text(before), Text(ProcessId), "");
    }

    private static string Text(int? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";

    private FakeProcess Discard(string upload)
    {
        Uploads.Remove(upload);
        return Answer();
    }
}
