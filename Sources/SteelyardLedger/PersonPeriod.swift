import SteelyardDomain

/// What one person did in the period, as it is needed for tallies and person scores; the buffers are used again for
/// the next person.
struct PersonPeriod {
  /// One institution × disease of the person: a cell; a head of the disease where it has visits.
  struct Cell {
    var institution: Int32
    var disease: Int32
    var visits: Int32
    var costFen: Int64
    var drugFen: Int64
    var fundFen: Int64
  }

  /// One institution of the person.
  struct Place {
    var institution: Int32
    var visits: Int32
    /// Whether the first visit of a calendar year at the institution lies in the period.
    var hasFirstOfYear: Bool
  }

  /// Cells by institution and disease.
  private(set) var cells: [Cell] = []
  /// Institutions, by code.
  private(set) var places: [Place] = []
  /// Band of the age at the first visit.
  private(set) var ageBand = 0
  /// Scheme at the first visit.
  private(set) var scheme: Int32 = 0
  /// Visits on days with visits at two institutions or more.
  private(set) var sameDayVisits = 0
  /// The institution with most visit-days, ties by code's text; −1 without visits.
  private(set) var attached: Int32 = -1

  /// Visits, by day and institution.
  private(set) var days: [(day: Int32, institution: Int32)] = []

  /// Reads a person's entries; without any in the period there are no cells, and nothing is described.
  mutating func read(_ person: Int, of ledger: Ledger, ages: AgeSource) {
    readVisits(person, of: ledger)
    if cells.isEmpty { return }
    describe(person, of: ledger, in: ledger.starts[person]..<ledger.starts[person + 1], ages: ages)
  }

  /// Reads a person's entries without age band and scheme, which stay as they were.
  mutating func readVisits(_ person: Int, of ledger: Ledger) {
    cells.removeAll(keepingCapacity: true)
    places.removeAll(keepingCapacity: true)
    days.removeAll(keepingCapacity: true)
    let range = ledger.starts[person]..<ledger.starts[person + 1]
    for position in range where ledger.period.contains(Month(number: ledger.entries[position].month)) {
      add(ledger.entries[position])
    }
    if !cells.isEmpty { countDays(of: ledger, in: range) }
  }

  private mutating func add(_ entry: Ledger.Entry) {
    let visits = Int32(entry.days.nonzeroBitCount)
    if let last = cells.last, last.institution == entry.institution, last.disease == entry.disease {
      cells[cells.count - 1].visits += visits
      cells[cells.count - 1].costFen += entry.costFen
      cells[cells.count - 1].drugFen += entry.drugFen
      cells[cells.count - 1].fundFen += entry.fundFen
    } else {
      cells.append(
        Cell(
          institution: entry.institution, disease: entry.disease, visits: visits, costFen: entry.costFen,
          drugFen: entry.drugFen, fundFen: entry.fundFen))
    }
    let monthStart = Month(number: entry.month).firstDay.number
    var bits = entry.days
    while bits != 0 {
      days.append((monthStart + Int32(bits.trailingZeroBitCount), entry.institution))
      bits &= bits - 1
    }
  }

  /// Distinct visit days by institution, same-day visits, and the institution with most of them.
  private mutating func countDays(of ledger: Ledger, in range: Range<Int>) {
    sameDayVisits = 0
    attached = -1
    for cell in cells where places.last?.institution != cell.institution {
      places.append(Place(institution: cell.institution, visits: 0, hasFirstOfYear: false))
    }
    sortDays()
    var start = 0
    while start < days.count {
      var end = start
      while end < days.count, days[end].day == days[start].day {
        if let place = places.firstIndex(where: { $0.institution == days[end].institution }) {
          places[place].visits += 1
        }
        end += 1
      }
      if end - start > 1 { sameDayVisits += end - start }
      start = end
    }
    var most: Int32 = 0
    for (offset, place) in places.enumerated() {
      places[offset].hasFirstOfYear = hasFirstOfYear(place.institution, ledger, range)
      let positions = ledger.institutionPositions
      let isLowerTie =
        place.visits == most && attached >= 0 && positions[Int(place.institution)] < positions[Int(attached)]
      if place.visits > most || isLowerTie { (most, attached) = (place.visits, place.institution) }
    }
  }

  /// Sorts the days; the visits of several diseases on one day at one institution become one.
  private mutating func sortDays() {
    days.sort { ($0.day, $0.institution) < ($1.day, $1.institution) }
    var kept = 0
    for place in days.indices where kept == 0 || days[place] != days[kept - 1] {
      days[kept] = days[place]
      kept += 1
    }
    days.removeLast(days.count - kept)
  }

  /// Whether some year's first visit at an institution lies in the period; looks at all months of the ledger.
  private func hasFirstOfYear(_ institution: Int32, _ ledger: Ledger, _ range: Range<Int>) -> Bool {
    ledger.entries[range].contains { entry in
      guard entry.institution == institution, entry.days != 0, ledger.period.contains(Month(number: entry.month))
      else { return false }
      let year = Month(number: entry.month).year
      return !ledger.entries[range].contains { other in
        other.institution == institution && other.days != 0 && other.month < entry.month
          && Month(number: other.month).year == year
      }
    }
  }

  /// Age band and scheme at the first visit, or at the first row of a person without visits.
  private mutating func describe(_ person: Int, of ledger: Ledger, in range: Range<Int>, ages: AgeSource) {
    let hasVisit = !days.isEmpty
    var first = Int32.max
    var age: Int16 = -1
    scheme = -1
    for position in range {
      let entry = ledger.entries[position]
      guard ledger.period.contains(Month(number: entry.month)), !hasVisit || entry.days != 0 else { continue }
      if entry.firstDay > first { continue }
      if entry.firstDay < first {
        first = entry.firstDay
        age = -1
        scheme = -1
      }
      age = max(age, entry.age)
      let positions = ledger.schemePositions
      if scheme < 0 || positions[Int(entry.scheme)] < positions[Int(scheme)] { scheme = entry.scheme }
    }
    guard first < .max else { return }
    ageBand = ages.band(of: person, on: Day(number: first), told: age)
  }
}

/// Where ages come from: birth days by person code, else what the row told.
struct AgeSource: Sendable {
  let bands: AgeBands
  let births: [Day?]

  func band(of person: Int, on day: Day, told: Int16) -> Int {
    if let birth = births[person] { return bands.band(of: birth.wholeYears(to: day)) }
    return bands.band(of: told >= 0 ? Int(told) : nil)
  }
}
