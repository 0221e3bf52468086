internal import SteelyardDomain

/// The rows that the script sorts and searches (`search.js`): the texts of `ranking.csv`, of all institutions, once for
/// both languages.
///
/// A text can close no script and open none: the file is a script of its own, and beyond JSON's own signs `<`, `>` and
/// `&` are escaped too.
enum SearchIndex {
  /// The columns, those of the ranking by name and the institution's page last.
  static let columns = [
    "rank", "institution_id", "name", "peer_group", "kind", "level", "district", "heads", "cost_per_head",
    "index_plain", "index_adjusted", "index_low", "index_high", "z", "q", "excess_shrunk", "rank_low", "rank_high",
    "band",
  ]

  /// The columns whose texts are words of ours, or labels.
  static let wordColumns = ["peer_group", "kind", "level", "district", "band"]

  static func javascript(_ rows: [(row: RankingRow, page: String)]) -> [UInt8] {
    var words: [Language: [String: String]] = [.zh: [:], .en: [:]]
    for (row, _) in rows {
      for name in wordColumns {
        let cell = row[name]
        for language in Language.allCases where words[language]?[cell] == nil {
          let text = RankingTable.terminalCell(name, of: row, in: language)
          if text != cell { words[language]?[cell] = text }
        }
      }
    }
    func object(_ language: Language) -> JsonText {
      .sorted((words[language] ?? [:]).map { ($0.key, .text($0.value)) })
    }
    var text = "window.steelyardRanking&&window.steelyardRanking({\"columns\":"
    text += JsonText.array((columns + ["page"]).map(JsonText.text)).line
    text += ",\"words\":" + escaped(JsonText.object([("en", object(.en)), ("zh", object(.zh))]).line)
    text += ",\"rows\":["
    for (position, entry) in rows.enumerated() {
      let cells = columns.map { JsonText.text(entry.row[$0]) } + [JsonText.text(entry.page)]
      text += (position == 0 ? "\n" : ",\n") + escaped(JsonText.array(cells).line)
    }
    return Array((text + "\n]});\n").utf8)
  }

  private static func escaped(_ json: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in json.unicodeScalars {
      switch scalar {
      case "<": result.append(contentsOf: "\\u003c".unicodeScalars)
      case ">": result.append(contentsOf: "\\u003e".unicodeScalars)
      case "&": result.append(contentsOf: "\\u0026".unicodeScalars)
      default: result.append(scalar)
      }
    }
    return String(result)
  }
}
