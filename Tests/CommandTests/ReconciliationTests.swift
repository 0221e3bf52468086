import Foundation
import SteelyardTestSupport
import Testing

/// Nothing is lost: rows and fen, file by file and in all, in random dirty files.
@Suite("Rows in and rows out") struct ReconciliationTests {
  private struct Account: Decodable {
    struct File: Decodable {
      var name, table: String
      var reconciliation: Quality.Account
    }

    var files: [File]
    var reconciliation: Quality.Account
  }

  private static let bad: [(column: String, values: [String])] = [
    ("total_fee", ["12x", "", "1.234", "-3.00", "1e30", "0", "0.00"]), ("settle_time", ["2025-02-30", "", "45839"]),
    ("person_id", ["", "3.3E+25", "33****01", "330106XXXX01"]), ("disease_code", ["", "M1,M2"]),
    ("care_type", ["11", ""]), ("claim_id", ["", "S1", "S2"]),
  ]

  /// The tiny table with about every fourth row damaged, repeated, commented out or cut.
  private func dirty(_ generator: inout Seeded, _ file: Int) -> String {
    var table = ClaimsTable.tiny
    for row in table.rows.indices {
      table.rows[row][ClaimsTable.position("claim_id")] += "-\(file)"
      guard generator.chance(25) else { continue }
      let (column, values) = generator.pick(Self.bad)
      let value = generator.pick(values)
      table.rows[row][ClaimsTable.position(column)] = value.contains(",") ? "\"\(value)\"" : value
    }
    var lines = table.csv().split(separator: "\n").map(String.init)
    for line in lines.indices.dropFirst() {
      switch generator.below(40) {
      case 0: lines[line] += ",x"
      case 1: lines[line] = "#" + lines[line]
      case 2: lines.append(lines[line])
      case 3: lines[line] = "合计" + String(repeating: ",", count: lines[0].count { $0 == "," })
      default: break
      }
    }
    return lines.map { $0 + "\n" }.joined()
  }

  @Test("Rows and fen of each file are accepted, rejected or excluded by name, and the files add up to the whole")
  func perFile() throws {
    var generator = Seeded.announced()
    for round in 0..<20 {
      let workshop = try Workshop()
      let names = (0..<3).map { "claims \(round)-\($0).csv" }
      for (file, name) in names.enumerated() { try workshop.folder.write(dirty(&generator, file), to: name) }
      try workshop.score(names + ["--max-reject-rate", "1"])
      let account = try JSONDecoder().decode(Account.self, from: Data(try workshop.folder.read("RUN/quality.json")))
      let files = account.files.filter { $0.table == "claims" }
      #expect(files.map(\.name) == names)
      for path in [\Quality.Flow.rows, \.fen] {
        for one in files.map(\.reconciliation) + [account.reconciliation] {
          let out = Array(one.rejected.values) + Array(one.excluded.values)
          #expect(one.balances)
          #expect(one.read[keyPath: path] == one.accepted[keyPath: path] + out.reduce(0) { $0 + $1[keyPath: path] })
        }
        for part in [\Quality.Account.read, \.accepted, \.rejected_total, \.excluded_total] {
          let sum = files.reduce(0) { $0 + $1.reconciliation[keyPath: part][keyPath: path] }
          #expect(sum == account.reconciliation[keyPath: part][keyPath: path], "round \(round)")
        }
      }
      try expectPlaces(in: workshop, account, round)
    }
  }

  /// Every rejected row is listed once, with its code, file, line and byte offset, and the column where one is to blame.
  private func expectPlaces(in workshop: Workshop, _ account: Account, _ round: Int) throws {
    let rejects = try workshop.table("rejects.csv")
    let rows = rejects.rows.filter { $0[0] == "rejected" }
    #expect(Int64(rows.count) == account.reconciliation.rejected_total.rows, "round \(round)")
    #expect(Set(rows.map { "\($0[3]):\($0[4])" }).count == rows.count)
    for row in rows {
      let lines = try workshop.folder.text(row[3]).split(separator: "\n", omittingEmptySubsequences: false)
      let line = try #require(Int(row[4]))
      #expect(row[1].hasPrefix("IN2") && Int(row[5]) == lines.prefix(line - 1).reduce(0) { $0 + $1.utf8.count + 1 })
      let isOfRow = ["IN201", "IN232"].contains(row[1])
      #expect(row[6].isEmpty == isOfRow, "\(row[1])")
    }
  }
}
