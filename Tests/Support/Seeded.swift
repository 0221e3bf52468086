import Foundation

/// A small random source for tests (SplitMix64; Steele, Lea & Flood 2014): the same numbers for the same seed anywhere.
public struct Seeded: RandomNumberGenerator {
  private var state: UInt64

  /// Creates a source.
  public init(_ seed: UInt64) { state = seed }

  /// The next 64 bits.
  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// A source whose seed is printed: `$STEELYARD_SEED`, or one of the test's own that is the same in every run.
  public static func announced(_ test: String = #function) -> Seeded {
    let wish = ProcessInfo.processInfo.environment["STEELYARD_SEED"].flatMap(UInt64.init)
    let seed = wish ?? test.utf8.reduce(20_250_701) { $0 &* 31 &+ UInt64($1) }
    print("\(test): seed \(seed)")
    return Seeded(seed)
  }

  /// A whole number below a limit.
  public mutating func below(_ limit: Int) -> Int { Int.random(in: 0..<limit, using: &self) }

  /// Whether something of this probability happens.
  public mutating func happens(_ probability: Double) -> Bool { Double.random(in: 0..<1, using: &self) < probability }

  /// Whether something of this chance in a hundred happens.
  public mutating func chance(_ percent: Int) -> Bool { below(100) < percent }

  /// One of some values.
  ///
  /// - Precondition: there is at least one.
  public mutating func pick<Value>(_ values: [Value]) -> Value { values[below(values.count)] }
}
