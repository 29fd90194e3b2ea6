using System.Text;
using Ultrafarma.Cluster.Csync;
using Ultrafarma.Cluster.Tests.Engine;
using Xunit;

namespace Ultrafarma.Cluster.Tests.CsyncLab;

/// <summary>While everything runs, no secret is to be seen in any process of the lab, any stream, or any log.</summary>
public sealed class SecretsTests(CsyncCluster cluster) : CsyncLabTest(cluster)
{
    [Fact]
    public async Task No_secret_shows_in_processes_streams_or_logs()
    {
        var key = await File.ReadAllTextAsync(System.IO.Path.Combine(Lab.State, "id_ed25519_enc"));
        string[] secrets =
        [
            Secrets.Password,
            Secrets.Passphrase,
            (await File.ReadAllTextAsync(System.IO.Path.Combine(Lab.State, "base/etc-app/csync2/chave_cluster.key"))).Trim(),
            .. key.Split('\n').Where(l => l.Length > 40 && !l.StartsWith('-')),
        ];
        Assert.All(secrets, s => Assert.InRange(s.Length, 10, 200));
        Lab.Conflict(30);
        Cluster.Write(1, "/data/www/html/sphinx/etc/sphinx.conf", "no folder for it at the peers\n");
        Lab.On(1, "csync2 -cr /");

        using var byPassword = new ModuleHost();
        using var byKey = new ModuleHost();
        var withoutKey = Cluster.InventoryWith(($"KeyFile = '{Lab.State}/id_ed25519'; ", ""));
        await byPassword.RunAsync("param($p, $c) Connect-WebCluster $p -Credential $c", withoutKey, Secrets.Credential("root", Secrets.Password));
        await byKey.RunAsync(
            "param($p, $k, $s) Connect-WebCluster $p -KeyFile $k -KeyPassphrase $s", withoutKey, Lab.State + "/id_ed25519_enc", Secrets.Secure(Secrets.Passphrase));

        using var watch = new ProcessWatch(Lab.State, secrets);
        List<PipelineOutcome> outcomes =
        [
            await byPassword.RunAsync("Get-CsyncConflict -Verbose -Debug; Get-CsyncPending -Reason -Confirm:$false -Verbose"),
            await byKey.RunAsync($"Get-CsyncConflict -Verbose | Resolve-CsyncConflict -Winner {Node(2)} -Confirm:$false -Verbose -PassThru"),
            await byPassword.RunAsync("param($c) Connect-WebCluster $env:UFLAB_STATE/nowhere.psd1 -Credential $c; Get-CsyncConflict", Secrets.Credential("root", Secrets.Password)),
        ];
        var (found, looks, seen) = watch.Stop();
        Assert.Empty(found);
        Assert.InRange(looks, 3, int.MaxValue);
        Assert.Contains(seen, line => line.Contains("csync2", StringComparison.Ordinal) && line.Contains("-u", StringComparison.Ordinal));
        Assert.Equal(30, outcomes[1].Output.Count(o => o.BaseObject is CsyncResolution { Status: CsyncResolutionStatus.Resolved }));
        Assert.NotNull(outcomes[2].Terminating);

        var said = new StringBuilder();
        foreach (var outcome in outcomes)
        {
            said.AppendJoin('\n', outcome.Verbose).AppendJoin('\n', outcome.Warnings)
                .AppendJoin('\n', outcome.Errors.Append(outcome.Terminating).Select(e => e + e?.ErrorDetails?.Message + e?.Exception))
                .AppendJoin('\n', outcome.Progress.Select(p => p.Activity + p.StatusDescription + p.CurrentOperation))
                .AppendJoin('\n', outcome.Output.Select(o => o.BaseObject.ToString() + (o.BaseObject as CsyncResolution)?.Reason + (o.BaseObject as CsyncPending)?.ReasonText));
        }

        Assert.All(secrets, secret => Assert.DoesNotContain(secret, said.ToString(), StringComparison.Ordinal));
        var logs = string.Concat(Cluster.OnAll("cat /var/log/*.log /run/ultrafarma-cluster/* /tmp/* 2>/dev/null; true"));
        Assert.Contains("Accepted password for root", logs, StringComparison.Ordinal);
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, logs, StringComparison.Ordinal));
    }

    [Fact]
    public void The_watch_itself_sees_a_secret_in_a_command_line()
    {
        const string marker = "a-secret-that-is-to-be-seen";
        using var watch = new ProcessWatch(Lab.State, [marker]);
        Lab.On(2, "sleep 1; : " + marker);
        Assert.NotEmpty(watch.Stop().Found);
        Cluster.EndClean();
    }
}
