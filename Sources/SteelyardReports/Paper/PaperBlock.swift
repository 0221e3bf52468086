/// A piece of a document that is printed: what a page of PDF and a part of a DOCX are both made from, top to bottom.
///
/// A line end within a text is a line break.
enum PaperBlock {
  /// Where a line of its own stands.
  enum Place: String {
    case start, centre, end
  }

  /// The title of the document.
  case title(String)
  /// A line of its own.
  case line(String, Place)
  case heading(String)
  case paragraph(String)
  /// What has to be there and is read by few.
  case small(String)
  /// Figures with their names, two beside each other.
  case grid([(name: String, text: String)])
  case table(PaperTable)
  /// A figure as SVG, as wide as this share of the text.
  case figure(String, width: Double)
  case pageBreak

  /// The block with another text in each of its places.
  func map(_ change: (String) -> String) -> PaperBlock {
    switch self {
    case .title(let text): .title(change(text))
    case .line(let text, let place): .line(change(text), place)
    case .heading(let text): .heading(change(text))
    case .paragraph(let text): .paragraph(change(text))
    case .small(let text): .small(change(text))
    case .grid(let facts): .grid(facts.map { (change($0.name), change($0.text)) })
    case .table(let table): .table(table.map(change))
    case .figure, .pageBreak: self
    }
  }

  /// A grid as a table of four columns: name, figure, name, figure.
  static func table(of facts: [(name: String, text: String)]) -> PaperTable {
    let rows = stride(from: 0, to: facts.count, by: 2).map { place in
      facts[place..<min(place + 2, facts.count)].flatMap { [$0.name, $0.text] }
        + (place + 1 < facts.count ? [] : ["", ""])
    }
    return PaperTable(rows: rows, shares: [0.24, 0.26, 0.24, 0.26], numbers: [1, 3], names: [0, 2])
  }
}

/// A table: titles over columns where it has any, and rows of as many cells.
struct PaperTable {
  var titles: [String] = []
  var rows: [[String]]
  /// The share of the text's width that each column takes; they add up to 1.
  var shares: [Double]
  /// The columns whose cells stand at the right.
  var numbers: Set<Int> = []
  /// The columns that hold names of what stands beside them.
  var names: Set<Int> = []
  /// How high a row is at least, in points: room to write by hand.
  var rowHeightMinimum = 0.0

  func map(_ change: (String) -> String) -> PaperTable {
    var table = self
    table.titles = titles.map(change)
    table.rows = rows.map { $0.map(change) }
    return table
  }
}
