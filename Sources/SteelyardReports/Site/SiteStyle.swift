/// The one style sheet of a report: screen, narrow screen, paper.
enum SiteStyle {
  static let css = """
    :root { --ink: #1a1a1a; --quiet: #4a4a4a; --line: #b8b8b8; --ground: #ffffff; --band: #0a1f3f; --soft: #f3f5f8; }
    * { box-sizing: border-box; }
    html { font-family: "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Microsoft YaHei", "PingFang SC", \
    "WenQuanYi Micro Hei", "Helvetica Neue", Arial, sans-serif; color: var(--ink); background: var(--ground); \
    line-height: 1.5; font-size: 16px; }
    body { margin: 0; }
    main, header, footer { max-width: 1120px; margin: 0 auto; padding: 0 16px; }
    body.ranking main { max-width: 1500px; }
    header { display: flex; flex-wrap: wrap; gap: 4px 24px; align-items: baseline; padding-top: 10px; \
    padding-bottom: 8px; border-bottom: 3px solid var(--band); }
    .product { margin: 0; font-weight: bold; }
    nav ul { display: flex; flex-wrap: wrap; gap: 4px 12px; list-style: none; margin: 0; padding: 0; }
    nav a { display: inline-block; min-width: 24px; min-height: 24px; padding: 2px 4px; }
    nav a[aria-current] { font-weight: bold; color: var(--ink); text-decoration: none; border-bottom: 2px solid; }
    a { color: #0b4f9e; }
    a:focus-visible, button:focus-visible, input:focus-visible, select:focus-visible, .plot:focus-visible, \
    .scroll:focus-visible, th:focus-visible { outline: 3px solid #b3470b; outline-offset: 1px; }
    .skip { position: absolute; left: -9999px; }
    .skip:focus { left: 8px; top: 8px; background: #fff; padding: 6px 10px; z-index: 3; }
    main:focus { outline: none; }
    h1 { font-size: 1.6rem; line-height: 1.25; margin: 16px 0 8px; overflow-wrap: anywhere; }
    h2 { font-size: 1.2rem; margin: 24px 0 8px; border-bottom: 1px solid var(--line); }
    h3 { font-size: 1rem; margin: 12px 0 2px; }
    p { margin: 6px 0; overflow-wrap: anywhere; }
    .lead, .meaning { background: var(--soft); border-left: 5px solid var(--band); padding: 8px 12px; }
    .subtitle { color: var(--quiet); }
    .verdict { border: 2px solid var(--ink); padding: 8px 12px; }
    .verdict strong { border: 1px solid var(--ink); padding: 1px 8px; margin-right: 6px; background: #fff; }
    .band-interview { background: #fbe3d3; border-left-width: 10px; }
    .band-watch { background: #fdf1d4; border-left-style: double; border-left-width: 10px; }
    td.band-interview, td.band-watch, td.band-ordinary, td.band-cannot-tell { border-left-width: 1px; }
    td.band-interview { font-weight: bold; }
    td.band-watch { text-decoration: underline; }
    td.band-cannot-tell { font-style: italic; color: var(--quiet); }
    .scroll { overflow-x: auto; margin: 10px 0; }
    table { border-collapse: collapse; font-size: 0.875rem; min-width: 50%; }
    caption { text-align: left; font-weight: bold; padding: 4px 0; }
    th, td { border: 1px solid var(--line); padding: 3px 7px; text-align: left; vertical-align: top; }
    th:first-child, td:first-child { min-width: 4.5em; }
    thead th { background: var(--band); color: #fff; position: sticky; top: 0; }
    th button { font: inherit; font-weight: bold; color: inherit; background: none; border: 0; padding: 2px; \
    min-height: 24px; cursor: pointer; text-align: inherit; }
    th[aria-sort="ascending"] button::after { content: " \\25B2"; }
    th[aria-sort="descending"] button::after { content: " \\25BC"; }
    td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
    td.code { font-family: "Noto Sans Mono CJK SC", "DejaVu Sans Mono", Consolas, monospace; font-size: 0.8rem; \
    overflow-wrap: anywhere; }
    tr.sum td { font-weight: bold; background: var(--soft); }
    tr.fails td { background: var(--soft); }
    tbody tr:hover td { background: #eef4fb; }
    .facts { display: grid; grid-template-columns: repeat(auto-fill, minmax(210px, 1fr)); gap: 0; \
    border: 1px solid var(--line); }
    .facts div { border: 1px solid var(--soft); padding: 4px 8px; }
    dt { color: var(--quiet); font-size: 0.8125rem; }
    dd { margin: 0; overflow-wrap: anywhere; }
    .facts dd { font-weight: bold; }
    figure { margin: 12px 0; }
    .plot { overflow-x: auto; }
    .plot svg { display: block; min-width: 640px; max-width: 100%; height: auto; }
    figcaption { font-size: 0.8125rem; color: var(--quiet); }
    a.mark .hit { fill-opacity: 0; }
    a.mark:hover .hit, a.mark:focus .hit { fill: #ffe9a8; fill-opacity: 0.7; }
    a.mark:focus { outline: 2px solid #b3470b; }
    form { display: flex; flex-wrap: wrap; gap: 8px 16px; align-items: end; margin: 8px 0; }
    form[hidden], #pager[hidden], nav[hidden] { display: none; }
    form p { flex-basis: 100%; margin: 0; font-size: 0.8125rem; color: var(--quiet); }
    input, select, button { font: inherit; min-height: 28px; max-width: 100%; }
    label { font-size: 0.875rem; }
    .checks { list-style: none; padding-left: 0; }
    .tick { display: inline-block; width: 12px; height: 12px; border: 1.5px solid var(--ink); margin-right: 8px; }
    .languages { font-size: 1.25rem; }
    footer { margin-top: 28px; padding-top: 8px; padding-bottom: 24px; border-top: 3px solid var(--band); \
    font-size: 0.8125rem; }
    footer dl { display: grid; grid-template-columns: max-content 1fr; gap: 0 12px; margin: 6px 0; }
    footer dd { overflow-wrap: anywhere; }
    .watermark { position: fixed; left: 0; top: 0; width: 100%; height: 100%; pointer-events: none; z-index: 2; }
    @media (max-width: 600px) {
      html { font-size: 15px; }
      h1 { font-size: 1.3rem; }
      footer dl { grid-template-columns: 1fr; }
      .plot svg { min-width: 560px; }
      table { min-width: 100%; }
      th, td { min-width: 5em; }
      th.number, td.number { min-width: 0; }
    }
    @page { size: A4; margin: 14mm 12mm 16mm; @bottom-right { content: counter(page) " / " counter(pages); \
    font-size: 8pt; } }
    @media print {
      html { font-size: 8.5pt; line-height: 1.3; }
      main, header, footer, body.ranking main { max-width: none; padding: 0; }
      nav, form, #pager, #status, .skip { display: none; }
      h1 { font-size: 15pt; margin: 4pt 0; }
      h2 { font-size: 10.5pt; margin: 5pt 0 2pt; break-after: avoid; }
      p { margin: 1.5pt 0; }
      h3 { font-size: 9pt; margin: 4pt 0 0; break-after: avoid; }
      figure, tr, .verdict, .lead { break-inside: avoid; }
      .scroll, .plot { overflow: visible; }
      table { font-size: 7pt; line-height: 1.2; min-width: 0; width: 100%; }
      th, td { padding: 1pt 3pt; }
      thead th { position: static; background: #fff; color: #000; border-bottom: 2px solid #000; }
      td.code { font-size: 6.5pt; }
      .plot svg { min-width: 0; width: 100%; max-height: 54mm; }
      body.overview .plot svg { max-height: 230mm; }
      figure, .scroll { margin: 3pt 0; }
      section[aria-labelledby="where"] { display: grid; grid-template-columns: 3fr 2fr; column-gap: 5mm; }
      section[aria-labelledby="months"], section[aria-labelledby="parts"], \
      section[aria-labelledby="features"] { display: grid; grid-template-columns: 1fr 1fr; column-gap: 5mm; \
      align-items: start; }
      section[aria-labelledby="features"] { grid-template-columns: 5fr 3fr; }
      section[aria-labelledby="where"] > h2, section[aria-labelledby="months"] > h2, \
      section[aria-labelledby="parts"] > h2, section[aria-labelledby="features"] > h2, \
      section[aria-labelledby="parts"] > p, section[aria-labelledby="features"] > p { grid-column: 1 / -1; }
      section[aria-labelledby="words"] { columns: 2; column-gap: 6mm; }
      section[aria-labelledby="words"] > h2 { column-span: all; }
      .checks, section[aria-labelledby="basis"] ul { margin: 2pt 0; font-size: 8pt; }
      a { color: inherit; text-decoration: none; }
      footer { font-size: 5.5pt; line-height: 1.15; margin-top: 5pt; padding-bottom: 0; }
      .meaning { padding: 2pt 6pt; font-size: 7pt; }
      .facts div { padding: 1pt 5pt; }
      dt { font-size: 7pt; }
      .facts { grid-template-columns: repeat(6, 1fr); }
      body.ranking table { font-size: 6.5pt; }
    }

    """
}
