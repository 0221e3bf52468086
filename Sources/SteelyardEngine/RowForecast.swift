import Foundation
import SteelyardIntake

/// Foresees how many rows some files have, from how many the first of them has to a byte.
final class RowForecast {
  /// What is foreseen beyond the share of bytes: room that stays unused takes no memory.
  private static let margin = 1.03

  private let sizes: [Int]
  private let rowsBefore: Int64
  private var isTold = false

  /// - Parameters:
  ///   - files: as they are named; only regular files have a size.
  ///   - rowsBefore: the rows that were there before the first of them, those of a ledger.
  init(_ files: [String], rowsBefore: Int64 = 0) {
    self.rowsBefore = rowsBefore
    sizes = files.map { file in
      let attributes = try? FileManager.default.attributesOfItem(atPath: file)
      guard attributes?[.type] as? FileAttributeType == .typeRegular else { return 0 }
      return (attributes?[.size] as? NSNumber)?.intValue ?? 0
    }
  }

  /// How many rows there will be when all files are read, told once, when the first rows of the first one were read.
  ///
  /// Edge cases: `nil` where a file's size is not known or is not what is read of it: a pipe, a database, an archive.
  func rows(after progress: ClaimReader.Progress) -> Int? {
    guard !isTold, progress.rows > rowsBefore, progress.bytes > 0 else { return nil }
    isTold = true
    guard let first = sizes.first, first == progress.bytesExpected, !sizes.contains(0) else { return nil }
    let bytes = sizes.reduce(0.0) { $0 + Double($1) }
    let share = Double(min(progress.bytes, first)) / bytes
    let rows = Double(rowsBefore) + Double(progress.rows - rowsBefore) / share * Self.margin
    return rows < Double(Int32.max) ? Int(rows) : nil
  }
}
