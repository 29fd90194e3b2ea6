using System.Text;
using Ultrafarma.Cluster.Httpd;
using Ultrafarma.Cluster.Nodes;
using Ultrafarma.Cluster.Tests.Faults;
using Xunit;

namespace Ultrafarma.Cluster.Tests.Httpd;

/// <summary>The scripts about services on this machine, in a folder in place of the node's own.</summary>
public sealed class HttpdDaemonScriptTests : IDisposable
{
    private readonly TempTree _tree = new();

    public void Dispose() => _tree.Dispose();

    private string Root => _tree.Root + HttpdDaemonFiles.Root;

    private string Service => Path("/etc/init.d/httpd-local");

    private string Path(string onNode) => _tree.Root + onNode;

    /// <summary>Every path of a node lies below the tree; programs of ours come first on the PATH.</summary>
    private NodeCommand Here(string script, byte[] input, params string[] arguments)
    {
        var text = new StringBuilder(HttpdDaemonScript.Text(script));
        foreach (var folder in (string[])["/var/lib/ultrafarma-cluster", "/etc/systemd", "/etc/init.d", "/run/systemd", "/etc/rc"])
        {
            text.Replace(folder, Path(folder));
        }

        return new NodeCommand($"PATH={_tree.Root}/bin:$PATH\n{text}", arguments) { Input = input };
    }

    private void Tool(string name, string script) =>
        File.SetUnixFileMode(_tree.Write("bin/" + name, "#!/bin/sh\n" + script + "\n"), (UnixFileMode)0b111_101_101);

    private static Task<CommandResult> RunAsync(NodeCommand command) => new LocalShell().RunAsync(command, CancellationToken.None);

    private async Task<CommandResult> InstallAsync(HttpdDaemonKind kind, string name = "httpd-local", int cut = 0)
    {
        File.SetUnixFileMode(_tree.Write($"var/lib/ultrafarma-cluster/program/id/ufcluster", "#!/bin/sh\n"), (UnixFileMode)0b111_101_101);
        var program = Root + "/program/id/ufcluster";
        using var input = new MemoryStream();
        foreach (var file in HttpdDaemonFiles.Make(kind, name, "N", program, "1", "@{}"u8.ToArray()))
        {
            input.Write(Encoding.UTF8.GetBytes($"{file.Content.Length} {file.Mode} {file.Hash} {Path(file.Path)}\n"));
            input.Write(file.Content);
        }

        return await RunAsync(Here("install", input.ToArray()[..^cut],
            name, Path(HttpdDaemonFiles.ServicePath(kind, name)), program, Path(HttpdDaemonFiles.ReplacedPath(kind, name))));
    }

    private async Task<string> UninstallAsync(string name = "httpd-local") =>
        Encoding.UTF8.GetString(await Local.RunAsync(Here("uninstall", [], name))).Trim();

    private string[] Files() => [.. Directory.EnumerateFiles(_tree.Root, "*", SearchOption.AllDirectories)
        .Select(f => f[_tree.Root.Length..]).Where(f => !f.StartsWith("/bin/", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    [Theory]
    [InlineData("daemons")]
    [InlineData("program")]
    [InlineData("install")]
    [InlineData("uninstall")]
    [InlineData("daemon")]
    public async Task Parses_as_posix_shell(string name) =>
        Assert.Empty(await Local.RunAsync("exec sh -n", Encoding.UTF8.GetBytes(HttpdDaemonScript.Text(name))));

    [Fact]
    public async Task An_upload_that_breaks_off_leaves_nothing()
    {
        var packed = await Local.RunAsync("cd \"$1\" && echo x >ufcluster && chmod 755 ufcluster && head -c 100000 /dev/urandom >rest && tar -czf - ufcluster rest", [], _tree.Root);
        File.Delete(_tree.Root + "/rest");
        File.Delete(_tree.Root + "/ufcluster");
        var broken = await RunAsync(Here("program", packed[..^20000], "id"));
        Assert.NotEqual(0, broken.ExitCode);
        Assert.Contains("came incomplete", broken.ErrorText, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Root));

        await Local.RunAsync(Here("program", packed, "id"));
        Assert.Equal(["/var/lib/ultrafarma-cluster/program/id/rest", "/var/lib/ultrafarma-cluster/program/id/ufcluster"], Files());
    }

    [Fact]
    public async Task An_upload_that_breaks_off_with_its_connection_leaves_nothing()
    {
        // What is written to standard error then meets a pipe that nobody reads, which ends a script unless it minds.
        var command = Here("program", [1, 2, 3], "id");
        var deaf = $"mkfifo '{_tree.Root}/pipe' && exec 4<>'{_tree.Root}/pipe' 2>'{_tree.Root}/pipe' 4<&-\n"
            + "exec env --default-signal=PIPE sh -c \"$@\"";
        var broken = await RunAsync(new NodeCommand(deaf, [command.Script, "sh", .. command.Arguments]) { Input = command.Input });
        Assert.NotEqual(0, broken.ExitCode);
        Assert.False(Directory.Exists(Root));
    }

    [Fact]
    public async Task A_program_whose_service_never_came_goes_with_it()
    {
        await InstallAsync(HttpdDaemonKind.SysV);
        Directory.Delete(Root + "/httpd-local", recursive: true);
        File.Delete(Service);
        Assert.Equal("removed", await UninstallAsync());
        Assert.False(Directory.Exists(Root));
    }

    [Fact]
    public async Task Files_that_break_off_are_no_service()
    {
        var broken = await InstallAsync(HttpdDaemonKind.SysV, cut: 10);
        Assert.Equal(1, broken.ExitCode);
        Assert.Contains("could not be written as it was sent", broken.ErrorText, StringComparison.Ordinal);
        Assert.False(File.Exists(Service));
        Assert.DoesNotContain(Files(), f => f.Contains(".ultrafarma-", StringComparison.Ordinal));

        // What it left is taken away, and a second run goes through.
        Assert.Equal("removed", await UninstallAsync());
        Assert.Empty(Files());
        Assert.Equal(0, (await InstallAsync(HttpdDaemonKind.SysV)).ExitCode);
        Assert.True(File.Exists(Service));
    }

    [Fact]
    public async Task Somebodys_own_service_of_that_name_is_kept_and_comes_back()
    {
        _tree.Write("etc/init.d/httpd-local", "the old one");
        Directory.CreateDirectory(Path("/etc/rc3.d"));
        File.CreateSymbolicLink(Path("/etc/rc3.d/S20httpd-local"), Service);
        Assert.Equal("absent", await UninstallAsync());
        for (var i = 0; i < 2; i++)
        {
            Assert.Equal(0, (await InstallAsync(HttpdDaemonKind.SysV)).ExitCode);
            Assert.Contains("Installed by Ultrafarma.Cluster", await File.ReadAllTextAsync(Service), StringComparison.Ordinal);
        }

        Assert.Equal("removed", await UninstallAsync());
        Assert.Equal(["/etc/init.d/httpd-local", "/etc/rc3.d/S20httpd-local"], Files());
        Assert.Equal("the old one", await File.ReadAllTextAsync(Service));
    }

    [Fact]
    public async Task One_service_goes_and_the_other_keeps_the_program()
    {
        await InstallAsync(HttpdDaemonKind.SysV);
        await InstallAsync(HttpdDaemonKind.SysV, "httpd-cluster");
        Directory.CreateDirectory(Path("/etc/rc3.d"));
        File.CreateSymbolicLink(Path("/etc/rc3.d/S20httpd-local"), Service);
        Assert.Equal("removed", await UninstallAsync());
        Assert.True(File.Exists(Root + "/program/id/ufcluster"));
        Assert.Equal("removed", await UninstallAsync("httpd-cluster"));
        Assert.Equal("absent", await UninstallAsync("httpd-cluster"));
        Assert.Empty(Files());
        Assert.False(Directory.Exists(Root));
    }

    [Fact]
    public async Task With_systemd_it_is_told_of_units_that_come_and_go()
    {
        Directory.CreateDirectory(Path("/run/systemd/system"));
        Tool("systemctl", $"echo \"$@\" >>{_tree.Root}/bin/told");
        Assert.Equal(0, (await InstallAsync(HttpdDaemonKind.Systemd)).ExitCode);
        Assert.True(File.Exists(Path("/etc/systemd/system/httpd-local.service")));
        var look = HttpdDaemonLook.Parse("N", Encoding.UTF8.GetString(await Local.RunAsync(Here("daemons", [], "", "", "", "httpd-local"))));
        Assert.Equal((HttpdDaemonKind.Systemd, true, true), (look.Kind, look.Services[0].IsInstalled, look.Services[0].IsEnabled));
        Assert.Equal("removed", await UninstallAsync());
        Assert.Empty(Files());
        Assert.Equal(
            ["daemon-reload", "is-enabled httpd-local.service", "disable httpd-local.service", "daemon-reload"],
            await File.ReadAllLinesAsync(_tree.Root + "/bin/told"));
    }

    [Theory]
    [InlineData("echo 0.2.0", "0.2.0")]
    [InlineData("echo", null)]
    [InlineData("exit 1", null)]
    public async Task Pwsh_counts_only_with_the_module(string pwsh, string? module)
    {
        Tool("pwsh", pwsh);
        var look = HttpdDaemonLook.Parse("N", Encoding.UTF8.GetString(await Local.RunAsync(Here("daemons", [], "probe", "/bin/sh", "/no/such", "httpd-local"))));
        Assert.Equal((module, module is null ? null : _tree.Root + "/bin/pwsh"), (look.PwshModule, look.Pwsh));
        Assert.Equal((true, false, false), (look.HasKeyFile, look.HasKnownHosts, look.Services[0].IsInstalled));
    }

    [Fact]
    public async Task A_service_that_runs_is_not_taken_away()
    {
        await InstallAsync(HttpdDaemonKind.SysV);
        await using var holder = await new LocalShell().StartAsync(
            new NodeCommand("exec 9>>\"$1\" && flock -n 9 && echo held && exec cat", Root + "/httpd-local/lock"), CancellationToken.None);
        using var reader = new StreamReader(holder.Output);
        Assert.Equal("held", await reader.ReadLineAsync());
        var command = Here("uninstall", [], "httpd-local");
        var impatient = new NodeCommand(command.Script.Replace("-w 20", "-w 0", StringComparison.Ordinal), [.. command.Arguments]);
        var result = await RunAsync(impatient);
        Assert.Equal(75, result.ExitCode);
        Assert.Contains("httpd-local runs just now", result.ErrorText, StringComparison.Ordinal);
        Assert.True(File.Exists(Service));
    }
}
