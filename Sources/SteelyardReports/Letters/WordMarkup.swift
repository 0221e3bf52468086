internal import Mustache
internal import SteelyardDomain

/// A document of blocks as the parts of a DOCX, its placeholders as they stand in the blocks.
///
/// The parts are templates of the program, filled with escaped texts; only what WPS, Word and LibreOffice all read is in
/// them. Dates are fixed.
enum WordMarkup {
  /// The parts in the order in which they stand in the archive.
  ///
  /// - Parameters:
  ///   - blocks: the document; figures have no place in it.
  ///   - header: what stands over each page.
  ///   - footer: what stands below each page, over the page's number.
  static func parts(
    _ blocks: [PaperBlock], title: String, header: String, footer: String, language: Language
  ) -> [OfficeArchive.Part] {
    let words: [String: Any] = [
      "title": title, "header": header, "footer": footer, "language": language == .zh ? "zh-CN" : "en-US",
      "body": body(blocks), "page": pageNumber(language),
      "font": language == .zh ? "仿宋" : "Times New Roman", "heading_font": language == .zh ? "黑体" : "Arial",
    ]
    return [
      ("[Content_Types].xml", "types"), ("_rels/.rels", "package"), ("docProps/core.xml", "core"),
      ("word/document.xml", "document"), ("word/styles.xml", "styles"), ("word/settings.xml", "settings"),
      ("word/header1.xml", "header"), ("word/footer1.xml", "footer"),
      ("word/_rels/document.xml.rels", "relations"),
    ].map { name, template in OfficeArchive.Part(name: name, bytes: Array(render(template, words).utf8)) }
  }

  /// The number of a page between the words about it, as fields that the office program counts.
  private static func pageNumber(_ language: Language) -> String {
    let marked = Wording.Paper.page(-1, of: -2).text(language)
    let pieces = marked.split(separator: /-[12]/, omittingEmptySubsequences: false).map(String.init)
    return render(
      "page", ["before": pieces[0], "between": pieces[1], "after": pieces.count > 2 ? pieces[2] : ""])
  }

  private static func body(_ blocks: [PaperBlock]) -> String {
    blocks.map { block in
      switch block {
      case .title(let text): paragraph(text, style: "Title")
      case .line(let text, let place): paragraph(text, style: "Line", place: place)
      case .heading(let text): paragraph(text, style: "Heading1")
      case .paragraph(let text): paragraph(text, style: "BodyText")
      case .small(let text): paragraph(text, style: "Small")
      case .grid(let facts): table(PaperBlock.table(of: facts))
      case .table(let content): table(content)
      case .figure: ""
      case .pageBreak: render("break", [:])
      }
    }.joined()
  }

  private static func paragraph(_ text: String, style: String, place: PaperBlock.Place = .start) -> String {
    let sides = [PaperBlock.Place.start: "left", .centre: "center", .end: "right"]
    var values = ["style": style, "text": text]
    // What is not said must not be there: an empty value would stand in the markup.
    if style == "Line" { values["side"] = sides[place] }
    return render("paragraph", values)
  }

  /// The width of the text in twentieths of a point, as the page of `document` leaves it.
  private static let textWidth = 9_354.0

  private static func table(_ table: PaperTable) -> String {
    let widths = table.shares.map { "\(Int((textWidth * $0).rounded()))" }
    func row(_ cells: [String], isTitle: Bool) -> [String: Any] {
      var values: [String: Any] = [
        "title": isTitle,
        "cells": cells.enumerated().map { column, text in
          [
            "width": widths[column], "text": text, "side": table.numbers.contains(column) ? "right" : "left",
            "shaded": isTitle || table.names.contains(column),
          ] as [String: Any]
        },
      ]
      if table.rowHeightMinimum > 0, !isTitle { values["height"] = "\(Int(table.rowHeightMinimum * 20))" }
      return values
    }
    let titles = table.titles.isEmpty ? [] : [row(table.titles, isTitle: true)]
    return render(
      "table", ["widths": widths, "rows": titles + table.rows.map { row($0, isTitle: false) }])
  }

  private static func render(_ name: String, _ values: [String: Any]) -> String {
    guard let text = library.render(values, withTemplate: name) else { preconditionFailure("no template \(name)") }
    return text
  }

  private static let library: MustacheLibrary = {
    SiteTemplates.registerEscaping()
    var library = MustacheLibrary()
    for (name, text) in WordTemplates.texts {
      do { try library.register("{{% CONTENT_TYPE: MARKUP}}" + text, named: name) } catch {
        preconditionFailure("the template \(name) cannot be read: \(error)")
      }
    }
    return library
  }()
}
