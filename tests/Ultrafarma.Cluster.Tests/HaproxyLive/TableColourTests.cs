using Ultrafarma.Cluster.Tests.Engine;
using Ultrafarma.Cluster.Tests.HaproxyLab;
using Xunit;

namespace Ultrafarma.Cluster.Tests.HaproxyLive;

/// <summary>The tables' colours: in a real terminal only, and not where somebody wants none.</summary>
[Collection(LabTests.Name)]
public sealed class TableColourTests : IDisposable
{
    private const string Servers = "Get-HaproxyServer off, nobody, only -Socket 10.77.0.10:9999";

    public TableColourTests(LabFixture lab) => Balancer.Begin(lab);

    public void Dispose() => GC.SuppressFinalize(this);

    [Fact]
    public void States_are_coloured_in_a_terminal()
    {
        using var terminal = new TmuxTerminal();
        terminal.Start(Servers);
        terminal.Wait(s => s.Contains("L4CON", StringComparison.Ordinal));
        foreach (var state in new[] { "\e[36mMAINT", "\e[31mDOWN", "\e[32mUP" })
        {
            Assert.Contains(state, terminal.Coloured, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void NO_COLOR_and_a_redirected_output_have_none()
    {
        using var plain = new TmuxTerminal(environment: "NO_COLOR=1");
        plain.Start(Servers);
        plain.Wait(s => s.Contains("L4CON", StringComparison.Ordinal));
        Assert.DoesNotContain("\e[31mDOWN", plain.Coloured, StringComparison.Ordinal);

        using var terminal = new TmuxTerminal();
        terminal.Type($"{Repository.Ufcluster} -c '{Servers}' | cat -v");
        terminal.Press("Enter");
        terminal.Wait(s => s.Contains("L4CON", StringComparison.Ordinal));
        Assert.DoesNotContain(terminal.Lines, line => line.Contains("^[", StringComparison.Ordinal));
    }
}
