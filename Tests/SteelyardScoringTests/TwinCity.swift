import SteelyardSynthesis
import SteelyardTestSupport

/// The tables of a simulated city as texts that a test can soil.
struct TwinCity {
  /// The columns of the claims table.
  var header: [String]
  /// Its rows, by column.
  var rows: [[String]]
  var persons: String
  let institutions: String
  /// Fee lines as CSV; empty where the scenario has none.
  var lines: String

  init(_ scenario: Scenario) {
    var bytes: [SimulatedTable: [UInt8]] = [:]
    _ = ClaimGenerator(scenario).write { table, block in bytes[table, default: []].append(contentsOf: block) }
    let records = (bytes[.claims] ?? []).split(separator: UInt8(ascii: "\n")).map { record in
      record.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false).map {
        String(decoding: $0, as: UTF8.self)
      }
    }
    header = records.first ?? []
    rows = Array(records.dropFirst())
    persons = String(decoding: bytes[.persons] ?? [], as: UTF8.self)
    lines = String(decoding: bytes[.lines] ?? [], as: UTF8.self)
    institutions = String(decoding: bytes[.institutions] ?? [], as: UTF8.self)
  }

  /// The claims table as CSV.
  var claims: String {
    ([header] + rows).map { $0.joined(separator: ",") }.joined(separator: "\n") + "\n"
  }

  /// The place of a column.
  func column(_ name: String) -> Int {
    guard let place = header.firstIndex(of: name) else { preconditionFailure("the city has a column \(name)") }
    return place
  }

  /// Adds a column with the same value in every row.
  mutating func addColumn(_ name: String, _ value: (Int) -> String) {
    header.append(name)
    for row in rows.indices { rows[row].append(value(row)) }
  }

  /// Takes a column out.
  mutating func dropColumn(_ name: String) {
    let place = column(name)
    header.remove(at: place)
    for row in rows.indices { rows[row].remove(at: place) }
  }
}

extension TwinCity {
  /// The amounts of a row.
  static let amounts = [
    "medfee_sumamt", "fulamt_ownpay_amt", "overlmt_selfpay", "preselfpay_amt", "inscp_scp_amt", "fund_pay_sumamt",
    "acct_pay", "cash_payamt", "drug_fee",
  ]

  /// Lays a dirty layer over the claims: what the counting rules of methods §1 are about, some hundred rows of each
  /// kind at most, and shuffles all rows.
  mutating func soil(seed: UInt64) {
    var source = Seeded(seed)
    addColumn("updt_time") { _ in "2025-10-01 00:00:00" }
    let clean = rows
    let share = max(8, clean.count / 250)
    for kind in Dirt.allCases {
      for number in 0..<share { soil(kind, with: clean[source.below(clean.count)], number, &source) }
    }
    for row in rows.indices where source.happens(0.01) {
      rows[row][column("insutype")] = rows[row][column("insutype")] == "310" ? "390" : "310"
    }
    rows.shuffle(using: &source)
  }

  /// The kinds of dirt.
  enum Dirt: CaseIterable {
    /// The row again, as it stands.
    case repeated
    /// The row again with more money and the same time of update.
    case conflicting
    /// The row again with more money, updated later.
    case newer
    /// The row again with more money, updated earlier, and marked invalid or of another care type.
    case invalidVersion
    /// A refund of all or part of the row's money, or of more than it.
    case refund
    /// A refund that points to nothing.
    case orphan
    /// A refund of a settlement at another institution.
    case mismatched
    /// A refund mark on a row of positive money.
    case markOnOriginal
    /// Negative money that nothing marks as a refund.
    case negative
    /// A care type that is not the model's.
    case otherCare
    /// A row that is marked invalid.
    case invalid
    /// A settlement without money.
    case zero
  }

  private mutating func soil(_ kind: Dirt, with clean: [String], _ number: Int, _ source: inout Seeded) {
    var row = clean
    let fresh = "88\(kind)\(number)"
    func set(_ name: String, _ value: String) { row[column(name)] = value }
    func scale(_ numerator: Int, _ denominator: Int) {
      for name in Self.amounts {
        let fen = Self.fen(clean[column(name)]) * numerator / denominator
        set(name, Self.yuan(fen))
      }
    }
    switch kind {
    case .repeated: break
    case .conflicting: scale(3, 2)
    case .newer:
      scale(5, 4)
      set("updt_time", "2025-10-02 08:00:00")
    case .invalidVersion:
      scale(2, 1)
      if source.happens(0.5) { set("vali_flag", "0") } else { set("med_type", "11") }
    case .refund, .orphan, .mismatched:
      set("setl_id", fresh)
      set("init_setl_id", kind == .orphan ? "87\(number)" : clean[column("setl_id")])
      set("refd_setl_flag", source.happens(0.5) ? "1" : "0")
      set("setl_time", "2025-09-\(10 + source.below(20)) 10:00:00")
      if kind == .mismatched { set("fixmedins_code", rows[source.below(1000)][column("fixmedins_code")]) }
      // Of what is already a refund the sign is kept.
      let sign = clean[column("medfee_sumamt")].hasPrefix("-") ? 1 : -1
      scale(sign * (source.happens(0.6) ? 10 : 3 + 9 * source.below(2)), 10)
    case .markOnOriginal:
      set("setl_id", fresh)
      set("refd_setl_flag", "1")
    case .negative:
      set("setl_id", fresh)
      set("init_setl_id", "")
      set("refd_setl_flag", "0")
      scale(clean[column("medfee_sumamt")].hasPrefix("-") ? 1 : -1, 1)
    case .otherCare:
      set("setl_id", fresh)
      set("med_type", source.happens(0.5) ? "41" : "21")
    case .invalid:
      set("setl_id", fresh)
      set("vali_flag", "0")
    case .zero:
      set("setl_id", fresh)
      set("init_setl_id", "")
      set("refd_setl_flag", "0")
      scale(0, 1)
    }
    rows.append(row)
  }

  private static func fen(_ text: String) -> Int {
    let digits = Int(text.filter { $0 != "." && $0 != "-" }) ?? 0
    return text.hasPrefix("-") ? -digits : digits
  }

  private static func yuan(_ fen: Int) -> String {
    let cents = abs(fen) % 100
    return "\(fen < 0 ? "-" : "")\(abs(fen) / 100).\(cents < 10 ? "0" : "")\(cents)"
  }
}
