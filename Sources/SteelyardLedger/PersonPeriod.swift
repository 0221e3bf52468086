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
  private(set) var days: [Visit] = []

  /// A day on which a person visited an institution.
  struct Visit: Equatable {
    var day: Int32
    var institution: Int32

    /// What orders visits: the day, then the institution's code, neither of which is negative.
    @inline(__always) var key: UInt64 {
      UInt64(UInt32(bitPattern: day)) << 32 | UInt64(UInt32(bitPattern: institution))
    }
  }

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
    let months = ledger.monthNumbers
    ledger.entries.withUnsafeBufferPointer { entries in
      // The cell at hand is kept out of the list until the next one begins.
      var cell: Cell?
      for position in range where months.contains(entries[position].month) {
        let entry = entries[position]
        let visits = Int32(entry.days.nonzeroBitCount)
        if var known = cell, known.institution == entry.institution, known.disease == entry.disease {
          known.visits += visits
          known.costFen += entry.costFen
          known.drugFen += entry.drugFen
          known.fundFen += entry.fundFen
          cell = known
        } else {
          if let known = cell { cells.append(known) }
          cell = Cell(
            institution: entry.institution, disease: entry.disease, visits: visits, costFen: entry.costFen,
            drugFen: entry.drugFen, fundFen: entry.fundFen)
        }
        addDays(of: entry)
      }
      if let known = cell { cells.append(known) }
    }
    if !cells.isEmpty { countDays(of: ledger, in: range) }
  }

  @inline(__always) private mutating func addDays(of entry: Ledger.Entry) {
    var bits = entry.days
    if bits == 0 { return }
    let monthStart = Month(number: entry.month).firstDay.number
    while bits != 0 {
      days.append(Visit(day: monthStart + Int32(bits.trailingZeroBitCount), institution: entry.institution))
      bits &= bits - 1
    }
  }

  /// Distinct visit days by institution, same-day visits, and the institution with most of them.
  private mutating func countDays(of ledger: Ledger, in range: Range<Int>) {
    sameDayVisits = 0
    attached = -1
    var last: Int32 = -1
    for cell in cells.indices where cells[cell].institution != last {
      last = cells[cell].institution
      places.append(Place(institution: last, visits: 0, hasFirstOfYear: false))
    }
    sortDays()
    if places.count == 1 {
      places[0].visits = Int32(days.count)
    } else {
      countVisits()
    }
    var most: Int32 = 0
    // By position: a list that is walked while it is changed is copied.
    for offset in places.indices {
      places[offset].hasFirstOfYear = hasFirstOfYear(places[offset].institution, ledger, range)
      let place = places[offset]
      let positions = ledger.institutionPositions
      let isLowerTie =
        place.visits == most && attached >= 0 && positions[Int(place.institution)] < positions[Int(attached)]
      if place.visits > most || isLowerTie { (most, attached) = (place.visits, place.institution) }
    }
  }

  /// Counts the visits at several institutions, and those on days with two of them or more.
  private mutating func countVisits() {
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
  }

  /// How many visits are sorted by insertion: most persons have few, and those nearly in order.
  private static let insertedMaximum = 48

  /// Sorts the days; the visits of several diseases on one day at one institution become one.
  private mutating func sortDays() {
    if days.count > Self.insertedMaximum { days.sort { $0.key < $1.key } }
    let kept = days.withUnsafeMutableBufferPointer { days in
      if days.count <= Self.insertedMaximum { Self.insertionSort(days) }
      var kept = 0
      for place in days.indices where kept == 0 || days[place] != days[kept - 1] {
        days[kept] = days[place]
        kept += 1
      }
      return kept
    }
    days.removeLast(days.count - kept)
  }

  private static func insertionSort(_ days: UnsafeMutableBufferPointer<Visit>) {
    for place in days.indices.dropFirst() {
      let visit = days[place]
      var free = place
      while free > 0, days[free - 1].key > visit.key {
        days[free] = days[free - 1]
        free -= 1
      }
      days[free] = visit
    }
  }

  /// Whether some year's first visit at an institution lies in the period; looks at all months of the ledger.
  private func hasFirstOfYear(_ institution: Int32, _ ledger: Ledger, _ range: Range<Int>) -> Bool {
    let months = ledger.monthNumbers
    return ledger.entries.withUnsafeBufferPointer { entries in
      range.contains { position in
        let entry = entries[position]
        guard entry.institution == institution, entry.days != 0, months.contains(entry.month) else { return false }
        let year = entry.month / 12
        return !range.contains { place in
          let other = entries[place]
          return other.institution == institution && other.days != 0 && other.month < entry.month
            && other.month / 12 == year
        }
      }
    }
  }

  /// Age band and scheme at the first visit, or at the first row of a person without visits.
  private mutating func describe(_ person: Int, of ledger: Ledger, in range: Range<Int>, ages: AgeSource) {
    let hasVisit = !days.isEmpty
    var first = Int32.max
    var age: Int16 = -1
    scheme = -1
    let months = ledger.monthNumbers
    for position in range {
      let entry = ledger.entries[position]
      guard months.contains(entry.month), !hasVisit || entry.days != 0 else { continue }
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
