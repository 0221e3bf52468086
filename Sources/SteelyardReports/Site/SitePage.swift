internal import SteelyardDomain
internal import SteelyardScoring

/// What every page of a report stands in: navigation, and what every export carries.
struct SiteFrame {
  let run: RunStatement
  let language: Language
  /// The languages of the report.
  let languages: [Language]

  /// The words of the templates.
  var words: [String: String] { Wording.Site.texts.mapValues { $0.text(language) } }

  /// A whole page.
  ///
  /// - Parameters:
  ///   - kind: what the style sheet knows it by.
  ///   - title: its title.
  ///   - path: its place below the language's folder, or below the report's where that has one language.
  ///   - spread: how much the peers differ, where one group's is told instead of all.
  ///   - group: the fit group that the page is about; `nil` where it is about all.
  ///   - scripts: the scripts it needs.
  ///   - body: its markup.
  func page(
    kind: String, title: String, path: String, spread: [String] = [], group: FitGroupChoice? = nil,
    scripts: [String] = [], body: String
  ) -> [UInt8] {
    let inner = path.split(separator: "/").count - 1
    let root = String(repeating: "../", count: inner + (languages.count > 1 ? 1 : 0))
    var values: [String: Any] = [
      "language": language.rawValue, "kind": kind, "title": title, "root": root, "scripts": scripts, "body": body,
      "model_title": run.governance.title.text(language), "period": Wording.periodName(run.period).text(language),
      "w": words, "has_nav": true, "nav": navigation(path: path, inner: inner),
      "meaning": Wording.listedMeans.text(language), "carried": carried(spread, group), "watermark_svg": watermark,
    ]
    if let text = run.watermark { values["watermark"] = text }
    return Array(SiteTemplates.render("frame", values).utf8)
  }

  /// The page that asks for a language.
  func chooser() -> [UInt8] {
    let title = run.governance.title
    let values: [String: Any] = [
      "title": "\(title.zh) · \(title.en)",
      "links": languages.map { other in
        ["href": "\(other.rawValue)/index.html", "lang": other.rawValue, "text": Wording.Site.language(other)]
      },
    ]
    var frame: [String: Any] = [
      "language": language.rawValue, "kind": "chooser", "title": "\(title.zh) · \(title.en)", "root": "",
      "scripts": [String](), "body": SiteTemplates.render("chooser", values),
      "model_title": title.text(language), "period": Wording.periodName(run.period).text(language), "w": words,
      "has_nav": false, "nav": [String](),
      "meaning": languages.map { Wording.listedMeans.text($0) }.joined(separator: " "), "carried": carried([], nil),
      "watermark_svg": watermark,
    ]
    if let text = run.watermark { frame["watermark"] = text }
    return Array(SiteTemplates.render("frame", frame).utf8)
  }

  private func navigation(path: String, inner: Int) -> [[String: Any]] {
    let up = String(repeating: "../", count: inner)
    var items: [[String: Any]] = [
      ["href": "\(up)index.html", "text": Wording.Site.overview.text(language), "current": path == "index.html"],
      [
        "href": "\(up)ranking.html", "text": Wording.Site.ranking.text(language), "current": path.hasPrefix("ranking"),
      ],
    ]
    for other in languages where other != language {
      items.append([
        "href": "\(up)../\(other.rawValue)/\(path)", "text": Wording.Site.language(other), "lang": other.rawValue,
      ])
    }
    return items
  }

  private func carried(_ spread: [String], _ group: FitGroupChoice?) -> [[String: String]] {
    run.carried(language, spread: spread, group: group).map { ["name": $0.name, "value": $0.content] }
  }

  /// The watermark over the page, slanting; it is said once more in the footer, where it can be read.
  private var watermark: String {
    guard let text = run.watermark else { return "" }
    var svg = SvgText()
    svg.open(
      "svg",
      [
        ("class", "watermark"), ("viewBox", "0 0 800 1000"), ("preserveAspectRatio", "xMidYMid slice"),
        ("aria-hidden", "true"), ("font-family", SvgText.fonts),
      ])
    for row in 0..<4 {
      let y = SvgText.coordinate(160 + 250 * Double(row))
      svg.text(
        "text",
        [
          ("x", "400"), ("y", y), ("transform", "rotate(-24 400 \(y))"), ("text-anchor", "middle"),
          ("font-size", "34"), ("fill", "#000000"), ("fill-opacity", "0.09"),
        ], DisplayWidth.truncated(text, to: 60))
    }
    svg.close("svg")
    return svg.markup
  }
}

/// Tables, names with values, and figures as markup.
enum SiteParts {
  /// A cell: its text, and what it is exactly, where it leads, and its class.
  struct Cell {
    var text: String
    var value: String?
    var href: String?
    var style: String?

    init(_ text: String, value: String? = nil, href: String? = nil, style: String? = nil) {
      self.text = text
      self.value = value
      self.href = href
      self.style = style
    }

    /// A number as it is shown, with what the files have.
    static func number(_ text: String, _ value: String? = nil) -> Cell { Cell(text, value: value, style: "number") }

    var values: [String: Any] {
      var values: [String: Any] = ["text": text]
      if let value { values["value"] = value }
      if let href { values["href"] = href }
      if let style { values["class"] = style }
      return values
    }
  }

  /// A table; `sums` are the rows that add up others, `fails` those set off.
  static func table(
    caption: String, id: String? = nil, titles: [String], numbers: Set<Int> = [], rows: [[Cell]], sums: Set<Int> = [],
    fails: Set<Int> = []
  ) -> String {
    guard !rows.isEmpty else { return "" }
    var values: [String: Any] = [
      "caption": caption,
      "columns": titles.enumerated().map { ["title": $1, "number": numbers.contains($0)] as [String: Any] },
      "rows": rows.enumerated().map { place, cells in
        var row: [String: Any] = ["cells": cells.map(\.values)]
        if sums.contains(place) { row["row_class"] = "sum" }
        if fails.contains(place) { row["row_class"] = "fails" }
        return row
      },
    ]
    if let id { values["id"] = id }
    return SiteTemplates.render("table", values)
  }

  /// Names with their values; `value` is what the files have.
  static func facts(_ facts: [(name: String, text: String, value: String?)]) -> String {
    SiteTemplates.render(
      "facts",
      [
        "facts": facts.map { fact in
          var values = ["name": fact.name, "text": fact.text]
          values["value"] = fact.value
          return values
        }
      ])
  }

  /// A figure; nothing where there is no drawing.
  static func figure(_ svg: String, label: String, notes: [String]) -> String {
    svg.isEmpty ? "" : SiteTemplates.render("figure", ["svg": svg, "label": label, "notes": notes])
  }
}
