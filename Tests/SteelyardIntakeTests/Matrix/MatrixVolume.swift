import SteelyardDomain

@testable import SteelyardIntake

/// Shape and volume: categories 87 to 89.
enum MatrixVolume {
  private static func many(_ count: Int, _ row: (Int) -> String) -> [MatrixInput] {
    [.text(MatrixTable.table((0..<count).map(row)))]
  }

  /// Numbers whose hashes end in the same 12 bits: one slot for all in any table of up to 4,096.
  private static let sharing: [Int] = {
    var found: [Int] = []
    var number = 10_000_000
    while found.count < 500 {
      let digits = Array("P\(number)".utf8)
      let hash = digits.withUnsafeBytes { Fingerprint.hash($0, seed: 0x9E37_79B9_7F4A_7C15) }
      if hash & 0xFFF == 0 { found.append(number) }
      number += 1
    }
    return found
  }()

  static let all: [MatrixCase] = [
    .harmless(
      87, "one row", "exact", [.text(MatrixTable.table([MatrixTable.rows[0]]))], .read(1, 1234)),
    .harmless(
      87, "a thousand rows of one person at one institution, all of one cost", "exact",
      many(1000) { "S\($0),P1,H1,2025-07-01,M03900,1.00" },
      .read(1000, 100_000).showing("persons 1, institutions 1"), MatrixReading.onePersonOnePlace),
    .harmless(
      88, "100,000 rows of one person", "exact", many(100_000) { "S\($0),P1,H1,2025-07-01,M03900,1.00" },
      .read(100_000, 10_000_000).showing("persons 1, institutions 1"), MatrixReading.onePersonOnePlace),
    .harmless(
      89, "100,000 persons at as many institutions", "exact",
      many(100_000) { "S\($0),P\($0),H\($0),2025-07-01,M03900,1.00" },
      .read(100_000, 10_000_000).showing("persons 100000, institutions 100000"), MatrixReading.onePersonOnePlace),
    .harmless(
      89, "500 persons' numbers made to share a slot", "exact",
      many(sharing.count) { "S\($0),P\(sharing[$0]),H1,2025-07-01,M03900,1.00" },
      .read(500, 50_000).showing("persons 500"), MatrixReading.persons),
  ]
}
