/// Why bytes are no segment of a ledger: the part that is not what it must be.
public struct SegmentDamage: Error, Equatable, Sendable {
  /// `header`, or the name of a section.
  public let part: String

  /// Names a part.
  public init(_ part: String) { self.part = part }
}
