using System.Text;
using Ultrafarma.Cluster.Csync;
using Ultrafarma.Cluster.Nodes;
using Ultrafarma.Cluster.Tests.Faults;
using Xunit;

namespace Ultrafarma.Cluster.Tests.Csync;

/// <summary>The parser and the real csync2 of this machine agree on what is a config.</summary>
public sealed class CsyncAcceptanceTests
{
    // Prints one letter a config: y where csync2 takes it.
    private const string Ask = """
        cd "$1" || exit 1
        csync2 -k k >/dev/null || exit 1
        export CSYNC2_SYSTEM_DIR="$1"
        # A database on a disk would take most of the time.
        database=$(mktemp -d -p /dev/shm 2>/dev/null || mktemp -d) || exit 1
        for cfg in csync2_*.cfg; do
            name=${cfg#csync2_}
            csync2 -C "${name%.cfg}" -N n1 -D "$database/" -H >/dev/null 2>&1
            case $? in 0|2) printf y ;; *) printf n ;; esac
        done
        rm -r "$database"
        """;

    private static readonly string[] Statements =
    [
        "host;", "host n1;", "host n1 n2@b n3 @ c;", "host (n1);", "host n1 (n2 n3@x) n4 ();", "host n1 ((n2));", "host n1 (n2;", "host n2@;",
        "host a@b@c;", "host \"host\";", "host host;", "host include;", "host n1, n2;", "host \"\";", "host n1:n2;", "host n1:;", "host @a;", "host (n2) (n3);",
        "include;", "include /a /b;", "include /a", "include /a;;", "include \"/a b\" %p%/x;", "include /a:b;", "include /a: /b;", "include \"/a\"b;",
        "include /a@b;", "include (/a);", "include /{a,b};", "include /a{ ;", "include { ;", "include on;", "include \"on\";", "include config;", "include \"config\";",
        "exclude;", "exclude *~ .*;", "compare;", "compare /a;", "compare /a /b;", "key K;", "key;", "key a b;", "auto none;", "auto none; auto none;",
        "auto best;", "auto;", "auto auto;", "auto \"left\";", "auto Left;", "auto first; auto younger;", "backup-directory \"/a b\"; backup-directory /c;",
        "backup-directory;", "backup-generations 3;", "backup-generations x;", "backup-generations 1 2;", "backup-generations -1;", "action { }", "action {}",
        "action { };", "action { pattern; exec; }", "action { pattern /a /b; exec \"x %%\"; logfile /l; do-local; do-local-only; }", "action { logfile; }",
        "action { do-local x; }", "action { do-local }", "action { exec a b c; } action { }", "action x { }", "action { include /a; }", "pattern /a;",
        "group h { }", "nossl a b;", "# include /a", "\"include\" /a;", "include /a # ;\n;", "\"x", "include \"/a;", "include\t/a\r\n;", "{ }", "( )", ":", "config",
        "config ; include /a;", "config k9;", "include \"a\"\"b\";", "include#x\n/a;", "include \u00e9\u00fc;", "include/a;", "include;/a;", "INCLUDE /a;",
    ];

    private static readonly string[] Wholes =
    [
        "", "# nothing", "group { host n1; key K; }", "group g { host n1; }", "group g { host n1; key K; key K; }", "group g { host n2; key K; }",
        "group g { host N1; key K; }", "group g g { host n1; key K; }", "group group { host n1; key K; }", "group \"group\" { host n1; key K; }",
        "group g{ host n1; key K; }", "group g { host n1; key K; };", "group g { host n1; key K; }}", "group g { host n1; key K;", "group", "group g",
        "group g { host n1; key K; } group g { host n1; key K; }", "group g { host n1; key K; } group h { host n2; }", "group g { host n1; key /no/such; }",
        "G { }", "; group g { host n1; key K; }", "group \"\" { host n1; key K; }", "group g{} { host n1; key K; }", "group g { host n1; key K; } }",
    ];

    private static readonly string[] Tops =
    [
        "nossl * *;", "nossl *;", "nossl a b c;", "nossl on b;", "ignore;", "ignore uid;", "ignore uid gid mod;", "ignore mtime;", "ignore uid", "lock-timeout 1;",
        "lock-timeout x;", "lock-timeout;", "lock-timeout 1 2;", "tempdir /t;", "tempdir;", "no-cygwin-lowercase;", "no-cygwin-lowercase", "prefix p { }", "prefix p {}",
        "prefix { }", "prefix p q { }", "prefix p { on a: /b; }", "prefix p { on a : /b; on \"b c\": \"/d e\"; }", "prefix p { on a: b; }", "prefix p { on a:/b; }",
        "prefix p { on a /b; }", "prefix p { on a: /b }", "prefix p { a: /b; }", "prefix p { on : /b; }", "prefix p { on a: /b; };", "prefix p { on *: /b/; on *: /c; }",
        "prefix on { }", "prefix \"on\" { on \"on\": /x; }", "include /a;", "host n1;", "config;", "config ;", "config /no/such;", "config\n;", "config \"k\";", "\"config\";",
    ];

    [Fact]
    public async Task Agree_on_a_corpus_and_on_mutations_of_it()
    {
        using var tree = new TempTree();
        var key = tree.Root + "/k";
        string Good(string statement) => $"group g {{ host n1; key {key}; {statement} }}\n";
        var texts = Statements.Select(Good).Concat(Tops.Select(t => Good("") + t)).Concat(Tops.Select(t => t + "\n" + Good(""))).Concat(Wholes)
            .Select(t => t.Replace("K;", key + ";", StringComparison.Ordinal)).ToList();
        texts.AddRange(Mutated(CsyncConf.Sample.Replace("/k;", key + ";", StringComparison.Ordinal), 150));
        for (var i = 0; i < texts.Count; i++)
        {
            await File.WriteAllBytesAsync($"{tree.Root}/csync2_{i:d5}.cfg", PathText.ToBytes(texts[i]));
        }

        var answer = Encoding.ASCII.GetString(await Local.RunAsync(Ask, [], tree.Root));
        Assert.Equal(texts.Count, answer.Length);
        var wrong = texts.Where((text, i) => Takes(text, key) != (answer[i] == 'y')).Select(t => t.Replace(tree.Root, "", StringComparison.Ordinal));
        Assert.Equal([], wrong);
        Assert.InRange(answer.Count(a => a == 'y'), 60, texts.Count - 60);
    }

    /// <summary>What csync2 looks at beside the words: the key's file, and whether this host is in a group.</summary>
    private static bool Takes(string text, string key)
    {
        var known = new Dictionary<string, CsyncConfigFile?>(StringComparer.Ordinal);
        while (true)
        {
            var (config, missing) = CsyncConfigParser.Parse("n1", CsyncConf.File(CsyncConf.Path, PathText.ToBytes(text)), known);
            if (missing is null)
            {
                return config.Problem is null && config.Groups.All(g => g.Key == key || (g.Key is { } other && Path.Combine(Path.GetDirectoryName(key)!, other) == key))
                    && config.Groups.Any(g => g.Hosts.Any(h => h.Name == "n1"));
            }

            known[missing] = null;
        }
    }

    private static IEnumerable<string> Mutated(string seed, int count)
    {
        var random = new Random(815);
        const string Telling = "\"{}();:@# \na";
        for (var i = 0; i < count; i++)
        {
            var text = new StringBuilder(seed);
            for (var change = 1 + random.Next(2); change > 0; change--)
            {
                text[random.Next(text.Length)] = Telling[random.Next(Telling.Length)];
            }

            yield return text.ToString();
        }
    }
}
