using Xunit;

namespace Ultrafarma.Cluster.Tests.CsyncLab;

/// <summary>Real cron with csync2 in its tables on two nodes, and what those tables looked like before.</summary>
internal sealed class CrontabScope
{
    private static readonly int[] s_nodes = [1, 3];
    private readonly CsyncCluster _cluster;
    private readonly List<string> _before;

    public CrontabScope(CsyncCluster cluster)
    {
        _cluster = cluster;
        cluster.On(s_nodes, """
            cd /etc/cron.d && printf '# csync2 is here\n* * * * * root /usr/sbin/csync2 -x\n17 * * * * root true\n' >csync2 && chmod 640 csync2
            printf 'MAILTO=x\n*/5 * * * * csync2 -x  # %%kept%%\n0 1 * * * echo no such thing' >/var/spool/cron/crontabs/root
            chmod 600 /var/spool/cron/crontabs/root; chgrp crontab /var/spool/cron/crontabs/root
            """);
        foreach (var node in s_nodes)
        {
            cluster.Lab.Start(node, "cron");
        }

        _before = [.. s_nodes.Select(cluster.Schedules)];
    }

    /// <summary>csync2's lines, and only they, are held.</summary>
    public void AssertHeld()
    {
        foreach (var (node, before) in s_nodes.Zip(_before))
        {
            var held = before.Replace("\n* * * * * root", "\n#ultrafarma-hold# * * * * * root", StringComparison.Ordinal)
                .Replace("\n*/5 ", "\n#ultrafarma-hold# */5 ", StringComparison.Ordinal);
            Assert.NotEqual(before, held);
            Assert.Equal(held, _cluster.Schedules(node));
        }
    }

    /// <summary>Byte for byte, with mode and owner, as before.</summary>
    public void AssertPutBack() => CsyncCluster.Eventually(
        () => s_nodes.Zip(_before).All(p => _cluster.Schedules(p.First) == p.Second), "the schedules are as they were");

    /// <summary>
    /// From here on no schedule runs, and none is running: what is counted next does not change by itself when a minute is full.
    /// </summary>
    public void StopCron()
    {
        foreach (var node in s_nodes)
        {
            _cluster.Lab.Stop(node, "cron");
        }

        CsyncCluster.Eventually(
            () => _cluster.On(s_nodes, "pgrep -f '^(/usr/sbin/)?csync2 -x'; true").All(string.IsNullOrEmpty), "the last scheduled csync2 has ended", 60);
    }

    public void Remove()
    {
        StopCron();
        _cluster.On(s_nodes, "rm /etc/cron.d/csync2 /var/spool/cron/crontabs/root");
    }
}
