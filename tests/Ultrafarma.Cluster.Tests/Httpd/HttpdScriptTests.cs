using System.Text;
using Ultrafarma.Cluster.Httpd;
using Ultrafarma.Cluster.Nodes;
using Ultrafarma.Cluster.Tests.Faults;
using Xunit;

namespace Ultrafarma.Cluster.Tests.Httpd;

/// <summary>The scripts on this machine, with a program of ours in Apache's place.</summary>
public sealed class HttpdScriptTests : IDisposable
{
    private readonly TempTree _tree = new();

    public void Dispose() => _tree.Dispose();

    private HttpdSettings Settings(string program = "exit 0")
    {
        var path = _tree.Write("program", "#!/bin/sh\n" + program + "\n");
        File.SetUnixFileMode(path, (UnixFileMode)0b111_101_101);
        return new HttpdSettings
        {
            Command = path,
            ConfigPath = _tree.Root + "/httpd.conf",
            BackupDirectory = _tree.Root + "/kept",
        };
    }

    [Theory]
    [InlineData("read")]
    [InlineData("test")]
    [InlineData("hosts")]
    [InlineData("stage")]
    [InlineData("apply")]
    [InlineData("backups")]
    [InlineData("change")]
    [InlineData("discard")]
    [InlineData("lock")]
    [InlineData("restart")]
    [InlineData("status")]
    [InlineData("graceful")]
    public async Task Parses_as_posix_shell(string name) =>
        Assert.Empty(await Local.RunAsync("exec sh -n", Encoding.UTF8.GetBytes(HttpdScript.Text(name))));

    [Fact]
    public void Every_script_of_the_assembly_is_in_that_list()
    {
        var embedded = typeof(HttpdScript).Assembly.GetManifestResourceNames()
            .Where(n => n.Contains(".Httpd.Scripts.", StringComparison.Ordinal))
            .Select(n => n.Split('.')[^2])
            .Order(StringComparer.Ordinal);
        Assert.Equal(
            [
                "alive", "apply", "backups", "change", "daemon", "daemonenv", "daemons", "discard", "env", "graceful", "hosts", "install", "lock",
                "program", "read", "restart", "stage", "status", "test", "uninstall",
            ],
            embedded);
    }

    [Fact]
    public async Task Reads_wildcards_and_folders_in_the_order_of_names_and_no_hidden_file_by_a_star()
    {
        _tree.Write("httpd.conf", "IncludeOptional 'd 1/*.conf'\nInclude d2\nInclude d3/x[12]\nIncludeOptional none/*\n<IfFile d2>\nX y\n</IfFile>\n");
        _tree.Write("d 1/b.conf", "A b");
        _tree.Write("d 1/a.conf", "A a");
        _tree.Write("d 1/.a.conf.ultrafarma-1", "A hidden");
        _tree.Write("d2/sub/z", "A z");
        _tree.Write("d2/y", "A y");
        _tree.Write("d3/x1", "A x1");
        _tree.Write("d3/x3", "A x3");
        var settings = Settings($"[ \"$1\" != -V ] || printf ' -D HTTPD_ROOT=\"%s\"\\n' '{_tree.Root}'");
        var config = await new HttpdConfigReader(settings).ReadAsync(new LocalShell(), CancellationToken.None);
        Assert.Equal(["a", "b", "z", "y", "x1"], config.Directives.Where(d => d.Name == "A").Select(d => d.Arguments[0]));
        Assert.True(config.Directives.Single(d => d.Name == "X").Active);
        Assert.Empty(config.Warnings);
    }

    [Fact]
    public async Task Says_that_there_is_no_config()
    {
        var error = await Assert.ThrowsAsync<NodeException>(
            () => new HttpdConfigReader(Settings()).ReadAsync(new LocalShell(), CancellationToken.None));
        Assert.Contains("No such file", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_upload_keeps_mode_and_owner_and_leaves_the_target_alone()
    {
        var target = _tree.Write("httpd.conf", "old");
        File.SetUnixFileMode(target, (UnixFileMode)0b110_100_000);
        var editor = new HttpdNodeEditor(Settings("printf 'PidFile: \"/p i d\"\\n'"));
        var staged = await editor.StageAsync(new LocalShell(), null, "new"u8.ToArray(), CancellationToken.None);
        Assert.Equal(("old", "new", "/p i d"), (await File.ReadAllTextAsync(target), await File.ReadAllTextAsync(staged.NewPath), staged.PidFile));
        Assert.Equal((UnixFileMode)0b110_100_000, File.GetUnixFileMode(staged.NewPath));
        await editor.DiscardAsync(new LocalShell(), staged, CancellationToken.None);
        Assert.False(File.Exists(staged.NewPath));
        Assert.True(File.Exists(target));
    }

    [Fact]
    public async Task What_apache_refuses_is_told_with_the_users_own_file_and_gone()
    {
        var target = _tree.Write("httpd.conf", "old");
        var settings = Settings("for last; do :; done; printf 'Syntax error on line 7 of %s:\\nBad\\n' \"$last\" >&2; exit 1");
        var staged = await new HttpdNodeEditor(settings).StageAsync(new LocalShell(), null, "new"u8.ToArray(), CancellationToken.None);
        Assert.Equal($"{target}, line 7: Bad", staged.Problem?.ToString());
        Assert.Empty(Directory.GetFiles(_tree.Root, ".*"));
        Assert.Equal("old", await File.ReadAllTextAsync(target));
    }

    [Theory]
    [InlineData("echo 'unshare failed: Operation not permitted' >&2; exit 1", 1, "takes unshare and mount")]
    [InlineData("echo 'unshare: not found' >&2; exit 127", 1, "takes unshare and mount")]
    [InlineData("exec /usr/bin/unshare \"$@\"", 65, "Syntax error")]
    public async Task An_included_file_that_cannot_be_tried_out_is_not_changed_and_not_called_refused(string unshare, int status, string words)
    {
        _tree.Write("httpd.conf", "Include a.conf");
        var target = _tree.Write("a.conf", "old");
        var fake = _tree.Write("bin/unshare", $"#!/bin/sh\n{unshare}\n");
        File.SetUnixFileMode(fake, (UnixFileMode)0b111_101_101);
        var made = new HttpdScript(Settings("echo 'Syntax error on line 1 of it: bad' >&2; exit 1"))
            .Make("stage", target, "id", HttpdHash.Of("new"u8));
        var command = new NodeCommand($"PATH={_tree.Root}/bin:$PATH\n{made.Script}", [.. made.Arguments]) { Input = "new"u8.ToArray() };
        var result = await new LocalShell().RunAsync(command, CancellationToken.None);
        Assert.Equal(status, result.ExitCode);
        Assert.Contains(words, result.ErrorText, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_tree.Root, ".*"));
        Assert.Equal("old", await File.ReadAllTextAsync(target));
    }

    [Fact]
    public async Task An_upload_that_breaks_off_is_no_config()
    {
        var target = _tree.Write("httpd.conf", "old");
        var command = new HttpdScript(Settings()).Make("stage", target, "id", HttpdHash.Of("whole"u8)) with { Input = "who"u8.ToArray() };
        var result = await new LocalShell().RunAsync(command, CancellationToken.None);
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("came incomplete", result.ErrorText, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_tree.Root, ".*"));
    }

    [Fact]
    public async Task A_change_without_reload_keeps_so_many_copies()
    {
        var target = _tree.Write("httpd.conf", "0");
        var editor = new HttpdNodeEditor(Settings());
        for (var i = 1; i <= 4; i++)
        {
            var applied = await ApplyAsync(editor, Encoding.UTF8.GetBytes($"{i}"), $"2026112{i}T000000Z");
            Assert.Equal((HttpdChangeAction.Published, null), (applied.Action, applied.Reason));
            Assert.Equal($"{i - 1}", await File.ReadAllTextAsync(applied.Backup!));
        }

        Assert.Equal("4", await File.ReadAllTextAsync(target));
        Assert.Equal(["20261123T000000Z", "20261124T000000Z"],
            Directory.GetFiles(_tree.Root + "/kept" + _tree.Root + "/httpd.conf").Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_target_that_changed_meanwhile_stays()
    {
        var target = _tree.Write("httpd.conf", "old");
        var editor = new HttpdNodeEditor(Settings());
        var staged = await editor.StageAsync(new LocalShell(), null, "new"u8.ToArray(), CancellationToken.None);
        await File.WriteAllTextAsync(target, "theirs");
        var applied = await editor.ApplyAsync(new LocalShell(), staged, Options("s"), CancellationToken.None);
        Assert.Equal(HttpdChangeAction.Failed, applied.Action);
        Assert.Contains("changed by somebody else", applied.Reason, StringComparison.Ordinal);
        Assert.Equal("theirs", await File.ReadAllTextAsync(target));
        Assert.False(File.Exists(staged.NewPath));
    }

    [Fact]
    public async Task A_change_for_which_no_copy_can_be_kept_is_not_made()
    {
        var target = _tree.Write("httpd.conf", "old");
        _tree.Write("kept", "a file where the folder should be");
        var applied = await ApplyAsync(new HttpdNodeEditor(Settings()), "new"u8.ToArray(), "s");
        Assert.Equal(HttpdChangeAction.Failed, applied.Action);
        Assert.Contains("no backup could be kept", applied.Reason, StringComparison.Ordinal);
        Assert.Equal("old", await File.ReadAllTextAsync(target));
        Assert.Empty(Directory.GetFiles(_tree.Root, ".*"));
    }

    [Theory]
    [InlineData("printf 'maria@admin\\n' >RUN/httpd.lock; exit 1", "busy\tmaria@admin\n")]
    [InlineData("exit 1", "busy\tsomebody who does not say who\n")]
    [InlineData("exec /usr/bin/flock \"$@\"", "ready\t")]
    public async Task A_holder_that_has_not_said_yet_who_it_is_is_asked_again(string secondFlock, string answer)
    {
        _tree.Write("httpd.conf", "");
        var made = new HttpdScript(Settings()).Make("lock", "me", "30", "5", "id");
        var run = _tree.Root + "/run";
        var fake = _tree.Write("bin/flock",
            $"#!/bin/sh\n[ -e {run}/seen ] || {{ : >{run}/seen; exit 1; }}\n{secondFlock.Replace("RUN", run, StringComparison.Ordinal)}\n");
        File.SetUnixFileMode(fake, (UnixFileMode)0b111_101_101);
        var script = made.Script.Replace("runtime=/run/ultrafarma-cluster", "runtime=" + run, StringComparison.Ordinal);
        var result = await new LocalShell().RunAsync(
            new NodeCommand($"PATH={_tree.Root}/bin:$PATH\n{script}", [.. made.Arguments]), CancellationToken.None);
        Assert.StartsWith(answer, result.OutputText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[ \"$1\" != -t ] || printf 'PidFile: \"%s\"\\n' '{0}/pid'")]
    [InlineData("[ \"$1\" != -t ] || exit 1")]
    public async Task A_process_that_is_not_apache_is_not_taken_for_it(string program)
    {
        _tree.Write("pid", Environment.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture));
        var settings = Settings("[ \"$1\" != -v ] || echo 'Server version: Apache/2.4.99 (Lab)'\n"
            + program.Replace("{0}", _tree.Root, StringComparison.Ordinal));
        var status = await new HttpdStatusReader(settings, _ => "http://127.0.0.1:1/").ReadAsync(new LocalShell(), CancellationToken.None);
        Assert.Equal((false, HttpdStatusSource.Process, "Apache/2.4.99 (Lab)"), (status.IsRunning, status.Source, status.Version));
        Assert.Equal((null, null, null), (status.ProcessId, status.Uptime, status.Processes));
    }

    [Fact]
    public async Task A_program_that_is_not_there_is_an_error_with_what_to_do()
    {
        var settings = new HttpdSettings { Command = _tree.Root + "/none" };
        var error = await Assert.ThrowsAsync<NodeException>(
            () => new HttpdStatusReader(settings, _ => "http://127.0.0.1:1/").ReadAsync(new LocalShell(), CancellationToken.None));
        Assert.Equal(NodeErrorKind.ToolMissing, error.Kind);
    }

    [Fact]
    public async Task An_apache_that_refuses_its_config_is_not_restarted()
    {
        var told = _tree.Root + "/told";
        var settings = Settings($"echo \"$@\" >>'{told}'; echo 'Syntax error on line 7 of it: bad' >&2; exit 1");
        var restarted = await new HttpdRestarter(settings).RestartAsync(
            new LocalShell(), new HttpdRestartOptions(), [], null, "me", CancellationToken.None);
        Assert.Equal((HttpdRestartAction.Failed, true), (restarted.Action, restarted.IsUntouched));
        Assert.Contains("line 7 of it: bad", restarted.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain("-k", await File.ReadAllTextAsync(told), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_apache_that_does_not_start_is_said_with_its_words()
    {
        var settings = Settings("case \"$*\" in *'-k start') echo 'could not bind to address' >&2; exit 1 ;; *) printf 'PidFile: \"/no/such\"\\n' ;; esac");
        var restarted = await new HttpdRestarter(settings).RestartAsync(
            new LocalShell(), new HttpdRestartOptions(), [], null, "me", CancellationToken.None);
        Assert.Equal((HttpdRestartAction.Failed, false, null), (restarted.Action, restarted.IsUntouched, restarted.ProcessId));
        Assert.Contains("could not bind to address", restarted.Reason, StringComparison.Ordinal);
    }

    private static async Task<HttpdApplied> ApplyAsync(HttpdNodeEditor editor, byte[] content, string stamp)
    {
        var shell = new LocalShell();
        var staged = await editor.StageAsync(shell, null, content, CancellationToken.None);
        Assert.Null(staged.Problem);
        return await editor.ApplyAsync(shell, staged, Options(stamp), CancellationToken.None);
    }

    private static HttpdApplyOptions Options(string stamp) =>
        new() { Reload = false, KeepBackups = 2, Who = "me", Stamp = stamp };
}
