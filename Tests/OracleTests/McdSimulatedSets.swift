import SteelyardNumerics

/// Twenty simulated tables for comparing determinants, the same wherever they are made.
///
/// `Benchmarks/peers/mcd` writes them out for other programs, whose determinants are stored in `mcd_simulated.json`.
struct McdSimulatedSet: Sendable {
  /// How the wild rows differ from the others.
  enum Kind: String, Sendable, CaseIterable {
    /// There are none.
    case clean
    /// One normal group, shifted in every column.
    case cluster
    /// Two groups, of half the spread, on opposite sides.
    case twoClusters
    /// All at nearly the same place, far out.
    case pointMass
    /// Ten times the spread in every direction.
    case wide
    /// On the axis along which the others vary least, near them.
    case againstCorrelation
  }

  let number: Int
  let kind: Kind
  let rows: Int
  let columns: Int
  /// The share of wild rows, in hundredths.
  let wildPercent: Int
  /// What a column adds that the first one does not explain; small is nearly collinear.
  var noise = 0.5

  var seed: UInt64 { UInt64(7_000 + number) }
  var name: String { "set\(number)" }

  static let all = [
    McdSimulatedSet(number: 1, kind: .clean, rows: 60, columns: 2, wildPercent: 0),
    McdSimulatedSet(number: 2, kind: .clean, rows: 400, columns: 8, wildPercent: 0),
    McdSimulatedSet(number: 3, kind: .clean, rows: 1500, columns: 5, wildPercent: 0),
    McdSimulatedSet(number: 4, kind: .cluster, rows: 50, columns: 3, wildPercent: 20),
    McdSimulatedSet(number: 5, kind: .cluster, rows: 200, columns: 6, wildPercent: 40),
    McdSimulatedSet(number: 6, kind: .cluster, rows: 700, columns: 12, wildPercent: 30),
    McdSimulatedSet(number: 7, kind: .cluster, rows: 3000, columns: 10, wildPercent: 40),
    McdSimulatedSet(number: 8, kind: .twoClusters, rows: 150, columns: 4, wildPercent: 30),
    McdSimulatedSet(number: 9, kind: .twoClusters, rows: 900, columns: 8, wildPercent: 36),
    McdSimulatedSet(number: 10, kind: .twoClusters, rows: 2500, columns: 15, wildPercent: 20),
    McdSimulatedSet(number: 11, kind: .pointMass, rows: 100, columns: 5, wildPercent: 35),
    McdSimulatedSet(number: 12, kind: .pointMass, rows: 500, columns: 10, wildPercent: 40),
    McdSimulatedSet(number: 13, kind: .pointMass, rows: 2000, columns: 12, wildPercent: 25),
    McdSimulatedSet(number: 14, kind: .wide, rows: 80, columns: 4, wildPercent: 25),
    McdSimulatedSet(number: 15, kind: .wide, rows: 1000, columns: 20, wildPercent: 15),
    McdSimulatedSet(number: 16, kind: .againstCorrelation, rows: 120, columns: 3, wildPercent: 20),
    McdSimulatedSet(number: 17, kind: .againstCorrelation, rows: 600, columns: 6, wildPercent: 30),
    McdSimulatedSet(number: 18, kind: .againstCorrelation, rows: 4000, columns: 4, wildPercent: 40),
    McdSimulatedSet(number: 19, kind: .cluster, rows: 300, columns: 7, wildPercent: 25, noise: 0.01),
    McdSimulatedSet(number: 20, kind: .pointMass, rows: 75, columns: 13, wildPercent: 10, noise: 0.001),
  ]

  /// The two tables on which seconds are compared.
  static let timed = [
    McdSimulatedSet(number: 101, kind: .cluster, rows: 2_000, columns: 12, wildPercent: 15),
    McdSimulatedSet(number: 102, kind: .cluster, rows: 20_000, columns: 12, wildPercent: 15),
  ]

  /// The table: rows in random order, an ordinary row's columns sharing a common part.
  func table() -> Matrix {
    var source = RandomSource(seed: seed, stream: 0)
    let wild = rows * wildPercent / 100
    var table = (0..<rows).map { number in row(isWild: number < wild, number: number, &source) }
    source.shuffle(&table)
    return Matrix(
      rows: rows, columns: columns,
      elements: (0..<columns).flatMap { column in table.map { $0[column] } })
  }

  private func row(isWild: Bool, number: Int, _ source: inout RandomSource) -> [Double] {
    let common = source.normal()
    let own = (0..<columns).map { _ in source.normal() }
    let ordinary = own.enumerated().map { column, value in common + noise * (1 + Double(column) / 4) * value }
    guard isWild else { return ordinary }
    switch kind {
    case .clean: return ordinary
    case .cluster: return ordinary.map { $0 + 6 }
    case .twoClusters: return ordinary.map { $0 / 2 + (number.isMultiple(of: 2) ? 8 : -8) }
    case .pointMass: return own.enumerated().map { column, value in 20 + Double(column) + value * 0.001 }
    case .wide: return ordinary.map { $0 * 10 }
    case .againstCorrelation:
      return ordinary.enumerated().map { column, value in value + (column.isMultiple(of: 2) ? 3 : -3) * (1 + noise) }
    }
  }

  /// The table as comma-separated values with a header, digits enough to read the same doubles back.
  func csv() -> String {
    let table = table()
    let header = (1...columns).map { "x\($0)" }.joined(separator: ",")
    let lines = (0..<rows).map { row in (0..<columns).map { "\(table[row, $0])" }.joined(separator: ",") }
    return ([header] + lines).joined(separator: "\n") + "\n"
  }
}
