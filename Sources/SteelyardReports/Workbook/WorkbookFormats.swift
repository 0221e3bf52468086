import CXLSXWriter

/// How cells look: each look made once, a file holds few.
///
/// Colours are one hue in steps of lightness with bold print at the dark end, so that neither colour blindness nor a
/// black-and-white printer takes anything away.
final class WorkbookFormats {
  /// What a cell is.
  enum Look: Hashable {
    case title, note, header, factTitle, fact
    case text, wrapped
    case number(String)
    case entry(isDate: Bool)
  }

  /// How strongly a cell is marked by its value.
  enum Strength {
    case strong, medium, light, pale
  }

  /// Navy, the ground of headers.
  private static let navy: lxw_color_t = 0x0A1F3F
  /// The light yellow of what is to be filled in.
  private static let open: lxw_color_t = 0xFFFBE6
  /// Grey of thin lines between cells.
  private static let line: lxw_color_t = 0xBFC5CE
  /// The lightest and the darkest end of a scale.
  static let scale: (low: lxw_color_t, high: lxw_color_t) = (0xFFFFFF, 0x56B4E9)

  private let workbook: UnsafeMutablePointer<lxw_workbook>
  private let font: String
  private var made: [Look: UnsafeMutablePointer<lxw_format>] = [:]

  init(_ workbook: UnsafeMutablePointer<lxw_workbook>, font: String) {
    self.workbook = workbook
    self.font = font
  }

  /// The format of a look.
  func of(_ look: Look) -> UnsafeMutablePointer<lxw_format>? {
    if let format = made[look] { return format }
    guard let format = workbook_add_format(workbook) else { return nil }
    format_set_font_name(format, font)
    format_set_font_size(format, 10)
    format_set_align(format, UInt8(LXW_ALIGN_VERTICAL_CENTER.rawValue))
    dress(format, look)
    made[look] = format
    return format
  }

  private func dress(_ format: UnsafeMutablePointer<lxw_format>, _ look: Look) {
    switch look {
    case .title:
      format_set_bold(format)
      format_set_font_size(format, 14)
    case .note: format_set_italic(format)
    case .header:
      format_set_bold(format)
      format_set_font_color(format, 0xFFFFFF)
      format_set_bg_color(format, Self.navy)
      format_set_align(format, UInt8(LXW_ALIGN_CENTER.rawValue))
      format_set_text_wrap(format)
      border(format)
    case .factTitle: format_set_bold(format)
    case .fact: break
    case .text: border(format)
    case .wrapped:
      border(format)
      format_set_text_wrap(format)
    case .number(let pattern):
      border(format)
      format_set_num_format(format, pattern)
    case .entry(let isDate):
      border(format)
      format_set_bg_color(format, Self.open)
      if isDate { format_set_num_format(format, "yyyy-mm-dd") }
    }
  }

  private func border(_ format: UnsafeMutablePointer<lxw_format>) {
    format_set_border(format, UInt8(LXW_BORDER_THIN.rawValue))
    format_set_border_color(format, Self.line)
  }

  /// The format that a strength lays over a cell.
  func mark(_ strength: Strength) -> UnsafeMutablePointer<lxw_format>? {
    guard let format = workbook_add_format(workbook) else { return nil }
    let (ground, print, isBold): (lxw_color_t, lxw_color_t, Bool) =
      switch strength {
      case .strong: (0x0072B2, 0xFFFFFF, true)
      case .medium: (0x56B4E9, 0x000000, true)
      case .light: (0xD6ECF8, 0x000000, false)
      case .pale: (0xE6E6E6, 0x404040, false)
      }
    format_set_bg_color(format, ground)
    format_set_font_color(format, print)
    if isBold { format_set_bold(format) }
    return format
  }
}
