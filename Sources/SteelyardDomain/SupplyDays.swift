/// For how many days a person was supplied with items, and how many of these days were supplied twice.
///
/// A supply is an item that one institution gave a person on one day; it lasts from that day on for as many days as its
/// fee lines tell. Supplies of different items never overlap.
public struct SupplyDays: Equatable, Sendable {
  /// Days supplied, summed over supplies.
  public var supplied: Int64
  /// Days supplied less the days on which some supply of the item lasted: what came while there was still some.
  public var overlapping: Int64
  /// Days on which supplies of one item by two or more institutions lasted, summed over items.
  public var acrossInstitutions: Int64

  /// Creates the counts.
  public init(supplied: Int64 = 0, overlapping: Int64 = 0, acrossInstitutions: Int64 = 0) {
    self.supplied = supplied
    self.overlapping = overlapping
    self.acrossInstitutions = acrossInstitutions
  }
}
