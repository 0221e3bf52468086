import Foundation
import Testing

/// Reads the stored numbers from the folder beside this file, so that a bare clone passes.
enum Oracle {
  static func json<Value: Decodable>(_ name: String, as type: Value.Type) throws -> Value {
    try JSONDecoder().decode(type, from: Data(contentsOf: file(name)))
  }

  /// The rows of a file of comma-separated values without quotes, by column name.
  static func rows(_ name: String) throws -> [[String: String]] {
    let lines = try String(contentsOf: file(name), encoding: .utf8).split(whereSeparator: \.isNewline).map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    let header = try #require(lines.first)
    return lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(header, $0)) }
  }

  static func number(_ row: [String: String], _ column: String) throws -> Double {
    try #require(row[column].flatMap(Double.init), "no number in column \(column)")
  }

  private static func file(_ name: String) -> URL {
    URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures").appending(path: name)
  }
}

/// Whether `value` differs from `reference` by at most `tolerance` of its size.
func close(_ value: Double, _ reference: Double, relative tolerance: Double) -> Bool {
  abs(value - reference) <= tolerance * abs(reference)
}
