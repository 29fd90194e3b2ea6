using System.Text;

namespace Ultrafarma.Cluster.Tests.CsyncLab;

/// <summary>
/// Looks at the command line and environment of every process in the lab's network namespaces, again and again. The host's
/// /proc shows the nodes' processes too. Processes outside the lab are nobody's business.
/// </summary>
internal sealed class ProcessWatch : IDisposable
{
    private readonly byte[][] _secrets;
    private readonly HashSet<string> _found = [];
    private readonly HashSet<string> _seen = [];
    private readonly HashSet<string?> _lab;
    private readonly CancellationTokenSource _end = new();
    private readonly Task _looking;
    private int _looks;

    public ProcessWatch(string state, IEnumerable<string> secrets)
    {
        _lab = [NetworkOf("self"), .. Directory.EnumerateFiles(Path.Combine(state, "nodes"), "pid", SearchOption.AllDirectories).Select(f => NetworkOf(File.ReadAllText(f).Trim()))];
        _secrets = [.. secrets.Select(Encoding.UTF8.GetBytes)];
        _looking = Task.Factory.StartNew(Look, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    public (IReadOnlyCollection<string> Found, int Looks, IReadOnlyCollection<string> Seen) Stop()
    {
        _end.Cancel();
        _looking.Wait();
        return (_found, _looks, _seen);
    }

    public void Dispose()
    {
        _end.Cancel();
        _end.Dispose();
    }

    private static string? NetworkOf(string process)
    {
        try
        {
            return new FileInfo($"/proc/{process}/ns/net").LinkTarget;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private void Look()
    {
        var end = _end.Token;
        while (!end.IsCancellationRequested)
        {
            foreach (var process in Directory.EnumerateDirectories("/proc").Select(d => Path.GetFileName(d)!).Where(d => char.IsAsciiDigit(d[0])))
            {
                if (NetworkOf(process) is { } network && _lab.Contains(network))
                {
                    Look(process, "cmdline");
                    Look(process, "environ");
                }
            }

            _looks++;
        }
    }

    private void Look(string process, string what)
    {
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes($"/proc/{process}/{what}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It has ended.
            return;
        }

        if (what == "cmdline")
        {
            _seen.Add(Encoding.UTF8.GetString(bytes).Replace('\0', ' '));
        }

        foreach (var secret in _secrets)
        {
            if (bytes.AsSpan().IndexOf(secret) >= 0)
            {
                _found.Add($"{what} of process {process}");
            }
        }
    }
}
