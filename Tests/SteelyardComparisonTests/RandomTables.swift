import SteelyardDomain
import SteelyardTestSupport

/// Small random tables in which things meet: few persons, few months, absent cells, keys that wait.
enum RandomTables {
  static func make(_ random: inout Seeded) -> [String: [NaiveRow]] {
    var tables: [String: [NaiveRow]] = [:]
    for schema in TestTables.registers {
      tables[schema.name] = (0..<random.below(18)).map { position in
        var row = NaiveRow(line: position + 2)
        for column in schema.columns where !random.chance(8) { fill(column, &row, &random) }
        return row
      }
    }
    return tables
  }

  private static func fill(_ column: RegisterSchema.Column, _ row: inout NaiveRow, _ random: inout Seeded) {
    switch column.content {
    case .personId:
      let number = NaiveValue.person("9900\(random.below(6))")
      row.cells[column.name] = number
      if random.chance(85) { row.keys[column.name] = random.chance(95) ? number : .person("9900\(random.below(6))") }
    case .personName: row.cells[column.name] = .text(random.pick(["甲", "乙", "丙"]))
    case .text, .code: row.cells[column.name] = .text(random.chance(5) ? "" : random.pick(["a", "b", "ab", "c"]))
    case .integer: row.cells[column.name] = .whole(Int128(random.below(8)) - 1)
    case .money: row.cells[column.name] = .money(Int128(random.below(400)) * 100 - 2_000)
    case .month:
      row.cells[column.name] = .month(Month(number: Month(year: 2025, month: 1).number + Int32(random.below(7)) - 1))
    case .day: row.cells[column.name] = .day(day(column.name, &random))
    }
  }

  /// Days that crowd around ends of months, leap days and the as-of day.
  private static func day(_ name: String, _ random: inout Seeded) -> Day {
    let base = Month(year: name == "birth" ? 1944 : 2025, month: 1).firstDay.number
    if name == "birth" { return Day(number: base + Int32(random.below(800))) }
    return random.chance(20)
      ? Day(number: base + random.pick([30, 31, 58, 59, 89, 90, 119, 120, 150, 180]))
      : Day(number: base + Int32(random.below(200)))
  }
}
