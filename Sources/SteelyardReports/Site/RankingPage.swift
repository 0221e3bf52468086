internal import SteelyardDomain

/// A page of the ranked table: two hundred institutions as they stand in `ranking.csv`.
struct RankingPage {
  let site: StaticSite
  let frame: SiteFrame
  let number: Int

  /// The columns by which institutions are filtered.
  private static let filters = ["band", "peer_group", "district"]

  var bytes: [UInt8] {
    let language = frame.language
    let first = number * StaticSite.rowsPerPage
    let last = min(site.rows.count, first + StaticSite.rowsPerPage)
    let pages = max(1, (site.rows.count + StaticSite.rowsPerPage - 1) / StaticSite.rowsPerPage)
    let title = Wording.Site.rankingPage(number + 1, of: pages).text(language)
    let body = SiteTemplates.render(
      "ranking",
      [
        "title": title, "meaning": Wording.listedMeans.text(language), "w": frame.words,
        "status": Wording.Site.rowsShown(
          NumberFormats.grouped("\(min(first + 1, last))"), NumberFormats.grouped("\(last)"),
          of: NumberFormats.grouped("\(site.rows.count)")
        ).text(language),
        "filters": Self.filters.map { name in
          [
            "column": name, "title": Wording.terminalTitle(name, currency: frame.run.currency).text(language),
            "all": Wording.Site.everywhere.text(language),
          ]
        },
        "columns": RankingTable.terminalColumns.map(column),
        "rows": (first..<last).map { ["cells": cells($0)] },
        "pages": (0..<pages).map { page in
          ["href": StaticSite.rankingName(page), "text": "\(page + 1)", "current": page == number] as [String: Any]
        },
      ])
    return frame.page(
      kind: "ranking", title: "\(title) · \(frame.run.governance.title.text(language))",
      path: StaticSite.rankingName(number), scripts: ["report.js", "search.js"], body: body)
  }

  /// What the script has to know of a column to show it as the page does.
  private func column(_ name: String) -> [String: Any] {
    let isNumber = RankingTable.isNumber(named: name)
    let ends = RankingTable.intervals[name]
    var values: [String: Any] = [
      "title": Wording.terminalTitle(name, currency: frame.run.currency).text(frame.language),
      "class": isNumber ? "number" : "text", "column": ends?.0 ?? name,
    ]
    if let ends { values["high"] = ends.1 }
    guard let position = RankingTable.positions[ends?.0 ?? name] else { return values }
    let isInTenThousands = frame.language == .zh && Wording.isInTenThousands(name)
    switch RankingTable.columns[position].kind {
    case .whole: (values["kind"], values["decimals"]) = ("whole", "0")
    case .ratio: (values["kind"], values["decimals"]) = ("ratio", "3")
    case .money:
      (values["kind"], values["decimals"]) = ("money", isInTenThousands ? "2" : "0")
      if isInTenThousands { values["divisor"] = "10000" }
    case .text: (values["kind"], values["decimals"]) = ("text", "0")
    case .word, .flag: (values["kind"], values["decimals"]) = ("word", "0")
    }
    return values
  }

  private func cells(_ place: Int) -> [[String: Any]] {
    let row = site.rows[place]
    return RankingTable.terminalColumns.map { name in
      var cell = SiteParts.Cell(RankingTable.terminalCell(name, of: row, in: frame.language))
      if RankingTable.isNumber(named: name) {
        cell.style = "number"
        if RankingTable.intervals[name] == nil, !row[name].isEmpty { cell.value = row[name] }
      } else if name == "institution_id" {
        cell.style = "code"
        cell.href = "institutions/\(site.files[place])"
      } else if name == "band" {
        cell.style = "band-\(row[name])"
      }
      return cell.values
    }
  }
}
