import SteelyardDomain

/// What a line of totals says it is the total of.
enum TotalKind {
  /// Of everything, or of everything since the last such line: 合计, 总计, 累计, Total.
  case whole
  /// Of a page or a group: 小计, 本页合计, Subtotal.
  case part
}

/// Lines of totals, known by their words.
extension TableRecord {
  /// Whether the line is a total of others: its first filled cell says so.
  var isTotalRow: Bool { totalKind != nil }

  /// What the first filled cell says the line is a total of, `nil` where it is no total.
  var totalKind: TotalKind? {
    for column in fields.indices {
      let bytes = trimmed(column)
      if !bytes.isEmpty { return TotalWords.kind(bytes) }
    }
    return nil
  }

  /// Whether nothing but separators stands in a record: the rows below a table that a spreadsheet exports.
  static func isBare(_ fields: UnsafeBufferPointer<CsvTokenizer.Field>) -> Bool {
    guard let first = fields.first, let last = fields.last else { return true }
    return last.end - first.start == fields.count - 1
  }

  /// Whether no cell has anything in it.
  var isEmptyRow: Bool { fields.indices.allSatisfy { trimmed($0).isEmpty } }

  /// What any cell says the line is a total of, as a word of its own or at the end of a name: `西湖区小计`.
  var totalKindAnywhere: TotalKind? {
    for column in fields.indices {
      let bytes = trimmed(column)
      if bytes.isEmpty { continue }
      if let kind = TotalWords.kind(bytes) { return kind }
      if TotalWords.endings.contains(where: { bytes.count > $0.count && bytes.suffix($0.count).elementsEqual($0) }) {
        return .part
      }
    }
    return nil
  }
}

/// The words by which lines of totals are known.
enum TotalWords {
  /// Normalised: no blanks, half-width, lower case, no brackets, no colon, no unit.
  private static let whole: Set<String> = [
    "合计", "总计", "总合计", "总共", "共计", "累计", "总累计", "全部合计", "合计金额", "金额合计", "费用合计", "总计金额", "合计数",
    "total", "totals", "grandtotal",
  ]
  private static let part: Set<String> = [
    "小计", "本页合计", "本页小计", "页合计", "页小计", "本月合计", "本月小计", "月合计", "本日合计", "日合计", "分组合计", "分组小计",
    "小计金额", "subtotal", "sub-total", "pagetotal",
  ]
  /// The words as they mostly stand, known without a text being made.
  private static let usual: [(word: [UInt8], kind: TotalKind)] =
    ["合计", "总计", "Total"].map { (Array($0.utf8), .whole) } + ["小计", "本页合计"].map { (Array($0.utf8), .part) }
  /// How a name ends that a group's total stands under.
  static let endings: [[UInt8]] = ["合计", "小计", "总计"].map { Array($0.utf8) }

  /// The longest cell that is looked at, in bytes: a word with blanks between its letters.
  private static let bytesMaximum = 48

  /// What a cell without blanks around it says, `nil` where it is no word for a total.
  static func kind(_ cell: UnsafeRawBufferPointer) -> TotalKind? {
    guard (5...bytesMaximum).contains(cell.count), mayBegin(cell), !hasDigit(cell) else { return nil }
    if let known = usual.first(where: { $0.word.count == cell.count && cell.elementsEqual($0.word) }) {
      return known.kind
    }
    var word = AliasTables.normalised(String(decoding: cell, as: UTF8.self))
    word.removeAll { ":[]()【】〔〕*".contains($0) }
    if whole.contains(word) { return .whole }
    return part.contains(word) ? .part : nil
  }

  /// Whether a word for a total can begin so: asked of every row, so without a text being made.
  private static func mayBegin(_ cell: UnsafeRawBufferPointer) -> Bool {
    let first = cell[0]
    if first < 0x80 {
      let second = cell[1] | 0x20
      switch first | 0x20 {
      case UInt8(ascii: "t"): return second == UInt8(ascii: "o") || second == 0x20
      case UInt8(ascii: "s"): return second == UInt8(ascii: "u")
      case UInt8(ascii: "g"): return second == UInt8(ascii: "r")
      case UInt8(ascii: "p"): return second == UInt8(ascii: "a")
      default: return first == UInt8(ascii: "(") || first == UInt8(ascii: "[") || first == UInt8(ascii: "*")
      }
    }
    switch (first, cell[1], cell[2]) {
    case (0xE5, 0x90, 0x88), (0xE5, 0xB0, 0x8F), (0xE6, 0x80, 0xBB), (0xE5, 0x85, 0xB1), (0xE7, 0xB4, 0xAF),
      (0xE5, 0x85, 0xA8), (0xE9, 0x87, 0x91), (0xE8, 0xB4, 0xB9), (0xE6, 0x9C, 0xAC), (0xE9, 0xA1, 0xB5),
      (0xE6, 0x9C, 0x88), (0xE6, 0x97, 0xA5), (0xE5, 0x88, 0x86):
      return true  // 合 小 总 共 累 全 金 费 本 页 月 日 分
    case (0xEF, 0xBC, _), (0xEF, 0xBD, _), (0xE3, 0x80, _): return true  // full-width letters and brackets
    default: return false
    }
  }

  /// Whether there is a digit, half or full in width, as in no word for a total.
  private static func hasDigit(_ cell: UnsafeRawBufferPointer) -> Bool {
    for (position, byte) in cell.enumerated() {
      if FieldDecoder.digit(byte) != nil { return true }
      if byte == 0xEF, position + 2 < cell.count, cell[position + 1] == 0xBC, 0x90...0x99 ~= cell[position + 2] {
        return true
      }
    }
    return false
  }
}
