import Foundation
import SteelyardDomain
import SteelyardSynthesis
import Testing

@Suite struct CityShapeTests {
  @Test("The usual city has about 200,000 settlements, and two thirds of its institutions have 150 heads and more")
  func usualCity() {
    var rows = 0
    var heads: Set<[UInt8]> = []
    let summary = ClaimGenerator(Scenario()).write { table, bytes in
      guard table == .claims, var row = bytes.baseAddress else { return }
      let end = row + bytes.count
      while row < end, let stop = memchr(row, 10, end - row) {
        rows += 1
        // Up to the institution, rows differ in length by the refunded settlement's number alone.
        let person = row + (row.load(fromByteOffset: 21, as: UInt8.self) == UInt8(ascii: ",") ? 22 : 42)
        if row.load(as: UInt8.self) == UInt8(ascii: "9") {
          heads.insert(
            Array(UnsafeRawBufferPointer(start: person + 40, count: 12))
              + Array(UnsafeRawBufferPointer(start: person + 12, count: 10)))
        }
        row = UnsafeRawPointer(stop) + 1
      }
    }
    #expect(rows == summary.claimRows + 1)
    #expect((190_000...210_000).contains(summary.settlements), "\(summary.settlements) settlements")
    #expect((190_000...210_000).contains(rows), "\(rows) rows")
    #expect((0.010...0.014).contains(Double(summary.refunds) / Double(summary.settlements)))
    #expect((0.025...0.035).contains(Double(summary.otherCareRows) / Double(rows)))
    #expect(summary.planted.count == 28)
    let counts = Dictionary(grouping: heads) { $0.prefix(12) }.values.map(\.count)
    #expect((0.60...0.75).contains(Double(counts.count { $0 >= 150 }) / 260))
    #expect(counts.contains { $0 >= 1000 } && counts.contains { $0 < 30 })
  }

  @Test("Patients are of the specified diseases, mostly hypertension and diabetes, the old with more of them")
  func diseases() {
    let city = SimulatedCity(.small())
    var diseases: [Substring: Set<Substring>] = [:]
    for claim in city.claims() where claim.isVisit { diseases[claim.person, default: []].insert(claim.disease) }
    let patients = Double(diseases.count)
    let shares = ["M03900", "M01600", "M00500", "M07803", "M08300"].map { code in
      Double(diseases.values.count { $0.contains(code[...]) }) / patients
    }
    #expect(shares[0] > 0.5 && shares[1] > 0.3)
    #expect(shares[2...].allSatisfy { $0 > 0.001 && $0 < 0.05 }, "\(shares)")
    let births = Dictionary(uniqueKeysWithValues: city.rows(.persons).map { ($0[0], Int($0[2].prefix(4)) ?? 0) })
    let old = diseases.filter { births[$0.key, default: 0] < 1950 }
    let young = diseases.filter { births[$0.key, default: 0] > 1970 }
    let multiple = [old, young].map { group in Double(group.values.count { $0.count > 1 }) / Double(group.count) }
    #expect(multiple[0] > 0.4 && multiple[1] < 0.35, "\(multiple)")
  }

  @Test("Settlements of persons and institutions are those of the other tables, and every code has its form")
  func tablesFit() {
    let city = SimulatedCity(.small(plantings: Planting.usual))
    let persons = Dictionary(uniqueKeysWithValues: city.rows(.persons).map { ($0[0], $0[1...]) })
    let institutions = Dictionary(uniqueKeysWithValues: city.rows(.institutions).map { ($0[0], $0) })
    #expect(persons.count == 2400 && institutions.count == 18)
    #expect(persons.keys.allSatisfy { $0.count == 22 && $0.hasPrefix("99") })
    #expect(Set(institutions.values.map { $0[1] }).count == 18)
    for (code, row) in institutions {
      #expect(code.wholeMatch(of: /[HP]3301(02|05|06|08|09|10|11|27)9\d{4}/) != nil)
      #expect(row[4] == code.dropFirst().prefix(6))
      #expect((row[2] == "零售药店") == code.hasPrefix("P"))
    }
    let rows = city.rows(.claims)
    #expect(rows.allSatisfy { $0.count == 21 && $0[20] == "1" && persons[$0[2]] == $0[3...5] })
    #expect(rows.allSatisfy { institutions[$0[6]] != nil })
    #expect(rows.allSatisfy { ["2025-07", "2025-08", "2025-09"].contains($0[8].prefix(7)) })
    #expect(rows.allSatisfy { ["140104", "140201", $0[6].hasPrefix("P") ? "41" : "11"].contains($0[7]) })
    #expect(Set(rows.map { $0[0] }).count == city.summary.claimRows)
  }

  @Test("Chinese headers change the first line of every table but the truth, and nothing else")
  func headerStyles() throws {
    var scenario = Scenario(persons: 100, institutions: 8, hasLines: true)
    let national = SimulatedCity(scenario)
    scenario.headers = .chinese
    let chinese = SimulatedCity(scenario)
    for table in SimulatedTable.allCases {
      let lines = try [national, chinese].map { try #require($0.texts[table]).split(separator: "\n") }
      #expect(lines[0].dropFirst() == lines[1].dropFirst())
      #expect((lines[0][0] == lines[1][0]) == (table == .truth))
      #expect(lines[0][0] == table.header(.national) && lines[1][0] == table.header(.chinese))
      #expect(lines[0][0].split(separator: ",").count == lines[1][0].split(separator: ",").count)
    }
    #expect(SimulatedTable.claims.header(.chinese).hasPrefix("结算ID,原结算ID,人员编号,"))
    #expect(SimulatedTable.claims.header(.national).hasPrefix("setl_id,init_setl_id,psn_no,"))
  }

  @Test("A city of one institution and one person, and one of a single month, are made")
  func smallestCities() {
    let month = Month(year: 2024, month: 2)
    let one = SimulatedCity(Scenario(persons: 1, institutions: 1, period: month...month))
    #expect(one.rows(.persons).count == 1 && one.rows(.institutions).count == 1 && one.rows(.truth).isEmpty)
    let city = SimulatedCity(Scenario(persons: 300, institutions: 5, period: month...month))
    let days = city.claims().map(\.day)
    #expect(days.min() == "2024-02-01" && days.max() == "2024-02-29")
  }
}
