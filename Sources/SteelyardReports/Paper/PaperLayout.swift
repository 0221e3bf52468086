import CPango

/// Puts blocks on pages: lines and rows go on to the next page, a heading stays with what follows, a figure is whole.
struct PaperLayout {
  /// Something that is drawn once it is known how many pages there are.
  typealias Drawing = (PaperSurface) -> Void

  /// The area of the text in points.
  static let left = 54.0, top = 52.0, bottom = 768.0, width = PaperSurface.width - 2 * left

  private(set) var pages: [[Drawing]] = [[]]
  /// How many characters no font of the machine has.
  private(set) var missing = 0
  private let paper: PaperSurface
  private var y = Self.top
  /// Room below the block before.
  private var gap = 0.0

  init(_ paper: PaperSurface) { self.paper = paper }

  private var isAtTop: Bool { y == Self.top }

  /// Adds blocks.
  mutating func add(_ blocks: [PaperBlock]) {
    for (place, block) in blocks.enumerated() {
      add(block, before: place + 1 < blocks.count ? blocks[place + 1] : .pageBreak)
    }
  }

  private mutating func add(_ block: PaperBlock, before next: PaperBlock) {
    switch block {
    case .title(let text): addText(text, .init(size: 16, isBold: true, place: .centre), above: 4, below: 5)
    case .line(let text, let place): addText(text, .init(size: 10.5, place: place), above: 2, below: 3)
    case .heading(let text):
      addText(text, .init(size: 10.5, isBold: true), above: 5, below: 2, together: heightBelowHeading(next))
    case .paragraph(let text): addText(text, .init(size: 9.2), above: 1, below: 2.5)
    case .small(let text): addText(text, .init(size: 6.4, leading: 0), above: 1, below: 2)
    case .grid(let facts): add(PaperBlock.table(of: facts))
    case .table(let table): add(table)
    case .figure(let svg, let share): addFigure(svg, width: Self.width * share)
    case .pageBreak: if !isAtTop { breakPage() }
    }
  }

  /// How much of what follows a heading must stand on its page: a figure, or a few lines.
  private func heightBelowHeading(_ next: PaperBlock) -> Double {
    guard case .figure(let svg, let share) = next, let figure = PaperFigure(svg: svg, family: paper.family) else {
      return 50
    }
    return Self.width * share * figure.height / figure.width + 12
  }

  private mutating func breakPage() {
    pages.append([])
    y = Self.top
    gap = 0
  }

  private mutating func draw(_ drawing: @escaping Drawing) { pages[pages.count - 1].append(drawing) }

  /// Leaves room before a block; nothing at the top of a page.
  private mutating func leave(_ above: Double) {
    if !isAtTop { y += max(gap, above) }
    gap = 0
  }

  /// A text; `together` is how much must fit below its first line.
  private mutating func addText(
    _ content: String, _ style: PaperText.Style, above: Double, below: Double, together: Double = 0
  ) {
    let text = PaperText(content, style, width: Self.width, on: paper)
    missing += text.missing
    leave(above)
    if !isAtTop, y + together + (text.lines.first.map { $0.bottom - $0.top } ?? 0) > Self.bottom { breakPage() }
    var start = 0
    while start < text.lines.count {
      let room = Self.bottom - y
      let fitting = text.lines[start...].prefix { $0.bottom - text.lines[start].top <= room }.count
      if fitting == 0, !isAtTop {
        breakPage()
        continue
      }
      let range = start..<start + max(1, fitting)
      let place = y
      draw { paper in
        paper.ink(0)
        text.draw(range, x: Self.left, y: place, on: paper)
      }
      y += text.lines[range.upperBound - 1].bottom - text.lines[start].top
      start = range.upperBound
      if start < text.lines.count { breakPage() }
    }
    gap = below
  }

  private mutating func addFigure(_ svg: String, width: Double) {
    guard let figure = PaperFigure(svg: svg, family: paper.family) else { return }
    let height = width * figure.height / figure.width
    leave(4)
    if !isAtTop, y + height > Self.bottom { breakPage() }
    let (x, place) = (Self.left + (Self.width - width) / 2, y)
    draw { paper in figure.draw(paper.context, x: x, y: place, width: width) }
    y += height
    gap = 4
  }
}

// MARK: - Tables

extension PaperLayout {
  private static let padding = 2.4
  /// A cell is cut after this many lines, so that a row fits on a page.
  private static let cellLinesMaximum = 40

  private mutating func add(_ table: PaperTable) {
    leave(3)
    let titles = table.titles.isEmpty ? nil : row(table.titles, of: table, isTitle: true)
    if let titles { place(titles, of: table, isTitle: true) }
    for cells in table.rows {
      let texts = row(cells, of: table)
      if !isAtTop, y + height(texts, table) > Self.bottom {
        breakPage()
        if let titles { place(titles, of: table, isTitle: true) }
      }
      place(texts, of: table)
    }
    gap = 6
  }

  private mutating func row(_ cells: [String], of table: PaperTable, isTitle: Bool = false) -> [PaperText] {
    let texts = zip(cells, table.shares).enumerated().map { column, cell in
      let style = PaperText.Style(
        size: 8.8, isBold: isTitle, place: table.numbers.contains(column) ? .end : .start, leading: 0,
        linesMaximum: Self.cellLinesMaximum)
      return PaperText(cell.0, style, width: Self.width * cell.1 - 2 * Self.padding, on: paper)
    }
    missing += texts.reduce(0) { $0 + $1.missing }
    return texts
  }

  private func height(_ texts: [PaperText], _ table: PaperTable) -> Double {
    let content = texts.map(\.height).max() ?? 0
    return min(Self.bottom - Self.top, max(table.rowHeightMinimum, content + 2 * Self.padding))
  }

  private mutating func place(_ texts: [PaperText], of table: PaperTable, isTitle: Bool = false) {
    let (top, height) = (y, isTitle ? height(texts, PaperTable(rows: [], shares: [])) : height(texts, table))
    draw { paper in
      var x = Self.left
      for (column, text) in texts.enumerated() {
        let width = Self.width * table.shares[column]
        if isTitle || table.names.contains(column) {
          paper.fill(x: x, y: top, width: width, height: height, shade: 0.93)
        }
        for (from, to) in [
          ((x, top), (x + width, top)), ((x, top + height), (x + width, top + height)), ((x, top), (x, top + height)),
          ((x + width, top), (x + width, top + height)),
        ] { paper.line(from, to, shade: 0.6) }
        paper.ink(0)
        text.draw(x: x + Self.padding, y: top + Self.padding, on: paper)
        x += width
      }
    }
    y += height
  }
}
