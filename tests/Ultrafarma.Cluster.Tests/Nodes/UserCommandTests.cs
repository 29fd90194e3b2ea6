using System.Text;
using Ultrafarma.Cluster.Nodes;
using Ultrafarma.Cluster.Tests.Faults;
using Xunit;

namespace Ultrafarma.Cluster.Tests.Nodes;

/// <summary>What becomes of a user's text in a real sh.</summary>
public sealed class UserCommandTests : IDisposable
{
    private readonly TempTree _tree = new();

    public void Dispose() => _tree.Dispose();

    [Theory]
    [InlineData("printf '%s|' \"$#\" \"$@\"", "4|a b|$HOME 'x'||\nü\\*|")]
    [InlineData("cat; read -r x || echo \"none $0\"", "none sh")]
    [InlineData("set | grep -c '^text='; exit 0", "0")]
    [InlineData("cat <<'E'\n $HOME \nE", " $HOME ")]
    [InlineData("# only a comment", "")]
    [InlineData("echo a # comment", "a")]
    [InlineData("echo a \\", "a \\")]
    [InlineData("f() { echo \"$1\"; }; f '#whole'", "#whole")]
    [InlineData("echo 'a\n#whole'", "a\n#whole")]
    public async Task The_text_is_run_as_it_is(string text, string expected)
    {
        var result = await RunAsync(UserCommand.Shell(text, ["a b", "$HOME 'x'", "", "\nü\\*"]));
        Assert.Equal((0, expected, ""), (result.ExitCode, result.OutputText.TrimEnd('\n'), result.ErrorText));
    }

    [Theory]
    [InlineData("exit 3", 3)]
    [InlineData("false", 1)]
    [InlineData("nosuchprogram", 127)]
    [InlineData("if", 2)]
    [InlineData("kill -TERM $$", 143)]
    public async Task Its_exit_status_is_the_commands(string text, int expected) =>
        Assert.Equal(expected, (await RunAsync(UserCommand.Shell(text, []))).ExitCode);

    [Fact]
    public async Task No_length_is_too_much()
    {
        var result = await RunAsync(UserCommand.Shell("printf %s \"$1\" | wc -c #" + new string('x', 300_000), [new string('y', 500_000)]));
        Assert.Equal((0, "500000"), (result.ExitCode, result.OutputText.Trim()));
    }

    [Fact]
    public async Task Bytes_that_are_no_text_go_through() =>
        Assert.Equal("377", (await RunAsync(UserCommand.Shell("printf %s \"$1\" | od -An -to1", [PathText.FromBytes([0xFF])]))).OutputText.Trim());

    [Fact]
    public async Task Of_a_text_that_is_cut_nothing_is_run()
    {
        var whole = UserCommand.Shell("touch \"$1/begun\"; touch \"$1/done\"", [_tree.Root]);
        for (var length = 0; length < whole.Input.Length; length++)
        {
            var result = await RunAsync(whole with { Input = whole.Input[..length] });
            Assert.Equal((255, 0), (result.ExitCode, Directory.GetFileSystemEntries(_tree.Root).Length));
        }

        Assert.Equal(0, (await RunAsync(whole)).ExitCode);
        Assert.True(File.Exists(_tree.Root + "/done"));
    }

    [Fact]
    public void Neither_text_nor_arguments_are_in_the_command_line()
    {
        foreach (var command in new[] { UserCommand.Shell("echo secret1", ["secret2"]), UserCommand.PowerShell("'secret1'", ["secret2"]) })
        {
            Assert.DoesNotContain("secret", command.ToCommandLine(), StringComparison.Ordinal);
            Assert.Contains("secret2", Encoding.UTF8.GetString(command.Input.Span), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void What_no_command_can_carry_is_refused()
    {
        Assert.Throws<ArgumentException>(() => UserCommand.Shell("a\0b", []));
        Assert.Throws<ArgumentException>(() => UserCommand.Shell("a", ["a\0b"]));
        Assert.Throws<ArgumentException>(() => UserCommand.Shell("a\uD800", []));
        Assert.Throws<ArgumentException>(() => UserCommand.PowerShell("a\0b", []));
        Assert.Throws<ArgumentException>(() => UserCommand.PowerShell("a", ["\0"]));
        Assert.ThrowsAny<ArgumentException>(() => UserCommand.PowerShell("a\uD800", []));
    }

    private static async Task<CommandResult> RunAsync(NodeCommand command)
    {
        await using var shell = new LocalShell();
        return await shell.RunAsync(command, CancellationToken.None);
    }
}
