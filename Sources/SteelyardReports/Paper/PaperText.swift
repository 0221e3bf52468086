import CPango

/// A text laid out by pango in lines of a width.
///
/// The language is fixed, so that which form of a character is drawn does not depend on the locale; what turns the
/// direction of writing or is no character is shown as `�`.
final class PaperText {
  /// How a text is set.
  struct Style {
    /// The size of the letters in points.
    var size: Double
    var isBold = false
    var place = PaperBlock.Place.start
    /// The room between lines as a share of ``size``.
    var leading = 0.04
    /// After how many lines of a paragraph it is cut with `…`; `nil` never.
    var linesMaximum: Int?
  }

  /// A line: where it begins, its baseline, its upper and lower edge, from the upper left corner of the text, in points.
  struct Line {
    let x, baseline, top, bottom: Double
  }

  /// The most scalars that are laid out; a longer text ends with `…`.
  static let scalarsMaximum = 6_000

  private let layout: OpaquePointer
  let lines: [Line]

  /// How many characters no font of the machine has.
  var missing: Int { Int(pango_layout_get_unknown_glyphs_count(layout)) }

  /// The height of all lines.
  var height: Double { lines.last?.bottom ?? 0 }

  init(_ text: String, _ style: Style, width: Double, on paper: PaperSurface) {
    guard let layout = pango_cairo_create_layout(paper.context) else { preconditionFailure("pango makes a layout") }
    self.layout = layout
    pango_context_set_language(pango_layout_get_context(layout), pango_language_from_string("zh-cn"))
    let font = pango_font_description_new()
    pango_font_description_set_family(font, paper.family)
    pango_font_description_set_absolute_size(font, style.size * Double(PANGO_SCALE))
    pango_font_description_set_weight(font, style.isBold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL)
    pango_layout_set_font_description(layout, font)
    pango_font_description_free(font)
    pango_layout_set_width(layout, Int32(width * Double(PANGO_SCALE)))
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR)
    pango_layout_set_spacing(layout, Int32(style.size * style.leading * Double(PANGO_SCALE)))
    let sides = [
      PaperBlock.Place.start: PANGO_ALIGN_LEFT, .centre: PANGO_ALIGN_CENTER, .end: PANGO_ALIGN_RIGHT,
    ]
    pango_layout_set_alignment(layout, sides[style.place] ?? PANGO_ALIGN_LEFT)
    // Where a name is written from right to left, the text about it still begins at the left.
    pango_layout_set_auto_dir(layout, 0)
    if let maximum = style.linesMaximum {
      pango_layout_set_height(layout, Int32(-maximum))
      pango_layout_set_ellipsize(layout, PANGO_ELLIPSIZE_END)
    }
    let shown = Self.printable(text)
    pango_layout_set_text(layout, shown, Int32(shown.utf8.count))
    lines = Self.lines(of: layout)
  }

  deinit { g_object_unref(UnsafeMutableRawPointer(layout)) }

  /// A text as it can be set, its line ends kept.
  private static func printable(_ text: String) -> String {
    let scalars = text.unicodeScalars
    let isLong = scalars.count > scalarsMaximum
    let kept = isLong ? String(String.UnicodeScalarView(scalars.prefix(scalarsMaximum))) + "…" : text
    return kept.split(separator: "\n", omittingEmptySubsequences: false).map { DisplayWidth.harmless(String($0)) }
      .joined(separator: "\n")
  }

  private static func lines(of layout: OpaquePointer) -> [Line] {
    guard let iterator = pango_layout_get_iter(layout) else { return [] }
    defer { pango_layout_iter_free(iterator) }
    let unit = Double(PANGO_SCALE)
    var lines: [Line] = []
    repeat {
      var extents = PangoRectangle()
      pango_layout_iter_get_line_extents(iterator, nil, &extents)
      lines.append(
        Line(
          x: Double(extents.x) / unit, baseline: Double(pango_layout_iter_get_baseline(iterator)) / unit,
          top: Double(extents.y) / unit, bottom: Double(extents.y + extents.height) / unit))
    } while pango_layout_iter_next_line(iterator) != 0
    return lines
  }

  /// Draws some lines, the upper edge of the first at a place.
  func draw(_ range: Range<Int>, x: Double, y: Double, on paper: PaperSurface) {
    guard let first = lines[range].first else { return }
    for number in range {
      cairo_move_to(paper.context, x + lines[number].x, y + lines[number].baseline - first.top)
      pango_cairo_show_layout_line(paper.context, pango_layout_get_line_readonly(layout, Int32(number)))
    }
  }

  /// Draws all lines.
  func draw(x: Double, y: Double, on paper: PaperSurface) { draw(lines.indices, x: x, y: y, on: paper) }
}
