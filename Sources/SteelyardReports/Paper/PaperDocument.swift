import CPango
internal import SteelyardDomain

/// A document as PDF.
public struct PrintedDocument: Sendable {
  /// The bytes.
  public let bytes: [UInt8]
  /// How many pages it has.
  public let pages: Int
  /// How many characters no font of the machine has; each is shown as a box.
  public let missing: Int
}

/// A document on A4 pages: blocks from top to bottom, on each page what every export carries and the number of the page.
struct PaperDocument {
  /// What every page has beside its text.
  struct Frame {
    /// Above the text: what the document is of.
    var head: String
    /// Below it: what being listed means, and which run it is.
    var foot: [String]
    /// Over it, slanting.
    var watermark: String?
  }

  var blocks: [PaperBlock]
  var frame: Frame
  var properties: PaperProperties
  var language: Language

  /// Prints the document.
  ///
  /// - Throws: ``PaperFailure/noFont`` where the machine has no font with Chinese characters.
  func pdf() throws(PaperFailure) -> PrintedDocument {
    guard let family = PaperFonts.family else { throw .noFont }
    let paper = try PaperSurface(family: family, properties)
    var layout = PaperLayout(paper)
    layout.add(blocks)
    let pages = layout.pages
    for (number, page) in pages.enumerated() {
      for draw in page { draw(paper) }
      // Over the page: figures have a white ground. It is so faint that it hides nothing.
      drawWatermark(on: paper)
      drawFrame(page: number + 1, of: pages.count, on: paper)
      paper.endPage()
    }
    return PrintedDocument(bytes: try paper.bytes(), pages: pages.count, missing: layout.missing)
  }

  private func drawFrame(page: Int, of pages: Int, on paper: PaperSurface) {
    let (left, width) = (PaperLayout.left, PaperLayout.width)
    let head = PaperText(frame.head, .init(size: 7.5, linesMaximum: 1), width: width, on: paper)
    paper.ink(0.3)
    head.draw(x: left, y: 30, on: paper)
    paper.line((left, 43), (left + width, 43), shade: 0.7)
    var y = PaperLayout.bottom + 10
    paper.line((left, y - 4), (left + width, y - 4), shade: 0.7)
    for (place, line) in frame.foot.enumerated() {
      let text = PaperText(line, .init(size: 7, isBold: place == 0, linesMaximum: 2), width: width, on: paper)
      paper.ink(0.2)
      text.draw(x: left, y: y, on: paper)
      y += text.height + 1
    }
    let number = PaperText(
      Wording.Paper.page(page, of: pages).text(language), .init(size: 9, place: .centre), width: width, on: paper)
    paper.ink(0)
    number.draw(x: left, y: PaperSurface.height - 32, on: paper)
  }

  /// The watermark three times over the page.
  private func drawWatermark(on paper: PaperSurface) {
    guard let mark = frame.watermark else { return }
    let text = PaperText(
      DisplayWidth.truncated(mark, to: 60), .init(size: 30, place: .centre, linesMaximum: 2), width: 520, on: paper)
    for row in 0..<3 {
      cairo_save(paper.context)
      cairo_translate(paper.context, PaperSurface.width / 2, 170 + 260 * Double(row))
      cairo_rotate(paper.context, -0.42)
      paper.ink(0, alpha: 0.09)
      text.draw(x: -260, y: -text.height / 2, on: paper)
      cairo_restore(paper.context)
    }
  }
}
