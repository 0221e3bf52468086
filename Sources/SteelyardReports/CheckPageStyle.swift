/// The style of the check's page: readable at 360 pixels and on A4, in light and dark, told by words and not by colour alone.
enum CheckPageStyle {
  /// The style sheet.
  static let sheet = """

    :root { color-scheme: light dark; --ink: #1c2430; --soft: #5a6675; --line: #d5dbe3; --back: #fff; --card: #f6f8fa;
      --bad: #a3262a; --warn: #8a5a00; --good: #1d6b3c; --f1: #f3c9c4; --f2: #f8e3c0; --f3: #eef3d3; }
    @media (prefers-color-scheme: dark) {
      :root { --ink: #e6e9ee; --soft: #a5b0be; --line: #3a4452; --back: #14181e; --card: #1d232c; --bad: #ff9c97;
        --warn: #f2c469; --good: #8fdcae; --f1: #6b2c2a; --f2: #5d4718; --f3: #3f4a24; } }
    * { box-sizing: border-box; }
    body { margin: 0; background: var(--back); color: var(--ink); line-height: 1.5;
      font-family: "Noto Sans", "Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC", system-ui, sans-serif; }
    main { max-width: 72rem; margin: 0 auto; padding: 1rem; }
    h1 { font-size: 1.4rem; line-height: 1.3; } h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; }
    h3 { font-size: 1rem; margin: 1rem 0 .25rem; overflow-wrap: anywhere; }
    p { margin: .25rem 0; overflow-wrap: anywhere; }
    .verdict, .check { background: var(--card); border-left: .35rem solid var(--soft); padding: .6rem .8rem; margin: .6rem 0; }
    .verdict.accepted { border-color: var(--good); } .verdict.refused, .check.refusal { border-color: var(--bad); }
    .check.warning { border-color: var(--warn); } .lead { font-weight: 700; font-size: 1.05rem; }
    .check h3 { margin-top: 0; } .id, .hash, footer { color: var(--soft); font-size: .85rem; }
    ul { margin: .25rem 0; padding-left: 1.2rem; } li { overflow-wrap: anywhere; }
    .scroll { overflow-x: auto; }
    table { border-collapse: collapse; width: 100%; font-size: .9rem; }
    th, td { text-align: left; vertical-align: top; padding: .25rem .5rem; border-bottom: 1px solid var(--line); }
    th { color: var(--soft); font-weight: 600; white-space: nowrap; } td { overflow-wrap: anywhere; }
    .n { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; } .k { font-weight: 600; }
    .k, .s { white-space: nowrap; } .s { font-weight: 600; } .passed { color: var(--good); } .failed { color: var(--bad); }
    .not-applicable { color: var(--soft); } .error { color: var(--warn); }
    .checks th:nth-child(2), .checks td:nth-child(2) { width: 36%; }
    .f0 { color: var(--bad); font-weight: 700; } .f1 { background: var(--f1); } .f2 { background: var(--f2); }
    .f3 { background: var(--f3); }
    footer { margin-top: 2rem; border-top: 1px solid var(--line); padding-top: .5rem; }
    @media screen and (max-width: 40rem) {
      .stacked thead { display: none; } .stacked, .stacked tbody, .stacked tr { display: block; width: 100%; }
      .stacked tr { border-bottom: 1px solid var(--line); padding: .4rem 0; }
      .stacked td, .checks td:nth-child(2) { display: block; width: auto; border: 0; padding: .05rem 0; text-align: left;
        white-space: normal; }
      .stacked td.n::before, .stacked td:last-child::before { content: attr(data-title) ": "; color: var(--soft); }
      .stacked td:empty { display: none; } }
    @page { size: A4; margin: 14mm; }
    @media print {
      :root { --ink: #000; --soft: #444; --line: #bbb; --back: #fff; --card: #fff; --bad: #8b0000; --warn: #6b4600;
        --good: #0b4d26; --f1: #ecc; --f2: #eed; --f3: #efe; }
      main { max-width: none; padding: 0; } body { font-size: 9.5pt; } table { font-size: 8pt; }
      .scroll { overflow: visible; } tr, .check { break-inside: avoid; } h2, h3 { break-after: avoid; }
      th { white-space: normal; } .k { white-space: normal; } }

    """
}
