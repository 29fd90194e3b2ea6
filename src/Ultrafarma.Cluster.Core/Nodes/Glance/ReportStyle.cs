using System.Security.Cryptography;
using System.Text;

namespace Ultrafarma.Cluster.Nodes;

/// <summary>How a report looks: light or dark as the reader's system is, readable on a phone, and on paper.</summary>
internal static class ReportStyle
{
    public const string Css =
        """
        :root { color-scheme: light dark; --ink: #1b1f24; --paper: #fff; --line: #d0d7de; --soft: #f6f8fa; --dim: #59636e;
          --ok: #1a7f37; --warning: #9a6700; --error: #cf222e; --rate: #0969da; }
        @media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --paper: #0d1117; --line: #3d444d; --soft: #161b22; --dim: #9198a1;
          --ok: #3fb950; --warning: #d29922; --error: #f85149; --rate: #58a6ff; } }
        body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); margin: 0 auto; padding: 1rem; max-width: 76rem; }
        h1 { font-size: 1.5rem; margin: 0; } h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; } h3 { font-size: 1rem; margin: 1rem 0 .25rem; }
        p { margin: .25rem 0; } .dim { color: var(--dim); }
        .scroll { overflow-x: auto; } table { border-collapse: collapse; width: 100%; }
        th, td { text-align: left; vertical-align: top; padding: .35rem .6rem; border-bottom: 1px solid var(--line); }
        th { background: var(--soft); white-space: nowrap; } td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
        td.name { white-space: nowrap; } .ok { color: var(--ok); } .warning { color: var(--warning); font-weight: 600; }
        .error { color: var(--error); font-weight: 600; }
        pre { background: var(--soft); border: 1px solid var(--line); padding: .6rem; overflow-x: auto; font-size: 13px; }
        svg { width: 100%; height: auto; display: block; background: var(--soft); border: 1px solid var(--line); }
        svg text { font: 18px system-ui, sans-serif; fill: var(--dim); } polyline { fill: none; stroke-width: 2; vector-effect: non-scaling-stroke; }
        .rate { stroke: var(--rate); } .errors { stroke: var(--error); }
        .charts { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fit, minmax(18rem, 1fr)); }
        @media print { :root { color-scheme: light; --ink: #000; --paper: #fff; --line: #bbb; --soft: #fff; --dim: #444; --ok: #060; --warning: #850;
          --error: #a00; --rate: #036; } body { max-width: none; padding: 0; font-size: 11px; } .scroll, pre { overflow: visible; }
          pre { white-space: pre-wrap; } tr, svg, h2, h3 { break-inside: avoid; break-after: auto; } h2, h3 { break-after: avoid; } }
        """;

    /// <summary>The style's hash, by which the page's policy lets it in, and nothing else.</summary>
    public static string Hash { get; } = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Css)));
}
