using System.Text;
using Ultrafarma.Cluster.Httpd;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Tests.Httpd;

/// <summary>Configs of the tests.</summary>
internal static class Conf
{
    public static readonly HttpdProgram Program = new("2.4.71", "/etc/httpd", ["core.c", "mod_so.c"], []);

    public static HttpdDocument Parse(string text) => HttpdDocument.Parse(PathText.ToBytes(text));

    public static string Text(this HttpdDocument document) => PathText.FromBytes(document.ToBytes());

    public static HttpdConfigFile File(string path, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return new HttpdConfigFile(path, new HttpdFileFacts(bytes.Length, DateTimeOffset.UnixEpoch, "644", "root:root"), bytes);
    }

    /// <summary>A config of a main file and the answers to its Includes, by question.</summary>
    public static (HttpdNodeConfig Config, IReadOnlyCollection<string> Questions) Evaluate(
        string main, params (string Question, HttpdConfigFile[] Files)[] answers) =>
        Evaluate(main, Program, answers);

    public static (HttpdNodeConfig Config, IReadOnlyCollection<string> Questions) Evaluate(
        string main, HttpdProgram program, params (string Question, HttpdConfigFile[] Files)[] answers) =>
        HttpdEvaluation.Run(
            "APP01",
            File("/etc/httpd/conf/httpd.conf", main),
            program,
            answers.ToDictionary(a => a.Question, a => new HttpdReading(a.Files, a.Files.Length > 0)));
}
