using Ultrafarma.Cluster.Tests.Engine;
using Ultrafarma.Cluster.Tests.Help;
using Xunit;

namespace Ultrafarma.Cluster.Tests.Examples;

/// <summary>
/// Every example of every page in docs/en-US is typed in a session at the lab, in the order of the page. What comes must be what
/// the page shows, as <see cref="ExampleText"/> compares it, errors and all; where the page shows nothing, nothing may come, and
/// a proof in the tables beside this file says that the example did its work. A new page is run like the others; an example that
/// nobody can judge, because it has neither output nor proof, fails.
/// </summary>
[Collection(LabTests.Name)]
public sealed class ExampleTests(ExampleScene scene) : IClassFixture<ExampleScene>
{
    private static readonly string Folder = Path.Combine(Repository.Root, "docs", "en-US");

    private static readonly IReadOnlyDictionary<string, PageCase> Cases =
        new[] { HaproxyExamples.Pages, NodesExamples.Pages, HttpdExamples.Pages, CsyncExamples.Pages, CsyncConfigExamples.Pages, ScheduleExamples.Pages }
            .SelectMany(p => p).ToDictionary(p => p.Key, p => p.Value, StringComparer.Ordinal);

    public static TheoryData<string> Pages =>
        [.. Directory.GetFiles(Folder, "*.md").Select(f => Path.GetFileNameWithoutExtension(f)!).Order(StringComparer.Ordinal)];

    [Fact]
    public void Only_examples_that_exist_are_told_how_to_run() => Assert.All(Cases, c =>
    {
        var examples = Read(c.Key);
        Assert.All(c.Value.Examples.Keys, number => Assert.InRange(number, 1, examples.Count));
        Assert.All(c.Value.Examples, e => Assert.Equal(
            e.Value.Between is not null, examples[e.Key - 1].Code.Contains("\n# ... ", StringComparison.Ordinal)));
    });

    [Theory]
    [MemberData(nameof(Pages))]
    public void The_examples_do_what_the_page_says(string page)
    {
        var (how, examples) = (Cases.GetValueOrDefault(page, PageCase.Unknown), Read(page));
        scene.Begin();
        try
        {
            how.Before?.Invoke(scene);
            var differences = examples.Select((e, i) => Difference(e, how.Examples.GetValueOrDefault(i + 1, new ExampleCase()))).Where(d => d.Length > 0);
            var all = string.Join("\n\n", differences);
            Assert.True(all.Length == 0, all);
        }
        finally
        {
            scene.Changes(how.Changes);
            how.After?.Invoke(scene);
        }
    }

    private static IReadOnlyList<ShownExample> Read(string page) => HelpPage.Read(Path.Combine(Folder, page + ".md")).ShownExamples;

    // Types an example, and tells how what came differs from what the page shows; empty when it does not.
    private string Difference(ShownExample example, ExampleCase how)
    {
        Assert.True(
            example.Output is not null || how.Proof is not null || how.Run is not null,
            $"{example.Title}: the page shows no output, and nothing here proves what the example did. Show what comes, or add a Proof.");
        how.Before?.Invoke(scene);
        var came = how.Run is { } run ? run(scene, example.Code) : Type(example.Code, how.Between);
        came = scene.AsShown(came);
        var (shown, form) = (Form(example.Output ?? "", how), Form(came, how));
        if (shown != form)
        {
            return $"{example.Title}\n{example.Code}\n---- the page shows:\n{example.Output}\n---- this came:\n{came}\n---- compared as:\n{shown}\n{form}\n----";
        }

        how.Proof?.Invoke(scene);
        return "";
    }

    private string Type(string code, Action<ExampleScene>? between)
    {
        if (between is null)
        {
            return scene.Console.Show(code);
        }

        var parts = code.Split("\n# ... ", 2);
        var before = scene.Console.Show(parts[0]);
        between(scene);
        return before + scene.Console.Show("# " + parts[1]);
    }

    private static string Form(string text, ExampleCase how) => ExampleText.Form(text, how.NumbersDiffer);
}
