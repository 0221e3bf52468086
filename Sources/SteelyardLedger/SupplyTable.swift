import SteelyardDomain

/// Supplies of items to persons, and on which days they overlap (methods §12).
///
/// A supply is person × item × institution × day, the day of the settlement, of a refund that of its original. It lasts
/// for the days its lines tell, those of refunds taken off. Exact integers: the order of lines does not matter.
struct SupplyTable: Sendable {
  /// What one institution gave a person of an item on a day.
  private struct Key: Hashable {
    let person, item, institution, day: Int32
  }

  /// Net quantity, and net days.
  private struct Sums {
    var quantity: Int128 = 0
    var days: Int64 = 0
  }

  /// Days from `start` on, up to but not including `end`.
  private struct Span {
    let start: Int64
    var end: Int64
  }

  private var supplies: [Key: Sums] = [:]

  /// Adds a line; `days` is 0 where it tells none, and takes days off where its quantity is negative.
  mutating func add(person: Int32, item: Int32, institution: Int32, day: Int32, quantity: Int64, days: Int16) {
    let key = Key(person: person, item: item, institution: institution, day: day)
    supplies[key, default: Sums()].quantity += Int128(quantity)
    supplies[key, default: Sums()].days += Int64(days.magnitude) * Int64(quantity.signum())
  }

  /// The counts of every person with a supply, by code.
  ///
  /// Edge cases: what was wholly given back, and what tells no days, is no supply.
  func byPerson() -> [Int32: SupplyDays] {
    var items: [[Int32]: [Int32: [Span]]] = [:]
    for (key, sums) in supplies where sums.quantity > 0 && sums.days > 0 {
      let span = Span(start: Int64(key.day), end: Int64(key.day) + sums.days)
      items[[key.person, key.item], default: [:]][key.institution, default: []].append(span)
    }
    var persons: [Int32: SupplyDays] = [:]
    for (key, institutions) in items {
      let supplied = institutions.values.joined().reduce(0) { $0 + $1.end - $1.start }
      let depths = Self.depths(institutions.values.map(Self.joined))
      var days = persons[key[0]] ?? SupplyDays()
      days.supplied += supplied
      days.overlapping += supplied - depths.once
      days.acrossInstitutions += depths.twice
      persons[key[0]] = days
    }
    return persons
  }

  /// The days of some spans, each once, as spans that do not touch.
  private static func joined(_ spans: [Span]) -> [Span] {
    var joined: [Span] = []
    for span in spans.sorted(by: { $0.start < $1.start }) {
      if let last = joined.last, span.start <= last.end {
        joined[joined.count - 1].end = max(last.end, span.end)
      } else {
        joined.append(span)
      }
    }
    return joined
  }

  /// How many days lie in one or more of some lists of spans, and how many in two or more.
  private static func depths(_ lists: [[Span]]) -> (once: Int64, twice: Int64) {
    let ends = lists.joined().flatMap { [(day: $0.start, step: 1), (day: $0.end, step: -1)] }
    var (once, twice) = (0 as Int64, 0 as Int64)
    var depth = 0
    var before: Int64 = 0
    for end in ends.sorted(by: { $0.day < $1.day }) {
      if depth >= 1 { once += end.day - before }
      if depth >= 2 { twice += end.day - before }
      depth += end.step
      before = end.day
    }
    return (once, twice)
  }
}
