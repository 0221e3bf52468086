internal import SteelyardNumerics

/// Turns planned visits into rows of the claims table and counts them.
struct SettlementWriter: ~Copyable {
  /// Shares of settlements, chosen: what happens now and then in any delivery.
  private static let refundShare = 0.012
  private static let fullRefundShare = 0.8
  private static let orphanShare = 0.000_2
  private static let zeroShare = 0.000_3
  private static let secondShare = 0.03
  private static let otherCareShare = 0.031
  /// Settlements of a person with this number or more are from before the table.
  private static let earlierSequence = 900_000
  /// The largest settlement beside the disease's mean.
  private static let costCap = 30.0

  /// What a row says besides money.
  private struct Stamp {
    var sequence: Int
    var original = -1
    var careType: Int
    var day: Int32
    var second: Int
  }

  /// The rows not yet handed on.
  var rows = CsvBuffer()
  /// The fee lines of the rows.
  var lines: LineWriter
  /// What was written so far.
  var summary = SimulationSummary()

  private let city: City
  private let hasLines: Bool
  private let days: Range<Int32>
  private let dates: [CivilDate]
  private let diseases = ChronicDisease.all
  private var sequence = 0
  private var birthDate = CivilDate(dayNumber: 0)

  init(_ city: City, days: Range<Int32>, hasLines: Bool) {
    self.city = city
    self.hasLines = hasLines
    lines = LineWriter(city)
    self.days = days
    dates = days.map { CivilDate(dayNumber: $0) }
  }

  /// Begins the rows of a person; fee lines are drawn from a source of their own.
  mutating func begin(birth: CivilDate, lines source: RandomSource) {
    sequence = 0
    birthDate = birth
    lines.begin(source)
  }

  /// Writes everything that comes of one visit.
  mutating func write(_ visit: PlannedVisit, of person: SimulatedPerson, _ source: inout RandomSource) {
    let second =
      visit.burstHour < 0
      ? 28_800 + source.uniform(below: 43_200)
      : visit.burstHour * 3600 + source.uniform(below: 3600)
    let careType = diseases[visit.disease].careType
    if source.happens(Self.secondShare) {
      settle(visit, person, part: 0.7, careType, second, &source)
      settle(visit, person, part: 0.3, careType, min(second + 900, 86_399), &source)
    } else {
      settle(visit, person, part: source.happens(Self.zeroShare) ? 0 : 1, careType, second, &source)
    }
    if source.happens(Self.otherCareShare) {
      let other = city.traits[Int(visit.institution)].otherCareType
      settle(visit, person, part: 0.5 * source.lognormal(meanOne: 0.5), other, second, &source)
    }
    if source.happens(Self.orphanShare) {
      let earlier = money(of: visit, person, part: 1, fundRate: 0.6, &source)
      summary.orphanRefunds += 1
      let stamp = Stamp(
        sequence: nextSequence(), original: Self.earlierSequence + sequence, careType: careType, day: visit.day,
        second: second)
      writeRow(earlier.refund(part: 1), visit, person, stamp)
      if hasLines {
        lines.draw(earlier, of: visit)
        lines.write(settlement: stamp.sequence, of: person, takingBack: 1)
      }
    }
  }

  private mutating func settle(
    _ visit: PlannedVisit, _ person: SimulatedPerson, part: Double, _ careType: Int, _ second: Int,
    _ source: inout RandomSource
  ) {
    let isOther = careType < 100
    let reduction = city.traits[Int(visit.institution)].fundReduction
    let fundRate = careType == 41 ? 0 : (isOther ? 0.5 : person.scheme == 310 ? 0.85 : 0.65) - reduction
    let money = money(of: visit, person, part: part, fundRate: fundRate, &source)
    let stamp = Stamp(sequence: nextSequence(), careType: careType, day: visit.day, second: second)
    writeRow(money, visit, person, stamp)
    if hasLines {
      lines.draw(money, of: visit)
      lines.write(settlement: stamp.sequence, of: person)
    }
    guard !isOther else { return summary.otherCareRows += 1 }
    summary.settlements += 1
    if money.total == 0 { summary.zeroTotals += 1 }
    // Ten yuan and more, so that every part of a partial refund is there.
    if source.happens(Self.refundShare), money.total >= 1000 { refund(money, visit, person, stamp, &source) }
  }

  private mutating func refund(
    _ money: Settlement, _ visit: PlannedVisit, _ person: SimulatedPerson, _ original: Stamp,
    _ source: inout RandomSource
  ) {
    let part = source.happens(Self.fullRefundShare) ? 1 : 0.2 + 0.6 * source.uniform()
    let lag = source.happens(0.55) ? 0 : Int32(1 + source.uniform(below: 40))
    // A refund after the period would be in the next delivery; here it comes on the day itself.
    let isLater = lag > 0 && days.contains(original.day + lag)
    let second = isLater ? 28_800 + source.uniform(below: 43_200) : min(original.second + 1200, 86_399)
    let stamp = Stamp(
      sequence: nextSequence(), original: original.sequence, careType: original.careType,
      day: isLater ? original.day + lag : original.day, second: second)
    summary.refunds += 1
    writeRow(money.refund(part: part), visit, person, stamp)
    if hasLines { lines.write(settlement: stamp.sequence, of: person, takingBack: part) }
  }

  private mutating func nextSequence() -> Int {
    sequence += 1
    precondition(sequence < Self.earlierSequence, "a person has fewer settlements than numbers")
    return sequence
  }

  /// Prices a visit; shares of the total are drawn row by row.
  private func money(
    of visit: PlannedVisit, _ person: SimulatedPerson, part: Double, fundRate: Double, _ source: inout RandomSource
  ) -> Settlement {
    let mean = diseases[visit.disease].costYuan
    let patient = min(ChronicDisease.ageFactor(person.age) * person.severity * visit.luck, Self.costCap)
    let institution = Int(visit.institution)
    let base = mean * patient * city.traits[institution].costFactor * part * 100
    let drugShare = min(0.98, max(0.05, city.traits[institution].drugShare + 0.16 * (source.uniform() - 0.5)))
    let drug = Int64((base * drugShare * city.traits[institution].drugFactor).rounded())
    let others = Int64((base * (1 - drugShare)).rounded())
    var shares = Settlement.Shares(firstSelf: 0.02 + 0.08 * source.uniform(), fund: fundRate)
    if source.happens(0.3) { shares.selfPaid = 0.01 + 0.14 * source.uniform() }
    if source.happens(0.1) { shares.overLimit = 0.01 + 0.04 * source.uniform() }
    if person.scheme == 310 { shares.account = source.happens(0.6) ? 1 : source.uniform() }
    return Settlement(total: drug + others, drug: drug, shares)
  }

  private mutating func writeRow(
    _ money: Settlement, _ visit: PlannedVisit, _ person: SimulatedPerson, _ stamp: Stamp
  ) {
    summary.claimRows += 1
    summary.totalFen += money.total
    rows.put(settlement: stamp.sequence, of: person)
    if stamp.original >= 0 { rows.put(settlement: stamp.original, of: person) } else { rows.comma() }
    rows.put(person, born: birthDate)
    rows.comma()
    let institution = Int(visit.institution)
    rows.put(city.traits[institution].letter)
    rows.put(city.traits[institution].number, width: 11)
    rows.comma()
    rows.put(stamp.careType, width: stamp.careType < 100 ? 2 : 6)
    rows.comma()
    rows.put(dates[Int(stamp.day - days.lowerBound)])
    rows.put(UInt8(ascii: " "))
    rows.put(secondOfDay: stamp.second)
    rows.comma()
    rows.put(UInt8(ascii: "M"))
    rows.put(diseases[visit.disease].number, width: 5)
    rows.put(fields: money)
    rows.put(stamp.original >= 0 ? ",1,1\n" : ",0,1\n")
  }
}

extension CsvBuffer {
  /// Writes a settlement's number and the comma after it: 99, twelve digits of the person, six of the settlement.
  mutating func put(settlement sequence: Int, of person: SimulatedPerson) {
    put(99, width: 2)
    put(person.position + 1, width: 12)
    put(sequence, width: 6)
    comma()
  }

  /// Writes number, sex, birth and scheme of a person.
  ///
  /// The number begins with 99, which no district's does: it is nobody's.
  mutating func put(_ person: SimulatedPerson, born birth: CivilDate) {
    put(99, width: 2)
    put(person.districtCode, width: 6)
    put(person.position + 1, width: 14)
    comma()
    put(person.sex, width: 1)
    comma()
    put(birth)
    comma()
    put(person.scheme, width: 3)
  }

  /// Writes the nine amounts of a settlement, a comma before each.
  mutating func put(fields money: Settlement) {
    put(amount: money.total)
    put(amount: money.selfPaid)
    put(amount: money.overLimit)
    put(amount: money.firstSelf)
    put(amount: money.inScope)
    put(amount: money.fund)
    put(amount: money.account)
    put(amount: money.cash)
    put(amount: money.drug)
  }

  private mutating func put(amount fen: Int64) {
    comma()
    put(fen: fen)
  }
}
