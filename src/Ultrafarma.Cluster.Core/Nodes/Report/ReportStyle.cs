using System.Security.Cryptography;
using System.Text;

namespace Ultrafarma.Cluster.Nodes;

/// <summary>How a report looks: light or dark as the reader's system is, as cards on a phone, and on paper.</summary>
internal static class ReportStyle
{
    public const string Css =
        """

        :root { color-scheme: light dark; --ink: #1b1f24; --paper: #fff; --line: #d0d7de; --soft: #f6f8fa; --dim: #59636e;
          --ok: #1a7f37; --warning: #8a5a00; --error: #c21c28; --rate: #0969da; --errors: #c21c28; }
        @media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --paper: #0d1117; --line: #3d444d; --soft: #161b22; --dim: #9198a1;
          --ok: #3fb950; --warning: #d29922; --error: #ff7b72; --rate: #58a6ff; --errors: #ff7b72; } }
        * { box-sizing: border-box; }
        body { font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; color: var(--ink); background: var(--paper);
          margin: 0 auto; padding: 1.25rem; max-width: 80rem; }
        h1 { font-size: 1.6rem; line-height: 1.2; margin: 0; overflow-wrap: anywhere; }
        h2 { font-size: 1.2rem; margin: 2.25rem 0 .5rem; } h3 { font-size: 1rem; margin: 1.25rem 0 .25rem; }
        p { margin: .3rem 0; overflow-wrap: anywhere; white-space: pre-line; } .dim { color: var(--dim); }
        .ok { color: var(--ok); } .warning, .error { font-weight: 600; } .warning { color: var(--warning); } .error { color: var(--error); }
        nav { margin: .5rem 0 0; } nav a { color: var(--rate); margin-right: .75rem; display: inline-block; padding: .2rem 0; }
        .tiles { display: grid; grid-template-columns: repeat(auto-fill, minmax(7.4rem, 1fr)); gap: .6rem; margin: 1rem 0 0; }
        .tiles div { background: var(--soft); border: 1px solid var(--line); border-radius: 6px; padding: .5rem .7rem; }
        dt { color: var(--dim); font-size: .87em; } dd { margin: 0; font-size: 1.25rem; font-weight: 600; font-variant-numeric: tabular-nums; }
        .scroll { overflow-x: auto; margin: .5rem 0; } table { border-collapse: collapse; width: 100%; }
        th, td { text-align: left; vertical-align: top; padding: .4rem .65rem; border-bottom: 1px solid var(--line); white-space: nowrap; }
        thead th { background: var(--soft); font-size: .87em; } tbody th { font-weight: 600; }
        .long { white-space: pre-line; overflow-wrap: anywhere; min-width: 11rem; }
        .number { text-align: right; font-variant-numeric: tabular-nums; }
        .charts { display: grid; gap: 1rem 1.5rem; grid-template-columns: repeat(auto-fit, minmax(min(26rem, 100%), 1fr)); margin: .5rem 0; }
        figure { margin: 0; max-width: 42rem; min-width: 0; } figcaption { overflow-wrap: anywhere; }
        .chart { width: 100%; height: auto; display: block; } .key { width: 24px; height: 12px; }
        .chart text { font-size: 13px; fill: var(--dim); } text.y, text.last { text-anchor: end; } text.x { text-anchor: middle; }
        .line { fill: none; stroke-width: 2; stroke-linejoin: round; vector-effect: non-scaling-stroke; } .area { opacity: .16; }
        .line.rate { stroke: var(--rate); } .line.errors { stroke: var(--errors); stroke-dasharray: 6 3; }
        .area.rate { fill: var(--rate); } .area.errors { fill: var(--errors); }
        .grid, .axis { fill: none; stroke: var(--line); vector-effect: non-scaling-stroke; } .axis { stroke: var(--dim); }
        @media screen and (max-width: 46rem) {
          body { padding: .9rem; } .chart text { font-size: 19px; } 
          .tiles { grid-template-columns: repeat(3, minmax(0, 1fr)); gap: .4rem; } .tiles div { padding: .4rem .55rem; } dd { font-size: 1.1rem; }
          table, tbody, tr, th, td { display: block; } thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
          tbody tr { border: 1px solid var(--line); border-radius: 6px; margin: 0 0 .6rem; padding: .3rem .7rem; }
          tbody th, tbody td { display: grid; grid-template-columns: 7.2rem minmax(0, 1fr); gap: 0 .6rem; border: 0; padding: .2rem 0; white-space: pre-line;
            overflow-wrap: anywhere; min-width: 0; }
          tbody .number { text-align: left; } tbody .long { min-width: 0; } tbody .none { display: none; }
          tbody th::before, td::before { content: attr(data-label); color: var(--dim); font-weight: 400; }
        }
        @page { margin: 12mm; }
        @media print {
          :root { font-size: 11px; color-scheme: light; --ink: #000; --paper: #fff; --line: #bbb; --soft: #f3f3f3; --dim: #444; --ok: #0a5c1f; --warning: #704800;
            --error: #a00; --rate: #0550ae; --errors: #a00; }
          body { max-width: none; padding: 0; font-size: 1rem; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
          nav { display: none; } .scroll { overflow: visible; } th, td { padding: .25rem .4rem; white-space: normal; }
          .long { min-width: 8rem; } thead { display: table-header-group; } .tiles { grid-template-columns: repeat(5, 1fr); }
          .charts { grid-template-columns: 1fr 1fr; } .chart text { font-size: 15px; }
          tr, figure, .tiles div { break-inside: avoid; } h2, h3, p.error, p.warning { break-after: avoid; } h2 { margin-top: 1.4rem; }
        }

        """;

    /// <summary>The style's hash, by which the page's policy lets it in, and nothing else.</summary>
    public static string Hash { get; } = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Css)));
}
