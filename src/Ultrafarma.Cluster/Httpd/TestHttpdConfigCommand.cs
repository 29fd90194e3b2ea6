using System.Management.Automation;
using Ultrafarma.Cluster.Httpd;

namespace Ultrafarma.Cluster.Commands.Httpd;

/// <summary>Test-HttpdConfig: lets Apache itself check the config on each node.</summary>
[Cmdlet(VerbsDiagnostic.Test, "HttpdConfig")]
[OutputType(typeof(HttpdConfigTest), typeof(bool))]
public sealed class TestHttpdConfigCommand : HttpdCommand
{
    /// <summary>Gives one True or False for all nodes together.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        var group = ScopedGroup();
        var tester = new HttpdConfigTester(Settings);
        Run(async (pump, token) =>
        {
            var tests = new List<HttpdConfigTest>();
            var failed = await AskAsync(group, pump, tester.TestAsync, tests.Add, token);
            if (Quiet)
            {
                pump.Write(tests.Count > 0 && failed.Count == 0 && tests.TrueForAll(t => t.Ok));
                return;
            }

            tests.ForEach(pump.Write);
        });
    }
}
