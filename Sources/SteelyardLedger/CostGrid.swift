/// The fixed geometric grid on which head costs are counted: 16 bins to a doubling (methods §5).
///
/// Bin 0 holds cost ≤ 0; bin k holds costs above `edge(k − 1)` up to `edge(k)` = ⌊2^(k/16)⌋ fen. Where neighbouring
/// edges coincide the lower bin is used. Everything is integers, so any two machines agree.
public enum CostGrid {
  /// How many bins there are: up to 2^55.9 fen, 500 times the largest row.
  public static let bins = 16 * 56

  /// ⌊2^(i/16) · 2^62⌋ for i = 0 … 15.
  private static let roots: [UInt64] = [
    0x4000_0000_0000_0000, 0x42D5_61B3_E624_3D8A, 0x45CA_E0F1_F545_EB73, 0x48E1_E9B9_D588_E19B,
    0x4C1B_F828_C6DC_54B7, 0x4F7A_9930_48D0_88D6, 0x52FF_6B54_D8A8_9C75, 0x56AC_1F75_2150_A563,
    0x5A82_7999_FCEF_3242, 0x5E84_51CF_AC06_1B5F, 0x62B3_9508_AA83_6D6E, 0x6712_460A_8FC2_4071,
    0x6BA2_7E65_6B4E_B57A, 0x7066_6F76_154A_7088, 0x7560_6373_EE92_1C97, 0x7A92_BE8A_9243_6616,
  ]

  /// The upper edge of a bin in fen.
  ///
  /// - Precondition: `bin` is 0 ..< ``bins``.
  public static func edge(_ bin: Int) -> Int64 {
    precondition((0..<bins).contains(bin), "a bin lies on the grid")
    if bin == 0 { return 0 }
    return Int64((UInt128(roots[bin % 16]) << UInt128(bin / 16)) >> 62)
  }

  private static let edges: [Int64] = (0..<bins).map(edge)

  /// The bin of a head's cost.
  public static func bin(of costFen: Int64) -> Int {
    if costFen <= 0 { return 0 }
    var low = 1
    var high = bins - 1
    while low < high {
      let middle = (low + high) / 2
      if edges[middle] >= costFen { high = middle } else { low = middle + 1 }
    }
    return low
  }

  /// The upper edge of the first bin by which `perMille` of all heads are reached, `nil` without heads.
  public static func cap(_ counts: [Int64], perMille: Int) -> Int64? {
    let heads = counts.reduce(0, +)
    if heads == 0 { return nil }
    var cumulated: Int64 = 0
    for (bin, count) in counts.enumerated() {
      cumulated += count
      if cumulated * 1000 >= heads * Int64(perMille) { return edges[bin] }
    }
    return edges.last
  }
}
