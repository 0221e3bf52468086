internal import SteelyardNumerics

/// One settlement that is to be: who goes where on which day for what.
struct PlannedVisit {
  /// The day.
  var day: Int32
  /// The institution, by position.
  var institution: Int32
  /// The disease, a place in ``ChronicDisease/all``.
  var disease: Int
  /// What it costs beside the patient's own mean.
  var luck: Double
  /// The hour of a card burst, −1 for an ordinary visit.
  var burstHour = -1
  /// The order in which visits were planned, for ties of the day.
  var order = 0
}

/// Plans a person's visits: regular refills for each disease, then what institutions make of them.
struct VisitPlanner {
  /// The share of visits that stay at the home institution where a person knows others.
  private static let homeShare = 0.66
  /// The share of refills of a further disease that are settled on a day of the primary one.
  private static let togetherShare = 0.5
  /// Days within which a repeated visit follows or precedes its model.
  private static let repeatDays = 10

  private let city: City
  private let days: Range<Int32>
  private let diseases = ChronicDisease.all
  private let bursts: CardBursts

  init(_ population: Population, _ bursts: CardBursts) {
    city = population.city
    days = population.scenario.days
    self.bursts = bursts
  }

  /// Plans the visits of a person, in the order of days.
  ///
  /// `source` goes on where the person's own draws ended; `extras` belongs to what plantings may change, so that the
  /// plans of all others stay as they are.
  func plan(
    _ person: SimulatedPerson, into visits: inout [PlannedVisit], _ source: inout RandomSource,
    extras: inout RandomSource
  ) {
    visits.removeAll(keepingCapacity: true)
    var primaryCount = 0
    for disease in diseases.indices where person.has(disease) {
      planRefills(of: disease, person, primaryCount: primaryCount, into: &visits, &source)
      if primaryCount == 0 { primaryCount = visits.count }
    }
    repeatVisits(&visits, &extras)
    if let member = bursts.members[person.position] { joinBursts(member, &visits, &extras) }
    for position in visits.indices { visits[position].order = position }
    visits.sort { ($0.day, $0.order) < ($1.day, $1.order) }
  }

  private func planRefills(
    of disease: Int, _ person: SimulatedPerson, primaryCount: Int, into visits: inout [PlannedVisit],
    _ source: inout RandomSource
  ) {
    let facts = diseases[disease]
    let interval = facts.intervalDays / person.pace
    var elapsed = source.uniform() * interval
    var ordinal = 0
    while elapsed < Double(days.count) {
      var visit = PlannedVisit(
        day: days.lowerBound + Int32(elapsed), institution: place(for: facts, person, &source), disease: disease,
        luck: source.lognormal(meanOne: facts.spread))
      let together = source.happens(VisitPlanner.togetherShare)
      if ordinal < primaryCount, together, !facts.isGrave {
        visit.day = visits[ordinal].day
        visit.institution = visits[ordinal].institution
      } else {
        visit.day = workingDay(visit, &source)
      }
      visits.append(visit)
      elapsed += interval * (0.6 + 0.8 * source.uniform())
      ordinal += 1
    }
  }

  /// The institution of one visit: a hospital for some visits of grave diseases, else mostly home.
  private func place(for disease: ChronicDisease, _ person: SimulatedPerson, _ source: inout RandomSource) -> Int32 {
    if disease.isGrave, person.hospital >= 0, source.happens(disease.hospitalShare) { return person.hospital }
    let point = source.uniform()
    if person.placeCount == 1 || point < VisitPlanner.homeShare { return person.places[0] }
    let further = Double(person.placeCount - 1)
    return person.places[1 + Int((point - VisitPlanner.homeShare) / (1 - VisitPlanner.homeShare) * further)]
  }

  /// Moves some weekend visits to Friday, or to Monday where Friday lies before the period.
  private func workingDay(_ visit: PlannedVisit, _ source: inout RandomSource) -> Int32 {
    // 1970-01-01 was a Thursday: with 3 added, 5 is Saturday and 6 Sunday.
    let weekday = (visit.day + 3) % 7
    guard weekday >= 5, source.happens(city.traits[Int(visit.institution)].weekendClosed) else { return visit.day }
    let friday = visit.day - (weekday - 4)
    if friday >= days.lowerBound { return friday }
    return min(visit.day + (7 - weekday), days.upperBound - 1)
  }

  /// Drops or repeats visits so that an institution sees `visitFactor` times what was planned.
  private func repeatVisits(_ visits: inout [PlannedVisit], _ extras: inout RandomSource) {
    let planned = visits.count
    var kept = 0
    for position in 0..<planned {
      let visit = visits[position]
      let times = Int(city.traits[Int(visit.institution)].visitFactor + extras.uniform())
      guard times > 0 else { continue }
      visits[kept] = visit
      kept += 1
      for _ in 1..<max(1, times) where times > 1 { visits.append(repeated(visit, &extras)) }
    }
    visits.removeSubrange(kept..<planned)
  }

  private func repeated(_ visit: PlannedVisit, _ extras: inout RandomSource) -> PlannedVisit {
    var copy = visit
    let shift = Int32(1 + extras.uniform(below: VisitPlanner.repeatDays))
    let forward = extras.happens(0.5) ? shift : -shift
    copy.day += days.contains(copy.day + forward) ? forward : -forward
    copy.day = min(max(copy.day, days.lowerBound), days.upperBound - 1)
    copy.luck = extras.lognormal(meanOne: diseases[visit.disease].spread)
    return copy
  }

  private func joinBursts(
    _ member: (group: Int, disease: Int), _ visits: inout [PlannedVisit], _ extras: inout RandomSource
  ) {
    let group = bursts.groups[member.group]
    for (day, hour) in zip(group.days, group.hours) where extras.happens(0.9) {
      // Small to medium: 0.6 of what the disease costs, with less spread.
      visits.append(
        PlannedVisit(
          day: day, institution: group.institution, disease: member.disease,
          luck: 0.6 * extras.lognormal(meanOne: 0.3), burstHour: hour))
    }
  }
}
