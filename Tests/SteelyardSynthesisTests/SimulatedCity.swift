import SteelyardDomain
import SteelyardSynthesis

/// The tables of a scenario in memory.
struct SimulatedCity {
  /// One row of the claims table.
  struct Claim {
    let id: Substring
    let original: Substring
    let person: Substring
    let institution: Substring
    let careType: Substring
    let time: Substring
    let disease: Substring
    /// total, self-paid, above limit, first self, in scope, fund, account, cash, drug in fen
    let fen: [Int64]
    let isRefund: Bool

    var total: Int64 { fen[0] }
    var drug: Int64 { fen[8] }
    var day: Substring { time.prefix(10) }
    /// Whether it is a specified-disease settlement that is no refund.
    var isVisit: Bool { careType.hasPrefix("14") && !isRefund }
  }

  /// The text of each table.
  let texts: [SimulatedTable: String]
  let summary: SimulationSummary

  init(_ scenario: Scenario) {
    var bytes: [SimulatedTable: [UInt8]] = [:]
    summary = ClaimGenerator(scenario).write { table, block in bytes[table, default: []].append(contentsOf: block) }
    texts = bytes.mapValues { String(decoding: $0, as: UTF8.self) }
  }

  /// The rows of a table without its header, cut into fields.
  func rows(_ table: SimulatedTable) -> [[Substring]] {
    // Cut as bytes: cutting by characters takes most of the tests' time.
    (texts[table] ?? "").utf8.split(separator: UInt8(ascii: "\n")).dropFirst().map { row in
      row.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false).map { Substring($0) }
    }
  }

  func claims() -> [Claim] {
    rows(.claims).map { row in
      Claim(
        id: row[0], original: row[1], person: row[2], institution: row[6], careType: row[7], time: row[8],
        disease: row[9], fen: row[10..<19].map(Self.fen), isRefund: row[19] == "1")
    }
  }

  /// The fen of an amount with two decimals.
  private static func fen(_ text: Substring) -> Int64 {
    var fen: Int64 = 0
    for byte in text.utf8 where byte >= 48 { fen = fen * 10 + Int64(byte - 48) }
    return text.utf8.first == UInt8(ascii: "-") ? -fen : fen
  }

  /// The codes of the institutions planted with a kind.
  func planted(_ kind: PlantedAnomaly.Kind) -> Set<String> {
    Set(summary.planted.filter { $0.kind == kind }.map(\.institution))
  }
}

extension Scenario {
  /// A city small enough for a debug build: about 12,500 rows, 18 institutions of 220 heads on average.
  static func small(seed: UInt64 = 11, plantings: [Planting] = [], multiplier: Double = 1) -> Scenario {
    Scenario(
      persons: 2400, institutions: 18, seed: seed, plantings: plantings, strengthMultiplier: multiplier,
      plantedHeadsMinimum: 150)
  }
}
