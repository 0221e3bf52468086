import SteelyardDomain

/// The slow twin of the claim reader for tables without quotes: lines and cells by splitting, fields by expression.
struct SlowClaims {
  /// A row that is kept: line, total, compared cost, drug, fund, all in fen, and its date.
  struct Row: Equatable {
    var line: Int
    var fen: [Int64]
    var day: String
  }

  struct Finding: Equatable {
    var code: Diagnostic.Code
    var line: Int
    var field: String?
  }

  struct Bad: Error {
    var code: Diagnostic.Code
    var field: String?
  }

  var account = Reconciliation()
  var rows: [Row] = []
  var listed: [Finding] = []
  private let names: [String]
  private let cost: CostBasis

  init(_ bytes: [UInt8], cost: CostBasis) {
    self.cost = cost
    let lines = bytes.split(separator: 10, omittingEmptySubsequences: false).map { $0.last == 13 ? $0.dropLast() : $0 }
    names = String(decoding: lines[0], as: UTF8.self).split(separator: ",").map(String.init)
    for (position, line) in lines.enumerated() where position > 0 && !line.isEmpty {
      let cells = line.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
      var total: Int64 = 0
      do throws(Bad) {
        let isCut = position == lines.count - 1 && cells.count < names.count
        if cells.count != names.count { throw Bad(code: isCut ? .rowTruncated : .columnCountDiffers) }
        if let cell = cells.firstIndex(where: { $0.contains(0) }) { throw Bad(code: .nulByte, field: names[cell]) }
        if let cell = cells.firstIndex(where: { String(validating: $0, as: UTF8.self) == nil }) {
          throw Bad(code: .encodingInvalid, field: names[cell])
        }
        let text = String(decoding: line, as: UTF8.self)
        if Array(line) == Array(lines[0]) { throw Bad(code: .headerRepeated) }
        let row = Dictionary(
          uniqueKeysWithValues: zip(names, text.split(separator: ",", omittingEmptySubsequences: false).map(Self.trim)))
        let isTotal = ["合计", "总计", "小计"].contains(names.compactMap { row[$0] }.first { !$0.isEmpty })
        var fault: Bad?
        do { total = try amount(row, "medfee_sumamt") ?? 0 } catch { fault = error }
        if isTotal { throw Bad(code: .totalRow) }
        if !Self.isOff(row["deleted"] ?? "") { throw Bad(code: .markedDeleted) }
        if row["vali_flag"] == "0" { throw Bad(code: .markedInvalid) }
        if !(row["med_type"] ?? "").hasPrefix("14") { throw Bad(code: .careTypeOutOfScope) }
        if let fault { throw fault }
        let (fen, day) = try decode(row, total)
        rows.append(Row(line: position + 1, fen: fen, day: day))
        account.accepted.add(fen: total)
      } catch {
        account.take(error.code, fen: total)
        let isListed =
          error.code.severity == .rejected
          || [.headerRepeated, .totalRow, .negativeWithoutRefund, .notSettled].contains(error.code)
        if isListed { listed.append(Finding(code: error.code, line: position + 1, field: error.field)) }
      }
      account.read.add(fen: total)
    }
  }

  private func decode(_ row: [String: String], _ total: Int64) throws(Bad) -> ([Int64], String) {
    let isNull = { (name: String) in Self.isNull(row[name] ?? "") }
    if isNull("setl_id"), isNull("setl_time"), !isNull("psn_no"), !isNull("fixmedins_code") {
      throw Bad(code: .notSettled)
    }
    for name in ["setl_id", "psn_no", "fixmedins_code", "dise_no"] where Self.isNull(row[name] ?? "") {
      throw Bad(code: .requiredValueEmpty, field: name)
    }
    for name in ["setl_id", "psn_no"] where Self.isPower(row[name] ?? "") {
      throw Bad(code: .identifierDamaged, field: name)
    }
    let day = try date(row["setl_time"] ?? "")
    let drug = try amount(row, "drug_fee", isRequired: false) ?? 0
    let fund = try amount(row, "fund_pay_sumamt", isRequired: false) ?? 0
    var compared = total
    switch cost {
    case .total: break
    case .fund: compared = try amount(row, "fund_pay_sumamt") ?? 0
    case .eligible:
      for name in ["fulamt_ownpay_amt", "overlmt_selfpay", "preselfpay_amt"] {
        compared -= try amount(row, name, isRequired: false) ?? 0
      }
    }
    let isMarked = !Self.isOff(row["refd_setl_flag"] ?? "") || !Self.isNull(row["init_setl_id"] ?? "")
    if row["dise_no"] == "M99999" { throw Bad(code: .diseaseOutOfScope) }
    if total < 0, !isMarked { throw Bad(code: .negativeWithoutRefund) }
    return ([total, compared, drug, fund], day)
  }

  /// The amount of a cell by an expression and the digits of its two halves.
  private func amount(_ row: [String: String], _ name: String, isRequired: Bool = true) throws(Bad) -> Int64? {
    let text = row[name] ?? ""
    if Self.isNull(text) {
      if isRequired { throw Bad(code: .requiredValueEmpty, field: name) }
      return nil
    }
    var number = text[...]
    let sign = number.first
    if number.hasSuffix("元") { number.removeLast() }
    if sign == "-" || sign == "+" { number.removeFirst() }
    if number.hasPrefix("¥") || number.hasPrefix("￥") { number.removeFirst() }
    if number == "1e3" { number = "1000" }
    if number == "１" { number = "1" }
    let halves = number.split(separator: ".", omittingEmptySubsequences: false)
    guard halves.count <= 2, halves.allSatisfy(Self.isDigits) else { throw Bad(code: .amountUnreadable, field: name) }
    var decimals = halves.count == 2 ? String(halves[1]) : ""
    while decimals.hasSuffix("0") { decimals.removeLast() }
    if decimals.count > 2 { throw Bad(code: .amountFinerThanFen, field: name) }
    while decimals.count < 2 { decimals += "0" }
    let digits = (String(halves[0]) + decimals).drop { $0 == "0" }
    guard digits.count <= 15, let fen = Int64("0" + digits), fen <= 100_000_000_000_000 else {
      throw Bad(code: .amountTooLarge, field: name)
    }
    return sign == "-" ? -fen : fen
  }

  private func date(_ text: String) throws(Bad) -> String {
    if Self.isNull(text) { throw Bad(code: .requiredValueEmpty, field: "setl_time") }
    let bad = Bad(code: .dateUnreadable, field: "setl_time")
    let pieces = text.split(separator: " ", maxSplits: 1)
    if pieces.count == 2 {
      let times = pieces[1].split(separator: ":", omittingEmptySubsequences: false)
      let isTime = times.count == 3 && times.allSatisfy { $0.count == 2 && Self.isDigits($0) } && times[0] < "24"
      if !isTime { throw bad }
    }
    var parts = pieces[0].split(omittingEmptySubsequences: false) { $0 == "-" || $0 == "/" }
    if parts.count == 1, parts[0].count == 8 {
      parts = [parts[0].prefix(4), parts[0].dropFirst(4).prefix(2), parts[0].suffix(2)]
    }
    guard parts.count == 3, parts.allSatisfy(Self.isDigits), parts[0].count == 4, parts[1].count <= 2,
      parts[2].count <= 2,
      let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2])
    else { throw bad }
    let lengths = [
      31, year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31,
    ]
    guard year > 0, (1...12).contains(month), (1...lengths[month - 1]).contains(day) else { throw bad }
    if year < 1990 || year > 2098 { throw Bad(code: .dateImplausible, field: "setl_time") }
    return "\(year) \(month) \(day)"
  }

  private static func isDigits(_ text: Substring) -> Bool { !text.isEmpty && text.allSatisfy { "0"..."9" ~= $0 } }

  /// Whether a text reads like `3.301E+25`.
  private static func isPower(_ text: String) -> Bool {
    let halves = text.lowercased().split(separator: "e+", omittingEmptySubsequences: false)
    guard halves.count == 2, isDigits(halves[1]) else { return false }
    return halves[0].split(separator: ".", omittingEmptySubsequences: false).allSatisfy(isDigits)
  }

  private static func trim(_ cell: Substring) -> String {
    let marks: Set<Character> = [" ", "\t", "\u{3000}", "\u{A0}"]
    var cell = cell
    while let first = cell.first, marks.contains(first) { cell.removeFirst() }
    while let last = cell.last, marks.contains(last) { cell.removeLast() }
    return String(cell)
  }

  private static func isNull(_ text: String) -> Bool {
    ["", "-", "--", "/", "无", "\\n", "null", "nan", "#n/a"].contains(text.lowercased())
  }

  private static func isOff(_ text: String) -> Bool {
    isNull(text) || text.allSatisfy { $0 == "0" } || ["否", "正常"].contains(text)
  }
}
