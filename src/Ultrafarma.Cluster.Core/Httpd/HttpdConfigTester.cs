using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Httpd;

/// <summary>Lets Apache itself check the config that stands on a node.</summary>
/// <param name="settings">Where Apache is on the nodes.</param>
internal sealed class HttpdConfigTester(HttpdSettings settings)
{
    private readonly HttpdScript _script = new(settings);

    /// <summary>Checks.</summary>
    /// <exception cref="NodeException">The node or the program cannot be asked.</exception>
    public async Task<HttpdConfigTest> TestAsync(INodeShell shell, CancellationToken cancellationToken)
    {
        var result = await shell.RunAsync(_script.Make("test"), cancellationToken);
        if (result.ExitCode == 127)
        {
            throw NodeFailure.FromResult(shell.NodeName, "checking Apache's config", result);
        }

        return new HttpdConfigTest
        {
            Node = shell.NodeName,
            Path = result.OutputText.Split('\n')[0],
            Ok = result.ExitCode == 0,
            Problems = HttpdSyntax.Parse(result.ErrorText, result.ExitCode == 0),
        };
    }
}
