using System.Text;
using Ultrafarma.Cluster.Csync;
using Ultrafarma.Cluster.Nodes;
using Ultrafarma.Cluster.Tests.Faults;
using Xunit;

namespace Ultrafarma.Cluster.Tests.Csync;

/// <summary>hold.sh for real, in a mount namespace with its own /etc, /var/spool/cron and /run, so that this machine's stay out of it.</summary>
public sealed class HoldScriptTests
{
    private const string System = "# csync2 -x, an old comment\n  # csync2 indented comment\nMAILTO=root\n*/5 * * * * root csync2 -x\n"
        + "@hourly root /usr/local/bin/resolve_conflito.sh  # nightly\n0 1 * * * root backup %Y '$x' `id` \\\n\n0 2 * * * root x";

    private const string Held = "# csync2 -x, an old comment\n  # csync2 indented comment\nMAILTO=root\n#ultrafarma-hold# */5 * * * * root csync2 -x\n"
        + "#ultrafarma-hold# @hourly root /usr/local/bin/resolve_conflito.sh  # nightly\n0 1 * * * root backup %Y '$x' `id` \\\n\n0 2 * * * root x";

    [Fact]
    public async Task Lines_are_held_while_the_input_is_open_and_put_back_at_its_end()
    {
        var report = await RunAsync("""
            show before
            start one
            show held
            exec 7>&-; wait "$pid"; echo "status $?"
            show after
            """);
        Assert.Contains($"[held]{Held}[/held]", report, StringComparison.Ordinal);
        Assert.Contains($"[after]{System}[/after]", report, StringComparison.Ordinal);
        Assert.Equal(3, report.Split("640 33:0 crontab\n600 0:33 root\n").Length - 1);
        Assert.Contains("status 0", report, StringComparison.Ordinal);
        Assert.DoesNotContain("other changed", report, StringComparison.Ordinal);
        Assert.Contains("leftovers: 0", report, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("HUP")]
    public async Task A_signal_puts_them_back_too(string signal)
    {
        var report = await RunAsync($"""
            start one
            kill -s {signal} -- -"$pid"; wait "$pid"; echo "status $?"
            show after
            """);
        Assert.Contains($"[after]{System}[/after]", report, StringComparison.Ordinal);
        Assert.Contains("status 143", report, StringComparison.Ordinal);
        Assert.Contains("leftovers: 0", report, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_that_is_lost_before_the_holder_is_ready_puts_them_back_too()
    {
        // It waits for a csync2 until nobody reads any more; its last word then meets a pipe that ends a script unless it minds.
        var report = await RunAsync("""
            : >listening
            printf '#!/bin/sh\nwhile [ -e "%s/listening" ]; do sleep 0.05; done\nexit 1\n' "$PWD" >bin/pgrep
            env --default-signal=PIPE sh hold csync2 '' /nowhere two 'csync2|resolve_conflito' 1 </dev/null 2>/dev/null | {
                while read -r line; do case $line in *crontabs/root) break ;; esac; done
                show held >seen
                exec </dev/null
                rm listening
            }
            cat seen
            show after
            """);
        Assert.Contains($"[held]{Held}[/held]", report, StringComparison.Ordinal);
        Assert.Contains($"[after]{System}[/after]", report, StringComparison.Ordinal);
        Assert.Contains("leftovers: 0", report, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_killed_holder_left_is_put_right_by_the_next()
    {
        var report = await RunAsync("""
            start one
            kill -s KILL -- -"$pid"; wait "$pid" 2>/dev/null
            show killed
            start two
            show held
            exec 7>&-; wait "$pid"
            show after
            """);
        Assert.Contains($"[killed]{Held}[/killed]", report, StringComparison.Ordinal);
        Assert.Contains($"[held]{Held}[/held]", report, StringComparison.Ordinal);
        Assert.Contains($"[after]{System}[/after]", report, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_holder_learns_who_the_first_is()
    {
        var report = await RunAsync("""
            start 'ana@lb01, process 12'
            sh hold csync2 '' /nowhere two 'csync2|resolve_conflito' 1 </dev/null; echo "status $?"
            show held
            exec 7>&-; wait "$pid"
            show after
            """);
        Assert.Matches("busy\tana@lb01, process 12, since 20[0-9-]+T[0-9:]+Z\nstatus 75", report);
        Assert.Contains($"[held]{Held}[/held]", report, StringComparison.Ordinal);
        Assert.Contains($"[after]{System}[/after]", report, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_holder_that_falls_silent_is_given_up_though_its_connection_stays_open()
    {
        var report = await RunAsync("""
            silence=4
            start one
            for beat in 1 2 3 4 5; do echo >&7; sleep 1; done
            show held
            wait "$pid"; echo "status $?"
            show after
            """);
        Assert.Contains($"[held]{Held}[/held]", report, StringComparison.Ordinal);
        Assert.Contains($"[after]{System}[/after]", report, StringComparison.Ordinal);
        Assert.Contains("status 0", report, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_somebody_edits_meanwhile_survives()
    {
        var report = await RunAsync("""
            start one
            sed -i 's/MAILTO=root/MAILTO=ana/' /etc/crontab; echo >>/etc/crontab; echo '9 9 * * * root new' >>/etc/crontab
            exec 7>&-; wait "$pid"
            show after
            """);
        Assert.Contains(
            $"[after]{System.Replace("MAILTO=root", "MAILTO=ana", StringComparison.Ordinal)}\n9 9 * * * root new\n[/after]", report, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_we_registered_is_not_marked_since_it_asks_for_the_lock_itself()
    {
        var report = await RunAsync("""
            echo '*/5 * * * * root csync2 -x' >/etc/cron.d/ultrafarma-csync2-sync
            start one
            cat /etc/cron.d/ultrafarma-csync2-sync
            show held
            exec 7>&-; wait "$pid"
            """);
        Assert.StartsWith("*/5 * * * * root csync2 -x\n", report, StringComparison.Ordinal);
        Assert.Contains($"[held]{Held}[/held]", report, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_it_says_names_the_files_and_ends_with_ready()
    {
        var report = await RunAsync("start one; cat said; exec 7>&-; wait");
        Assert.Contains("held\tcron\t/etc/crontab\nheld\tcron\t/var/spool/cron/crontabs/root\nready\n", report, StringComparison.Ordinal);
        Assert.DoesNotContain("/etc/cron.d/other", report, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_pattern_comes_from_an_inventory_and_may_hold_a_slash()
    {
        var report = await RunAsync("""
            start one '/usr/local/bin/resolve|/sbin/csync2'
            show held
            exec 7>&-; wait "$pid"
            show after
            """);
        Assert.Contains("\n#ultrafarma-hold# @hourly root /usr/local/bin/resolve_conflito.sh", report, StringComparison.Ordinal);
        Assert.Contains("\n*/5 * * * * root csync2 -x\n#ultra", report, StringComparison.Ordinal);
        Assert.Contains($"[after]{System}[/after]", report, StringComparison.Ordinal);
    }

    private static async Task<string> RunAsync(string steps)
    {
        using var tree = new TempTree();
        tree.Write("crontab", System);
        tree.Write("hold", new CsyncScript(new CsyncSettings()).Make("hold").Script);
        var script = $$"""
            cd "$1" || exit 1
            # A fake csync2 and no pgrep hits: what else runs on this machine is not ours to wait for.
            mkdir bin && printf '#!/bin/sh\nexit 1\n' >bin/pgrep && cp bin/pgrep bin/csync2 && chmod +x bin/* && PATH=$PWD/bin:$PATH
            mkdir etc && cp -a /etc/passwd /etc/group /etc/nsswitch.conf /etc/ld.so.cache /etc/alternatives etc/ && mount --bind etc /etc || exit 1
            mkdir spool run && mount --bind spool /var/spool && mount --bind run /run || exit 1
            mkdir -p /etc/cron.d /run/lock /var/spool/cron/crontabs
            cp crontab /etc/crontab; chown 33:0 /etc/crontab; chmod 640 /etc/crontab
            echo '1 1 * * * csync2 -xv' >/var/spool/cron/crontabs/root; chown 0:33 /var/spool/cron/crontabs/root; chmod 600 /var/spool/cron/crontabs/root
            echo '1 1 * * * root other' >/etc/cron.d/other; touch -d @1 /etc/cron.d/other
            show() {
                printf '[%s]' "$1"; cat /etc/crontab; printf '[/%s]\n' "$1"
                stat -c '%a %u:%g %n' /etc/crontab /var/spool/cron/crontabs/root | sed 's,/.*/,,'
                [ "$(stat -c %Y /etc/cron.d/other)" = 1 ] || echo 'other changed'
                echo "leftovers: $(find /etc/cron.d /var/spool/cron /etc -maxdepth 1 -name '.*ultrafarma*' | wc -l)"
            }
            start() {
                rm -f pipe said; mkfifo pipe
                setsid sh hold csync2 '' /nowhere "$1" "${2:-csync2|resolve_conflito}" 1 ${silence:-} <pipe >said 7>&- &
                pid=$!
                exec 7>pipe
                n=0
                while ! grep -q '^ready' said && [ $n -lt 600 ]; do sleep 0.05; n=$((n + 1)); done
                grep -q '^ready' said || { echo 'never ready'; cat said; exit 1; }
            }
            {{steps.ReplaceLineEndings("\n")}}
            """;
        var run = new NodeCommand("exec unshare -m --propagation private sh -c \"$2\" sh \"$1\" 2>&1", tree.Root, script);
        return Encoding.UTF8.GetString(await Local.RunAsync(run));
    }
}
