internal import SteelyardNumerics

/// Writes the fee lines of settlements: which items make up the money, at which unit price, and how much of each.
///
/// Drug cost is one or two drugs of the disease, other cost a service or two. The amounts of a settlement's lines add up
/// to its total, and those of its drugs to its drug cost, to the fen. An institution's unit price is the catalogue's
/// times its cost factor, so a planted dear price is dear by item; the quantity is what the amount buys, so inflated
/// drugs are more drugs at the usual price.
struct LineWriter: ~Copyable {
  /// Shares of settlements, chosen: with a second drug, with a second service.
  private static let secondDrugShare = 0.45
  private static let secondServiceShare = 0.3

  /// An item of the catalogue.
  private struct Item {
    let number: Int
    let priceFen: Int64
    var isDrug: Bool { number < 90_000 }
  }

  /// A line as it is written.
  private struct Line {
    let item: Item
    /// Ten-thousandths of a unit.
    var quantity: Int64
    let priceFen: Int64
    var amountFen: Int64
  }

  /// Services, the same for all diseases.
  private static let services = [Item(number: 90_001, priceFen: 1_200), Item(number: 90_002, priceFen: 3_500)]

  /// The rows not yet handed on.
  var rows = CsvBuffer()
  private let city: City
  private let diseases = ChronicDisease.all
  private var source = RandomSource(seed: 0, stream: 0)
  private var lines: [Line] = []

  init(_ city: City) { self.city = city }

  /// Begins the settlements of a person, whose lines are drawn from a source of their own.
  mutating func begin(_ source: RandomSource) { self.source = source }

  /// Draws the lines of a settlement; they stay known until the next is drawn.
  mutating func draw(_ money: Settlement, of visit: PlannedVisit) {
    lines.removeAll(keepingCapacity: true)
    let factor = city.traits[Int(visit.institution)].costFactor
    let drugs = catalogue(visit.disease)
    add(money.drug, drugs, second: Self.secondDrugShare, factor)
    add(money.total - money.drug, Self.services, second: Self.secondServiceShare, factor)
    // A settlement of nothing has a line of nothing.
    if lines.isEmpty { lines.append(Line(item: Self.services[0], quantity: 0, priceFen: 0, amountFen: 0)) }
  }

  /// Writes the lines that were drawn, or what a refund takes back of them.
  ///
  /// - Parameter part: the part taken back, `nil` for the settlement itself.
  mutating func write(settlement sequence: Int, of person: SimulatedPerson, takingBack part: Double? = nil) {
    var running: Int64 = 0
    for (position, line) in lines.enumerated() {
      var line = line
      if let part {
        // Running sums are cut as those of the refund itself, so that both end at the same total.
        let amount = Self.cut(running, part) - Self.cut(running + line.amountFen, part)
        running += line.amountFen
        line.amountFen = amount
        line.quantity = -Self.cut(line.quantity, part)
      }
      writeRow(line, number: position + 1, sequence, person)
    }
  }

  private static func cut(_ sum: Int64, _ part: Double) -> Int64 { Int64(Double(sum) * part) }

  /// The drugs of a disease: a plain one and a dear one.
  private func catalogue(_ disease: Int) -> [Item] {
    let cost = Int64(diseases[disease].costYuan * 100)
    return [
      Item(number: diseases[disease].number + 1, priceFen: max(200, min(cost / 12, 3_000))),
      Item(number: diseases[disease].number + 2, priceFen: max(500, min(cost / 4, 9_000))),
    ]
  }

  private mutating func add(_ amountFen: Int64, _ items: [Item], second: Double, _ factor: Double) {
    // Drawn whatever the amount, so that a line does not depend on the money before it.
    let hasSecond = source.happens(second)
    let part = 0.2 + 0.5 * source.uniform()
    if amountFen == 0 { return }
    let other = hasSecond ? Int64(Double(amountFen) * part) : 0
    for (item, fen) in zip(items, [amountFen - other, other]) where fen > 0 {
      let price = max(1, Int64((Double(item.priceFen) * factor).rounded()))
      let quantity = Int64((Double(fen) / Double(price) * 10_000).rounded())
      lines.append(Line(item: item, quantity: quantity, priceFen: price, amountFen: fen))
    }
  }

  private mutating func writeRow(_ line: Line, number: Int, _ sequence: Int, _ person: SimulatedPerson) {
    rows.put(number, width: 2)
    rows.comma()
    rows.put(settlement: sequence, of: person)
    rows.put(quantity: line.quantity)
    rows.comma()
    rows.put(fen: line.priceFen)
    rows.comma()
    rows.put(fen: line.amountFen)
    rows.comma()
    rows.put(line.item.isDrug ? UInt8(ascii: "X") : UInt8(ascii: "S"))
    rows.put(line.item.number, width: 6)
    rows.endRow()
  }
}

extension CsvBuffer {
  /// Writes ten-thousandths with four decimals: `-1.5000`.
  fileprivate mutating func put(quantity: Int64) {
    if quantity < 0 { put(UInt8(ascii: "-")) }
    put(whole: Int(quantity.magnitude / 10_000))
    put(UInt8(ascii: "."))
    put(Int(quantity.magnitude % 10_000), width: 4)
  }
}
