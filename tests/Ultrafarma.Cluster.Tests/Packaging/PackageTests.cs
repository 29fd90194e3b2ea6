using System.Diagnostics;
using System.IO.Compression;
using System.Reflection;
using System.Reflection.Metadata;
using System.Text;
using System.Xml.Linq;
using Ultrafarma.Cluster.Tests.Engine;
using Ultrafarma.Cluster.Tests.Nodes;
using Xunit;

namespace Ultrafarma.Cluster.Tests.Packaging;

/// <summary>What ./build.sh package makes is installed in an empty home and used there.</summary>
public sealed class PackageTests : IDisposable
{
    private const string UseIt =
        """
        $null = New-WebClusterInventory -Path ~/cluster.psd1 -Name packaged -Node app01=10.0.0.1, app02=10.0.0.2
        Test-WebClusterInventory -Path ~/cluster.psd1 -Quiet
        (Connect-WebCluster -Path ~/cluster.psd1 -WarningAction Ignore).Nodes.Count
        """;

    private static readonly Guid SourceLink = new("CC110556-A091-4D38-9FEC-25AB9A351A6A");

    private readonly TempFolder _home = new();

    private static string Version { get; } = AssemblyName.GetAssemblyName(InModule("Ultrafarma.Cluster.dll")).Version!.ToString(3);

    private string Modules => Path.Combine(_home.FullPath, ".local", "share", "powershell", "Modules");

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task The_checksums_are_right_and_name_every_package()
    {
        var (code, output, error) = await PackageFiles.RunAsync(
            new ProcessStartInfo("sha256sum", ["-c", "SHA256SUMS"]) { WorkingDirectory = PackageFiles.Folder });
        Assert.Equal((0, ""), (code, error));
        var packages = new[]
        {
            $"Ultrafarma.Cluster-{Version}.tar.gz", $"Ultrafarma.Cluster.{Version}.nupkg", $"ufcluster-{Version}-linux-x64.tar.gz",
        };
        Assert.Equal(
            packages.Select(p => p + ": OK").Order(StringComparer.Ordinal),
            output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal));
        Assert.Equal(
            packages.Append("SHA256SUMS").Order(StringComparer.Ordinal),
            Directory.GetFiles(PackageFiles.Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_package_for_repositories_says_what_the_manifest_says()
    {
        using var package = ZipFile.OpenRead(PackageFiles.Find("*.nupkg"));
        using var text = package.GetEntry("Ultrafarma.Cluster.nuspec")!.Open();
        var metadata = XDocument.Load(text).Root!.Elements().Single();
        string Value(string name) => metadata.Element(metadata.Name.Namespace + name)!.Value;
        using var host = new ModuleHost();
        Assert.Equal(("Ultrafarma.Cluster", Version), (Value("id"), Value("version")));
        Assert.Equal(host.Module.Version.ToString(), Value("version"));
        Assert.Equal((host.Module.Description, host.Module.Author), (Value("description"), Value("authors")));
        Assert.Equal(host.Module.ProjectUri.ToString(), Value("projectUrl"));
        Assert.Equal(
            host.Module.ExportedCmdlets.Keys.SelectMany(name => new[] { "PSCmdlet_" + name, "PSCommand_" + name })
                .Concat(host.Module.Tags.Distinct()).Concat(["PSModule", "PSIncludes_Cmdlet"]).Order(StringComparer.Ordinal),
            Value("tags").Split(' ').Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_package_for_repositories_holds_the_module_of_this_build()
    {
        using var package = ZipFile.OpenRead(PackageFiles.Find("*.nupkg"));
        string[] own = ["Ultrafarma.Cluster.nuspec", "[Content_Types].xml", "_rels/.rels"];
        Assert.Equal(
            Directory.GetFiles(Repository.ModuleFolder, "*", SearchOption.AllDirectories)
                .Select(f => Path.GetRelativePath(Repository.ModuleFolder, f)).Concat(own).Order(StringComparer.Ordinal),
            package.Entries.Select(e => e.FullName).Order(StringComparer.Ordinal));
        Assert.All(package.Entries.Where(e => !own.Contains(e.FullName)), entry =>
        {
            using var content = new MemoryStream();
            using var packed = entry.Open();
            packed.CopyTo(content);
            // Anything else is of an older build: ./build.sh package makes it anew.
            Assert.Equal(File.ReadAllBytes(InModule(entry.FullName)), content.ToArray());
        });
    }

    [Fact]
    public async Task The_package_for_repositories_works_where_they_install_it()
    {
        var folder = Path.Combine(Modules, "Ultrafarma.Cluster", Version);
        await ZipFile.ExtractToDirectoryAsync(PackageFiles.Find("*.nupkg"), folder);
        await AssertWorksInAsync(folder);
    }

    [Fact]
    public async Task The_archive_works_where_it_is_unpacked()
    {
        await PackageFiles.UnpackAsync(PackageFiles.Find("Ultrafarma.Cluster-*.tar.gz"), Modules);
        await AssertWorksInAsync(Path.Combine(Modules, "Ultrafarma.Cluster", Version));
    }

    [Fact]
    public async Task Ufcluster_works_without_any_dotnet()
    {
        await PackageFiles.UnpackAsync(PackageFiles.Find("ufcluster-*.tar.gz"), _home.FullPath);
        var folder = Path.Combine(_home.FullPath, "ufcluster-" + Version);
        var start = new ProcessStartInfo(
            Path.Combine(folder, "ufcluster"), ["-NoProfile", "-Command", UseIt + "\n(Get-Module Ultrafarma.Cluster).ModuleBase"]);
        start.Environment.Clear();
        start.Environment["HOME"] = _home.FullPath;
        start.Environment["PATH"] = "/var/empty";
        var (code, output, error) = await PackageFiles.RunAsync(start);
        Assert.Equal((0, ""), (code, error));
        Assert.Equal($"True\n2\n{folder}/modules/Ultrafarma.Cluster\n", output);
    }

    [Theory]
    [InlineData("Ultrafarma.Cluster.pdb")]
    [InlineData("Ultrafarma.Cluster.Core.pdb")]
    [InlineData("ssh/Ultrafarma.Cluster.Ssh.pdb")]
    [InlineData("live/Ultrafarma.Cluster.Live.pdb")]
    public void Symbols_lead_to_the_source_of_their_commit(string symbols)
    {
        using var stream = File.OpenRead(InModule(symbols));
        using var provider = MetadataReaderProvider.FromPortablePdbStream(stream);
        var reader = provider.GetMetadataReader();
        var links = reader.GetCustomDebugInformation(EntityHandle.ModuleDefinition)
            .Select(reader.GetCustomDebugInformation).Where(i => reader.GetGuid(i.Kind) == SourceLink)
            .Select(i => Encoding.UTF8.GetString(reader.GetBlobBytes(i.Value)));
        Assert.All(reader.Documents.Select(d => reader.GetString(reader.GetDocument(d).Name)), name =>
            Assert.StartsWith("/_/", name, StringComparison.Ordinal));
        // A source archive has no commit to name.
        Assert.Equal(
            Path.Exists(Path.Combine(Repository.Root, ".git")) ? [true] : [],
            links.Select(link => link.Contains(
                "\"/_/*\":\"https://raw.githubusercontent.com/ultrafarma/Ultrafarma.Cluster/", StringComparison.Ordinal)));
    }

    private static string InModule(string file) => Path.Combine(Repository.ModuleFolder, file);

    private async Task AssertWorksInAsync(string folder)
    {
        var lines = await Probe.RunInHomeAsync(
            _home.FullPath,
            $$"""
            param($modules)
            $env:PSModulePath = $modules
            {{UseIt}}
            (Get-Module Ultrafarma.Cluster).ModuleBase
            """, Modules);
        Assert.Equal(["True", "2", folder], lines[1..^1]);
    }
}
