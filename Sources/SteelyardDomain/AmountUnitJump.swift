/// Whether two typical amounts lie as far apart as amounts in different units would: 分 among 元 a hundred times, 元 among
/// 万元 ten thousand times.
public enum AmountUnitJump {
  /// Ratios that a unit explains: half to twice a hundred, half to twice ten thousand, as logarithms to base 2.
  private static let ratios: [ClosedRange<Double>] = [5.643_856_189...7.643_856_189, 12.287_712_379...14.287_712_379]

  /// Whether a ratio, given as its logarithm to base 2, is one that a unit explains, in either direction.
  public static func isOne(log2 ratio: Double) -> Bool { ratios.contains { $0.contains(ratio.magnitude) } }
}
