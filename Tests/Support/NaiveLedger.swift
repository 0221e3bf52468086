/// The labels of a person that a stratum needs, settled at the first visit of the period (§1).
struct NaiveTraits {
  var age = "unknown"
  var sex = "unknown"
  var scheme = "unknown"
}

/// Person × institution × disease within the period.
struct NaiveCell {
  var person: String
  var institution: String
  var disease: String
  var total = 0
  var cost = 0
  var drug = 0
  var fund = 0
  var days: Set<String> = []
  /// A head of the disease needs at least one visit day.
  var isHead: Bool { !days.isEmpty }
}

/// The claims of the period as cells, with the days on which each person was seen.
struct NaiveLedger {
  var cells: [NaiveCell] = []
  var traits: [String: NaiveTraits] = [:]
  /// Institution → person → visit days of the period.
  var visitDays: [String: [String: Set<String>]] = [:]
  /// The same over everything that was read: `first-in-year` looks back.
  var everyVisitDay: [String: [String: Set<String>]] = [:]
  var period: ClosedRange<String>?

  init(claims: inout NaiveClaims, personsTable: NaiveTable, options: NaiveOptions) {
    period = options.period
    var inPeriod: [NaiveMovement] = []
    for movement in claims.movements {
      let claim = movement.claim
      if movement.makesVisit {
        everyVisitDay[claim.institution, default: [:]][claim.person, default: []].insert(claim.day)
      }
      if contains(claim.day) {
        inPeriod.append(movement)
      } else {
        claims.counts.outsidePeriod.add(fen: claim.total)
      }
    }
    fillCells(inPeriod)
    fillTraits(inPeriod, personsTable: personsTable, bounds: options.ageBandLowerBounds)
  }

  func contains(_ day: String) -> Bool {
    guard let period else { return true }
    return period.contains(String(day.prefix(7)))
  }

  mutating func fillCells(_ movements: [NaiveMovement]) {
    var byKey: [[String]: NaiveCell] = [:]
    for movement in movements {
      let claim = movement.claim
      let key = [claim.institution, claim.person, claim.disease]
      var cell =
        byKey[key] ?? NaiveCell(person: claim.person, institution: claim.institution, disease: claim.disease)
      cell.total += claim.total
      cell.cost += claim.cost
      cell.drug += claim.drug
      cell.fund += claim.fund
      if movement.makesVisit {
        cell.days.insert(claim.day)
        visitDays[claim.institution, default: [:]][claim.person, default: []].insert(claim.day)
      }
      byKey[key] = cell
    }
    let keys = byKey.keys.sorted { $0.lexicographicallyPrecedes($1, by: NaiveField.precedes) }
    cells = keys.compactMap { byKey[$0] }
  }

  mutating func fillTraits(_ movements: [NaiveMovement], personsTable: NaiveTable, bounds: [Int]) {
    var declared: [String: [[String: String]]] = [:]
    for row in personsTable.rows { declared[row["psn_no"] ?? "", default: []].append(row) }
    var rowsOf: [String: [NaiveMovement]] = [:]
    for movement in movements { rowsOf[movement.claim.person, default: []].append(movement) }
    for (person, rows) in rowsOf {
      let claims = rows.map(\.claim)
      let visits = rows.filter(\.makesVisit).map(\.claim)
      // §1: the first visit of the period; without any visit, the first row. Only visits tell where there are any.
      let telling = visits.isEmpty ? claims : visits
      let firstDay = telling.map(\.day).min() ?? ""
      let onThatDay = telling.filter { $0.day == firstDay }
      let table = declared[person] ?? []
      let tableBirth = NaiveField.first(table.compactMap { NaiveField.day($0["brdy"] ?? "") })
      let tableSex = NaiveField.first(table.map { NaiveField.sex($0["gend"] ?? "") }.filter { $0 != "unknown" })
      let birth = tableBirth ?? NaiveLedger.latest(claims.map { ($0.day, $0.birth) })
      let sex = tableSex ?? NaiveLedger.latest(claims.map { ($0.day, $0.sex == "unknown" ? nil : $0.sex) })
      let age = birth.map { NaiveField.years(from: $0, to: firstDay) } ?? onThatDay.compactMap(\.age).max()
      traits[person] = NaiveTraits(
        age: NaiveField.ageBand(age, lowerBounds: bounds), sex: sex ?? "unknown",
        scheme: NaiveField.first(onThatDay.map(\.scheme)) ?? "unknown")
    }
  }

  /// The value on the latest day that has one; several: the first in byte order.
  static func latest(_ values: [(day: String, value: String?)]) -> String? {
    let given = values.filter { $0.value != nil }
    guard let lastDay = given.map(\.day).max() else { return nil }
    return NaiveField.first(given.filter { $0.day == lastDay }.compactMap(\.value))
  }

  /// Persons × days at one institution (§1, Visit).
  func visits(at institution: String) -> Int {
    (visitDays[institution] ?? [:]).values.reduce(0) { $0 + $1.count }
  }

  /// Persons seen at one institution in the period (§1, Head).
  func distinctHeads(at institution: String) -> Int {
    (visitDays[institution] ?? [:]).count
  }

  /// Persons whose first visit of a calendar year at the institution lies in the period (§1, Head).
  func firstInYearHeads(at institution: String) -> Int {
    var heads = 0
    for days in (everyVisitDay[institution] ?? [:]).values {
      var firstOfYear: [String: String] = [:]
      for day in days {
        let year = String(day.prefix(4))
        firstOfYear[year] = min(firstOfYear[year] ?? day, day)
      }
      if firstOfYear.values.contains(where: contains) { heads += 1 }
    }
    return heads
  }
}
