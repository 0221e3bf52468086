import Foundation
import SteelyardIntake

/// Foresees how many rows some files have, from how many the first of them has to a byte.
final class RowForecast {
  /// What is foreseen beyond the share of bytes: room that stays unused takes no memory.
  private static let margin = 1.03

  private let sizes: [Int]
  private var isTold = false

  /// - Parameter files: as they are named; only regular files have a size.
  init(_ files: [String]) {
    sizes = files.map { file in
      let attributes = try? FileManager.default.attributesOfItem(atPath: file)
      guard attributes?[.type] as? FileAttributeType == .typeRegular else { return 0 }
      return (attributes?[.size] as? NSNumber)?.intValue ?? 0
    }
  }

  /// How many rows all files will have had, told once, when the first rows were read.
  ///
  /// Edge cases: `nil` where a file's size is not known or is not what is read of it: a pipe, a database, an archive.
  func rows(after progress: ClaimReader.Progress) -> Int? {
    guard !isTold, progress.rows > 0, progress.bytes > 0 else { return nil }
    isTold = true
    guard let first = sizes.first, first == progress.bytesExpected, !sizes.contains(0) else { return nil }
    let bytes = sizes.reduce(0.0) { $0 + Double($1) }
    let rows = Double(progress.rows) * bytes / Double(min(progress.bytes, first)) * Self.margin
    return rows < Double(Int32.max) ? Int(rows) : nil
  }
}
