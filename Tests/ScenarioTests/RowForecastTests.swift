import Foundation
import Testing

@testable import SteelyardEngine
@testable import SteelyardIntake

@Suite("The forecast of rows") struct RowForecastTests {
  private let folder = FileManager.default.temporaryDirectory.appending(path: "forecast-\(UUID().uuidString)")

  init() throws { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }

  private func file(_ name: String, bytes: Int) throws -> String {
    let place = folder.appending(path: name)
    try Data(repeating: 65, count: bytes).write(to: place)
    return place.path
  }

  private func progress(rows: Int64, bytes: Int, of expected: Int) -> ClaimReader.Progress {
    ClaimReader.Progress(file: "", rows: rows, bytes: bytes, bytesExpected: expected)
  }

  @Test("All files are taken to have as many rows to a byte as the first one so far, and a little more; told once")
  func share() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let forecast = RowForecast([try file("a", bytes: 10_000), try file("b", bytes: 30_000)])
    #expect(forecast.rows(after: progress(rows: 0, bytes: 0, of: 10_000)) == nil)
    #expect(forecast.rows(after: progress(rows: 50, bytes: 5_000, of: 10_000)) == 412)
    #expect(forecast.rows(after: progress(rows: 100, bytes: 10_000, of: 10_000)) == nil)
  }

  @Test("The rows of a ledger are there before, and are no rows of the first file")
  func rowsBefore() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let forecast = RowForecast([try file("a", bytes: 10_000)], rowsBefore: 1_000_000)
    #expect(forecast.rows(after: progress(rows: 1_000_000, bytes: 5_000, of: 10_000)) == nil)
    #expect(forecast.rows(after: progress(rows: 1_000_050, bytes: 5_000, of: 10_000)) == 1_000_103)
  }

  @Test("Nothing is foreseen of a pipe, a database, a file that is not there, or an archive")
  func unknown() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let known = try file("a", bytes: 10_000)
    for files in [["-"], ["postgres:bureau#claims"], [folder.path + "/none"], [known, "-"], [folder.path]] {
      #expect(RowForecast(files).rows(after: progress(rows: 50, bytes: 5_000, of: 10_000)) == nil)
    }
    // What is read of an archive is not what lies on the disk.
    #expect(RowForecast([known]).rows(after: progress(rows: 50, bytes: 5_000, of: 70_000)) == nil)
  }
}
