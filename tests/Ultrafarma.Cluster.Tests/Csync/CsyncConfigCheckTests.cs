using Ultrafarma.Cluster.Csync;
using Ultrafarma.Cluster.Nodes;
using Xunit;

namespace Ultrafarma.Cluster.Tests.Csync;

/// <summary>What is wrong with one node's config, decided from what the node says.</summary>
public sealed class CsyncConfigCheckTests
{
    private const string Text = "group g {\n host n1 n2@10.0.0.2;\n key /k;\n include /data/site;\n include %p%/x;\n include *.txt;\n"
        + " include /data/deep/*/y;\n include /data/site/sub/z;\n backup-directory /var/backup;\n}\nprefix p { on n*: /srv; }\n";

    private static CsyncNodeLook Look(string text = Text, string host = "n1", CsyncKeyLook? key = null)
    {
        var look = new CsyncNodeLook("N1", CsyncConf.Parse(text)) { Host = host };
        look.Keys["/k"] = key ?? new CsyncKeyLook("600", 64, IsPlain: true, "h");
        foreach (var (kind, value) in CsyncConfigProbe.Questions(look))
        {
            if (kind != "key")
            {
                (kind == "name" ? look.Names : kind == "folder" ? look.Folders : look.Servers)[value] = true;
            }
        }

        return look;
    }

    private static string Found(CsyncNodeLook look) =>
        string.Join('\n', new CsyncConfigCheck(look).Findings().Select(f => $"{f.Severity} {f.File}:{f.Line} {f.Message}"));

    [Fact]
    public void Nothing_is_found_where_all_is_well_and_only_what_matters_is_asked()
    {
        var look = Look();
        Assert.Equal("", Found(look));
        Assert.Equal(["/data", "/data/deep", "/data/site/sub", "/srv", "/var/backup"], look.Folders.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(["10.0.0.2", "n1"], look.Names.Keys.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(null, 0, false, "Error /etc/csync2.cfg:3 The key file /k is missing.")]
    [InlineData("600", 64, false, "Error /etc/csync2.cfg:3 The key file /k holds characters")]
    [InlineData("600", 31, true, "Error /etc/csync2.cfg:3 The key file /k is too short: 31 characters where csync2 wants 32 or more.")]
    [InlineData("640", 32, true, "Warning /etc/csync2.cfg:3 The key file /k can be read by others than its owner (mode 640).")]
    [InlineData("400", 32, true, "")]
    public void A_key_is_judged_by_what_the_node_says_of_its_file(string? mode, int length, bool isPlain, string expected)
    {
        var found = Found(Look(key: new CsyncKeyLook(mode, length, isPlain, "h")));
        Assert.StartsWith(expected, found, StringComparison.Ordinal);
        Assert.Equal(expected.Length == 0, found.Length == 0);
    }

    [Fact]
    public void A_refusal_is_told_once_with_its_line()
    {
        var look = Look() with { Refusal = "Near line 7: syntax error" };
        Assert.Equal("Error /etc/csync2.cfg:7 csync2 refuses the config: Near line 7: syntax error", Found(look));
        look = Look(key: new CsyncKeyLook(null, 0, false, "")) with { Refusal = "Can't read keyfile /k." };
        Assert.Equal("Error /etc/csync2.cfg:3 The key file /k is missing.", Found(look));
        look = Look("group g {\n host n1;\n}\n") with { Refusal = "every group must have a key." };
        Assert.Equal("Error /etc/csync2.cfg:1 csync2 refuses the config: every group must have a key.", Found(look));
        Assert.StartsWith("Error /etc/csync2.cfg: csync2 could not be asked about its config: unshare", Found(Look() with { NotAsked = "unshare: no" }), StringComparison.Ordinal);
        Assert.StartsWith("Error /etc/csync2.lock: csync2 is switched off", Found(Look() with { LockFile = "/etc/csync2.lock" }), StringComparison.Ordinal);
    }

    [Fact]
    public void A_group_without_this_host_stops_csync2_only_when_it_is_in_no_other()
    {
        Assert.Equal("Error /etc/csync2.cfg:1 The group g has no host n9, so csync2 passes over it here and refuses to run.",
            Found(Look(host: "n9") with { Refusal = "This host (n9) is not a member of any configured group." }));
        Assert.Equal("Info /etc/csync2.cfg:12 The group h has no host n1, so csync2 passes over it here.", Found(Look(Text + "group h { host n2; key /k; }\n")));
    }

    [Fact]
    public void Names_folders_and_backup_directories_are_told_with_their_lines()
    {
        var look = Look();
        look.Names["10.0.0.2"] = false;
        foreach (var folder in look.Folders.Keys.ToList())
        {
            look.Folders[folder] = false;
        }

        Assert.Equal(
            [
                "Error /etc/csync2.cfg:2 The name 10.0.0.2 cannot be resolved here.",
                "Warning /etc/csync2.cfg:4 The folder /data is missing here, and no include brings it: /data/site stays pending at its peers.",
                "Warning /etc/csync2.cfg:5 The folder /srv is missing here, and no include brings it: %p%/x stays pending at its peers.",
                "Warning /etc/csync2.cfg:7 The folder /data/deep is missing here, and no include brings it: /data/deep/*/y stays pending at its peers.",
                "Error /etc/csync2.cfg:9 The backup directory /var/backup is no folder here: replaced files are not kept, and csync2 may hang.",
            ],
            Found(look).Split('\n'));
    }

    [Fact]
    public void A_backup_directory_in_an_include_is_told_unless_it_is_excluded()
    {
        var text = Text.Replace("/var/backup", "/data/site/old", StringComparison.Ordinal);
        Assert.StartsWith("Warning /etc/csync2.cfg:9 The backup directory /data/site/old lies in an include", Found(Look(text)), StringComparison.Ordinal);
        Assert.Equal("", Found(Look(text.Replace(" include *.txt;", " exclude /data/site/old;", StringComparison.Ordinal))));
        Assert.Equal("", Found(Look(text.Replace("/data/site/old", "/data/site2", StringComparison.Ordinal))));
    }
}
